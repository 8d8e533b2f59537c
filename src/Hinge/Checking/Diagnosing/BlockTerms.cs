using Hinge.Data;
using Hinge.Models;

namespace Hinge.Checking.Diagnosing;

/// <summary>The sums over one block of examples, for one pass after the other: buffers of D×K are too large to be thrown away each time.</summary>
internal sealed class BlockTerms(FeatureMatrix features, int classCount)
{
    private readonly double[] _buffer = new double[Kernels.SparseRow.Stride(classCount)];

    public WorkingWeights WrongClass { get; } = NewSum(features, classCount);

    public WorkingWeights CorrectClass { get; } = NewSum(features, classCount);

    public WorkingWeights OncePerExample { get; } = NewSum(features, classCount);

    public WorkingWeights StaleMargin { get; } = NewSum(features, classCount);

    /// <summary>Σ_i (x_if·max_j |coefficient_ij|)².</summary>
    public double[] Squares { get; } = new double[features.FeatureCount];

    public List<KinkChoice> Choices { get; } = [];

    public double LargestScore { get; set; }

    /// <summary>A sum of zero of the same shape.</summary>
    public WorkingWeights NewSum() => NewSum(features, classCount);

    /// <summary>Makes it ready for another pass.</summary>
    public void Clear()
    {
        foreach (WorkingWeights sum in new[] { WrongClass, CorrectClass, OncePerExample, StaleMargin }) sum.Values.AsSpan().Clear();
        Squares.AsSpan().Clear();
        Choices.Clear();
        LargestScore = 0;
    }

    public void Add(FeatureMatrix rows, int example, int label, double[] coefficients, int classes, bool staleIsPositive, double choiceSize)
    {
        double correct = coefficients[label], size = choiceSize;
        for (int j = 0; j < classes; j++)
            size = Math.Max(size, Math.Abs(coefficients[j]));
        coefficients[label] = 0;
        bool hasViolation = coefficients.AsSpan(0, classes).ContainsAnyExcept(0.0);
        if (hasViolation) rows.AddOuterProduct(example, coefficients, WrongClass);
        if (correct != 0) AddColumn(rows, example, label, correct, CorrectClass);
        if (hasViolation) AddColumn(rows, example, label, -1, OncePerExample);
        if (staleIsPositive) AddColumn(rows, example, label, -1, StaleMargin);
        if (size == 0) return;
        SumOfSquares sum = new(Squares, size * size);
        rows.VisitNonzeros(example, ref sum);
    }

    private void AddColumn(FeatureMatrix rows, int example, int column, double value, WorkingWeights target)
    {
        _buffer[column] = value;
        rows.AddOuterProduct(example, _buffer, target);
        _buffer[column] = 0;
    }

    private static WorkingWeights NewSum(FeatureMatrix rows, int classes) => new(rows, classes, biasScale: 0);

    private readonly struct SumOfSquares(double[] squares, double factor) : INonzeroVisitor
    {
        public void Visit(int column, double value) => squares[column] += factor * value * value;
    }
}
