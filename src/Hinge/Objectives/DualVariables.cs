using Hinge.Kernels;

namespace Hinge.Objectives;

/// <summary>
/// The dual variables b, one row of K an example; rows that are all zero take no memory. W(b) = −Σ_i x_i b_iᵀ.
/// </summary>
public sealed class DualVariables
{
    private readonly double[]?[] _rows;
    private readonly int _rowLength;

    /// <summary>All zero, which is feasible for every loss.</summary>
    /// <param name="exampleCount">N.</param>
    /// <param name="classCount">K.</param>
    public DualVariables(int exampleCount, int classCount)
    {
        _rows = new double[exampleCount][];
        _rowLength = SparseRow.Stride(classCount);
        ClassCount = classCount;
    }

    /// <summary>N.</summary>
    public int ExampleCount => _rows.Length;

    /// <summary>K.</summary>
    public int ClassCount { get; }

    /// <summary>b_i, length K; empty where the whole row is zero.</summary>
    public ReadOnlySpan<double> this[int example] => _rows[example].AsSpan(0, _rows[example] is null ? 0 : ClassCount);

    /// <summary>b_i padded for the kernels, or null where the whole row is zero.</summary>
    internal double[]? Padded(int example) => _rows[example];

    /// <summary>Copies b_i, zeros included, into <paramref name="row"/>, length K.</summary>
    internal void CopyRow(int example, Span<double> row)
    {
        if (_rows[example] is { } stored) stored.AsSpan(0, ClassCount).CopyTo(row);
        else row.Clear();
    }

    /// <summary>Replaces b_i, length K; a row of zeros gives its memory back.</summary>
    internal void SetRow(int example, ReadOnlySpan<double> row)
    {
        if (row.ContainsAnyExcept(0.0)) row.CopyTo(_rows[example] ??= new double[_rowLength]);
        else _rows[example] = null;
    }

    /// <summary>The same values in memory of their own.</summary>
    internal DualVariables Copy()
    {
        DualVariables copy = new(ExampleCount, ClassCount);
        for (int i = 0; i < _rows.Length; i++)
            if (_rows[i] is { } row) copy._rows[i] = [.. row];
        return copy;
    }

    /// <summary>b ← factor·b.</summary>
    internal void Scale(double factor)
    {
        foreach (double[]? row in _rows)
            foreach (ref double value in row.AsSpan())
                value *= factor;
    }
}
