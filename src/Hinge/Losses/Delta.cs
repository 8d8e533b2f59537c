using System.Globalization;

namespace Hinge.Losses;

/// <summary>Δ, the margin asked for between the right class and another: one number, or a K×K table of costs.</summary>
public sealed class Delta
{
    private readonly double[]? _table;

    /// <summary>The usual margin of 1 for every pair of classes.</summary>
    public Delta()
        : this(1)
    {
    }

    /// <summary>The same margin for every pair of classes.</summary>
    /// <param name="value">Finite and ≥ 0; 0 asks only for the right order (a perceptron).</param>
    /// <exception cref="ArgumentOutOfRangeException">value is negative, NaN or infinite.</exception>
    public Delta(double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"delta must be finite and at least 0; got {value.ToString(CultureInfo.InvariantCulture)}.");
        Value = value;
    }

    /// <summary>A margin for each pair: table[y·K + j] is the cost of answering j where y is right.</summary>
    /// <param name="classCount">K ≥ 1.</param>
    /// <param name="table">K×K, row-major, finite and ≥ 0, the diagonal zero.</param>
    /// <exception cref="ArgumentException">The table breaks a rule above.</exception>
    public Delta(int classCount, double[] table)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (table.LongLength != (long)classCount * classCount)
            throw new ArgumentException($"table must hold {classCount}×{classCount} numbers; got {table.Length}.", nameof(table));
        for (int y = 0; y < classCount; y++)
        {
            for (int j = 0; j < classCount; j++)
            {
                double cost = table[y * classCount + j];
                if (!(cost >= 0 && double.IsFinite(cost)) || (j == y && cost != 0))
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"table must be finite, at least 0, and zero on the diagonal; got {cost} at row {y}, column {j}."), nameof(table));
            }
        }
        Value = double.NaN;
        TableClassCount = classCount;
        _table = table;
    }

    /// <summary>The one number, or NaN where there is a table.</summary>
    public double Value { get; }

    /// <summary>K of the table, or 0 where there is one number.</summary>
    public int TableClassCount { get; }

    /// <summary>The table, K×K row-major; empty where there is one number.</summary>
    public ReadOnlySpan<double> Table => _table;

    /// <summary>Δ for the right class <paramref name="label"/> against another class.</summary>
    public double this[int label, int other] => _table is null ? Value : _table[label * TableClassCount + other];

    /// <inheritdoc/>
    public override string ToString() => _table is null ? Value.ToString("R", CultureInfo.InvariantCulture) : $"a {TableClassCount}×{TableClassCount} table";
}
