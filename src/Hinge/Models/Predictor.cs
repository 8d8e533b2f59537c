using System.Globalization;
using System.Numerics;
using Hinge.Data;
using Hinge.Kernels;

namespace Hinge.Models;

/// <summary>Classifies one row at a time, without allocating: a <see cref="LinearModel"/>'s weights laid out for single rows.</summary>
/// <remarks>
/// Immutable; all members may be called from several threads at once. Scores are in double and have the very bits that
/// <see cref="LinearModel.ForEachScores"/> gives rows of the same storage; the bias is included, and ties go to the lower
/// class. The first dense and the first sparse row copy the weights into their layouts, and a thread's first row makes it room
/// for the scores; after that nothing is allocated.
/// Rows are of float or double: other types are refused with an <see cref="ArgumentException"/>.
/// </remarks>
public sealed class Predictor
{
    /// <summary>Room for the scores of one row, of each thread its own: the pool of arrays empties as memory gets short, and then allocates.</summary>
    [ThreadStatic]
    private static double[]? t_scores;

    private readonly double[] _bias;
    private readonly int _stride;
    private readonly Lazy<DenseScorer> _dense;
    private readonly Lazy<double[]> _byFeature;

    /// <summary>Lays a model's weights out.</summary>
    internal Predictor(LinearModel model)
    {
        (FeatureCount, ClassCount) = (model.FeatureCount, model.ClassCount);
        _stride = SparseRow.Stride(ClassCount);
        _bias = new double[ClassCount];
        if (model.Objective.BiasScale != 0)
            for (int j = 0; j < ClassCount; j++) _bias[j] = model.Objective.BiasScale * model.Weights[FeatureCount, j];
        _dense = new(() => new DenseScorer(Lay(model.Weights, new double[(long)FeatureCount * ClassCount], WeightLayout.ByClass(FeatureCount)), FeatureCount, ClassCount));
        _byFeature = new(() => Lay(model.Weights, new double[(long)FeatureCount * _stride], WeightLayout.ByFeature(_stride)));
    }

    /// <summary>D.</summary>
    public int FeatureCount { get; }

    /// <summary>K.</summary>
    public int ClassCount { get; }

