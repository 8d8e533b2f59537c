using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Kernels.Coordinates;
using Hinge.Models;

namespace Hinge.Data;

/// <summary>The features X, N×D, read-only: dense rows or compressed sparse rows, of float or double.</summary>
/// <remarks>
/// Everything above this class works row by row through <see cref="Scores"/> and <see cref="AddOuterProduct"/>, and
/// need not know which of the two it has. All values are finite; the constructors check it.
/// </remarks>
public abstract class FeatureMatrix
{
    private protected FeatureMatrix(int exampleCount, int featureCount)
    {
        ExampleCount = exampleCount;
        FeatureCount = featureCount;
    }

    /// <summary>N, the number of rows.</summary>
    public int ExampleCount { get; }

    /// <summary>D, the number of columns.</summary>
    public int FeatureCount { get; }

    /// <summary>The number of values that are not zero.</summary>
    public abstract long NonzeroCount { get; }

    /// <summary>Whether only nonzeros are stored.</summary>
    public abstract bool IsSparse { get; }

    /// <summary>Whether the values are float, not double.</summary>
    internal abstract bool IsSingle { get; }

    /// <summary>Copies row <paramref name="example"/> into <paramref name="row"/>, length D, zeros included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">row is not of length D.</exception>
    public void CopyRow(int example, Span<double> row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(example);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(example, ExampleCount);
        if (row.Length != FeatureCount)
            throw new ArgumentException($"row must have length {FeatureCount}; got {row.Length}.", nameof(row));
        row.Clear();
        Row reader = new(row);
        VisitNonzeros(example, ref reader);
    }

    /// <summary>‖x_i‖² of row <paramref name="example"/>, in [0, N), without a bias feature; C counts in units of 1/‖x‖².</summary>
    public abstract double SquaredNorm(int example);

    /// <summary>Mean ‖x_i‖² of the rows; NaN where there is none.</summary>
    internal double MeanSquaredNorm()
    {
        double sum = 0;
        for (int i = 0; i < ExampleCount; i++) sum += SquaredNorm(i);
        return sum / ExampleCount;
    }

    /// <summary>A matrix of the given rows, copied in their order.</summary>
    /// <param name="examples">Indices in [0, N); a row may come twice.</param>
    public abstract FeatureMatrix Select(ReadOnlySpan<int> examples);

    /// <summary>The given rows as dense rows in the same element type, whatever the storage.</summary>
    internal abstract FeatureMatrix SelectDense(ReadOnlySpan<int> examples);

    /// <summary>The same rows with columns of zeros appended up to <paramref name="featureCount"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">featureCount is less than D.</exception>
    public abstract FeatureMatrix Widen(int featureCount);

    /// <summary>scores = x_iᵀW, the bias included; length at least <see cref="WorkingWeights.ScoreLength"/>.</summary>
    internal abstract void Scores(int example, WorkingWeights weights, Span<double> scores);

    /// <summary>W += x_i·coefficientsᵀ, the bias included; coefficients as long as scores, their padding zero.</summary>
    internal abstract void AddOuterProduct(int example, ReadOnlySpan<double> coefficients, WorkingWeights weights);

    /// <summary>Scores all rows, shows them to the visitor block by block, and computes the gradient of the coefficients that it leaves.</summary>
    /// <typeparam name="T">The arithmetic of the scores; float only where the features are float.</typeparam>
    /// <param name="weights">W, D×K as <paramref name="layout"/> says; empty to skip the scores, which are zero then.</param>
    /// <param name="classCount">K.</param>
    /// <param name="layout">Where the elements of weights and gradient lie.</param>
    /// <param name="visitor">What is done with the scores.</param>
    /// <param name="gradient">Overwritten with Xᵀ·coefficients; empty for none.</param>
    /// <param name="threads">How many threads may work; results do not depend on it.</param>
    /// <returns>The sum of what the visitor returned.</returns>
    internal abstract double Pass<T>(ReadOnlySpan<double> weights, int classCount, WeightLayout layout, IScoreVisitor<T> visitor, Span<double> gradient, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>A pass with the constant bias feature, where the weights have one.</summary>
    /// <inheritdoc cref="Pass{T}(ReadOnlySpan{double}, int, WeightLayout, IScoreVisitor{T}, Span{double}, int)"/>
    internal double Pass<T>(WorkingWeights? weights, IScoreVisitor<T> visitor, WorkingWeights? gradient, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WorkingWeights shape = weights ?? gradient ?? throw new ArgumentNullException(nameof(weights));
        BiasVisitor<T>? withBias = shape.HasBias ? new(visitor, shape.ClassCount, weights) : null;
        ReadOnlySpan<double> w = weights is null ? default : weights.Values;
        Span<double> g = gradient is null ? default : gradient.Values;
        double loss = Pass(w, shape.ClassCount, shape.Layout, RowsAhead.Before(this, withBias ?? visitor), g, threads);
        if (gradient is not null) withBias?.WriteGradient(gradient);
        return loss;
    }

    /// <summary>The rows beside weights of zero, as coordinate ascent uses them.</summary>
    internal abstract CoordinateRows<T> BesideWeights<T>(int classCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The bytes that columns and values take: what a pass over all rows reads.</summary>
    internal abstract long StoredBytes { get; }

    /// <summary>Whether the rows are in a mapped file, and may have to be read from the disk.</summary>
    internal abstract bool IsMapped { get; }

    /// <summary>Asks for some rows to be read from the disk, where they are in a mapped file: a hint.</summary>
    internal abstract void ReadAhead(int firstExample, int count);

    /// <summary>The length, if an array can have it.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    private protected static int RequireArray(long length) =>
        length <= Array.MaxLength ? (int)length : throw new ArgumentException($"The rows to copy must hold at most {Array.MaxLength} numbers, which is as many as memory takes in one piece; got {length}. Take fewer, or write them to a file of their own.");

    /// <summary>Shows a row's nonzeros in ascending order of columns.</summary>
    internal abstract void VisitNonzeros<TVisitor>(int example, ref TVisitor visitor)
        where TVisitor : INonzeroVisitor, allows ref struct;

    /// <summary>Σ value², in double, in the order of the values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected static double SumOfSquares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in values)
        {
            double x = double.CreateChecked(value);
            sum += x * x;
        }
        return sum;
    }

    private readonly ref struct Row(Span<double> values) : INonzeroVisitor
    {
        private readonly Span<double> _values = values;

        public void Visit(int column, double value) => _values[column] = value;
    }
}

/// <summary>Receives the nonzeros of a row.</summary>
internal interface INonzeroVisitor
{
    void Visit(int column, double value);
}