    /// <summary>The class with the highest score; the lower of equals.</summary>
    /// <param name="row">Length D, finite.</param>
    /// <returns>An index into the model's <see cref="LinearModel.ClassNames"/>.</returns>
    /// <exception cref="ArgumentException">row is not of length D, or not finite.</exception>
    public int Predict<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> scores = Room(ClassCount);
        Score(row, scores);
        return LinearModel.Best(scores);
    }

    /// <summary>The class with the highest score of a sparse row; the lower of equals.</summary>
    /// <param name="columns">The columns of the row's entries, increasing, in [0, D): counted from 0, where svmlight text counts from 1.</param>
    /// <param name="values">Their values, as many, finite.</param>
    /// <returns>An index into the model's <see cref="LinearModel.ClassNames"/>.</returns>
    /// <exception cref="ArgumentException">columns or values break a rule above.</exception>
    public int Predict<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> scores = Room(_stride);
        Score(columns, values, scores);
        return LinearModel.Best(scores[..ClassCount]);
    }

    /// <summary>The scores x·W + intercept of a row.</summary>
    /// <param name="row">Length D, finite.</param>
    /// <param name="scores">Length K; overwritten.</param>
    /// <exception cref="ArgumentException">An argument breaks a rule above.</exception>
    public void Scores<T>(ReadOnlySpan<T> row, Span<double> scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(scores.Length, ClassCount, nameof(scores));
        Score(row, scores);
    }

    /// <summary>The scores x·W + intercept of a sparse row.</summary>
    /// <param name="columns">The columns of the row's entries, increasing, in [0, D).</param>
    /// <param name="values">Their values, as many, finite.</param>
    /// <param name="scores">Length K; overwritten.</param>
    /// <exception cref="ArgumentException">An argument breaks a rule above.</exception>
    public void Scores<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, Span<double> scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(scores.Length, ClassCount, nameof(scores));
        Span<double> padded = Room(_stride);
        Score(columns, values, padded);
        padded[..ClassCount].CopyTo(scores);
    }

    /// <summary>The classes with the highest scores, best first; of equals the lower first.</summary>
    /// <param name="row">Length D, finite.</param>
    /// <param name="classes">As many as are wanted, at most K; overwritten.</param>
    /// <param name="scores">As long as classes; overwritten with their scores.</param>
    /// <exception cref="ArgumentException">An argument breaks a rule above.</exception>
    public void Top<T>(ReadOnlySpan<T> row, Span<int> classes, Span<double> scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(scores.Length, classes.Length, nameof(scores));
        Span<double> all = Room(ClassCount);
        Score(row, all);
        Top(all, classes, scores);
    }

    /// <summary>The classes with the highest scores of a sparse row, best first; of equals the lower first.</summary>
    /// <param name="columns">The columns of the row's entries, increasing, in [0, D).</param>
    /// <param name="values">Their values, as many, finite.</param>
    /// <param name="classes">As many as are wanted, at most K; overwritten.</param>
    /// <param name="scores">As long as classes; overwritten with their scores.</param>
    /// <exception cref="ArgumentException">An argument breaks a rule above.</exception>
    public void Top<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, Span<int> classes, Span<double> scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(scores.Length, classes.Length, nameof(scores));
        Span<double> all = Room(_stride);
        Score(columns, values, all);
        Top(all[..ClassCount], classes, scores);
    }

    private static void Top(ReadOnlySpan<double> all, Span<int> classes, Span<double> scores)
    {
        LinearModel.Best(all, classes);
        for (int rank = 0; rank < classes.Length; rank++) scores[rank] = all[classes[rank]];
    }

    private void Score<T>(ReadOnlySpan<T> row, Span<double> scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FeatureGuards.RequireSupported<T>();
        RequireLength(row.Length, FeatureCount, nameof(row));
        _dense.Value.Scores(row, scores);
        if (!double.IsFinite(scores[0])) RequireFinite(row, nameof(row));
        AddBias(scores);
    }

    private void Score<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, Span<double> padded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FeatureGuards.RequireSupported<T>();
        RequireLength(values.Length, columns.Length, nameof(values));
        int previous = -1;
        foreach (int column in columns)
        {
            if (column <= previous || column >= FeatureCount)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"columns must increase and stay in [0, {FeatureCount}); got {column} after {previous}."), nameof(columns));
            previous = column;
        }
        SparseRow.Scores(columns, values, _byFeature.Value, padded);
        if (!double.IsFinite(padded[0])) RequireFinite(values, nameof(values));
        AddBias(padded);
    }

    private void AddBias(Span<double> scores)
    {
        for (int j = 0; j < _bias.Length; j++) scores[j] += _bias[j];
    }

    private double[] Lay(WeightMatrix weights, double[] target, WeightLayout layout)
    {
        for (int f = 0; f < FeatureCount; f++)
            for (int j = 0; j < ClassCount; j++)
                target[f * layout.FeatureStride + j * layout.ClassStride] = weights[f, j];
        return target;
    }

    private static Span<double> Room(int length)
    {
        if (!(t_scores?.Length >= length)) t_scores = new double[length];
        return t_scores.AsSpan(0, length);
    }

    private static void RequireLength(int length, int expected, string name)
    {
        if (length != expected)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} must have length {expected}; got {length}."), name);
    }

    /// <summary>A product with a feature that is not finite is not finite, whatever the weight; so the row is looked through only where a score is not.</summary>
    private static void RequireFinite<T>(ReadOnlySpan<T> values, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int e = 0; e < values.Length; e++)
            if (!T.IsFinite(values[e]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} must be finite; got {values[e]} at {e} (counted from 0)."), name);
    }
}
