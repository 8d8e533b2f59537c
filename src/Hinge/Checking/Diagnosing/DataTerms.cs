using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking.Diagnosing;

/// <summary>
/// The parts that programs put together, each (1/N) Σ_i x_i·coefficients_iᵀ over the whole data, D×K: what one pass
/// gives for one way to compute violations.
/// </summary>
/// <param name="WrongClass">Coefficients of the classes other than y.</param>
/// <param name="CorrectClass">Coefficients of y, as they should be.</param>
/// <param name="OncePerExample">−1 for y in every example that has a violation.</param>
/// <param name="StaleMargin">−1 for y where the margin left over from the turn before is positive.</param>
/// <param name="Sizes">(1/N) Σ_i |x_if|·Σ_j |coefficient_ij|, length D: how large the terms of row f are together.</param>
/// <param name="Choices">The terms at kinks; they are in none of the sums.</param>
/// <param name="LargestScore">The largest |s_ij|.</param>
internal sealed record DataTerms(
    WeightMatrix WrongClass,
    WeightMatrix CorrectClass,
    WeightMatrix OncePerExample,
    WeightMatrix StaleMargin,
    double[] Sizes,
    IReadOnlyList<KinkChoice> Choices,
    double LargestScore)
{
    /// <summary>One pass over the data.</summary>
    /// <param name="data">X and y.</param>
    /// <param name="loss">The loss whose coefficients are taken.</param>
    /// <param name="labelShift">What is added to each label, modulo K.</param>
    /// <param name="weights">W, D×K.</param>
    /// <param name="precision">What counts as a kink.</param>
    /// <param name="takesKinks">Whether the terms at kinks are taken as violated (code that tests ≥) instead of left out.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    public static DataTerms Compute(Dataset data, Loss loss, int labelShift, WeightMatrix weights, Precision precision, bool takesKinks, int threads)
    {
        FeatureMatrix features = data.Features;
        int n = data.ExampleCount, k = weights.ClassCount;
        WorkingWeights working = new(features, weights, biasScale: 0);
        double largestNorm = LargestColumnNorm(weights);
        Precision exact = new(isSingle: false, n, features.FeatureCount);
        int blocks = RowBlocks.GradientBlocks(features.NonzeroCount, 4L * weights.Values.Length);
        Part[] parts = new Part[blocks];
        RowBlocks.ForEach(n, blocks, threads, () => new double[working.ScoreLength], (block, first, end, scores) =>
        {
            Part part = parts[block] = new Part(features, k);
            bool staleIsPositive = first > 0 && LastMarginIsPositive(data, loss, labelShift, working, first - 1, scores);
            for (int i = first; i < end; i++)
            {
                int y = Label(data, i, labelShift, k);
                features.Scores(i, working, scores);
                Span<double> row = scores.AsSpan(0, k);
                foreach (double s in row)
                    part.LargestScore = Math.Max(part.LargestScore, Math.Abs(s));
                bool staleBeforeY = y == 0 ? staleIsPositive : loss.Violation(row, y, y - 1) > 0;
                staleIsPositive = loss.Violation(row, y, y == k - 1 ? k - 2 : k - 1) > 0;
                double bound = 2 * Math.Sqrt(features.SquaredNorm(i)) * largestNorm + LargestDelta(loss, y, k);
                int choicesBefore = part.Choices.Count;
                ExampleTerms.Coefficients(loss, row, y, i, precision.Violation(bound), exact.Violation(bound), part.Choices);
                if (takesKinks)
                    for (int c = choicesBefore; c < part.Choices.Count; c++) Take(part.Choices[c], row);
                part.Add(features, i, y, scores, k, staleBeforeY);
            }
        });
        return Join(parts, n);
    }

    /// <summary>The example's label as the program sees it.</summary>
    public static int Label(Dataset data, int example, int shift, int classCount) => (data.Labels[example] + shift + classCount) % classCount;

    private static void Take(KinkChoice choice, Span<double> coefficients)
    {
        if (choice.SharesOne) return;
        coefficients[choice.Column1] += choice.Value1;
        if (choice.Column2 >= 0) coefficients[choice.Column2] += choice.Value2;
    }

    private static bool LastMarginIsPositive(Dataset data, Loss loss, int labelShift, WorkingWeights weights, int example, double[] scores)
    {
        int k = weights.ClassCount, y = Label(data, example, labelShift, k);
        data.Features.Scores(example, weights, scores);
        return loss.Violation(scores.AsSpan(0, k), y, y == k - 1 ? k - 2 : k - 1) > 0;
    }

    private static double LargestDelta(Loss loss, int label, int classCount)
    {
        double largest = 1;
        for (int j = 0; loss.Delta is { } delta && j < classCount; j++)
            if (j != label) largest = Math.Max(largest, delta[label, j]);
        return largest;
    }

    private static double LargestColumnNorm(WeightMatrix weights)
    {
        double[] squares = new double[weights.ClassCount];
        for (int f = 0; f < weights.FeatureCount; f++)
            for (int j = 0; j < squares.Length; j++)
                squares[j] += weights[f, j] * weights[f, j];
        return Math.Sqrt(squares.Max());
    }

    private static DataTerms Join(Part[] parts, int exampleCount)
    {
        double[] sizes = new double[parts[0].Sizes.Length];
        foreach (Part part in parts)
            for (int f = 0; f < sizes.Length; f++)
                sizes[f] += part.Sizes[f] / exampleCount;
        return new DataTerms(
            Mean(parts, part => part.WrongClass),
            Mean(parts, part => part.CorrectClass),
            Mean(parts, part => part.OncePerExample),
            Mean(parts, part => part.StaleMargin),
            sizes,
            [.. parts.SelectMany(part => part.Choices)],
            parts.Max(part => part.LargestScore));

        WeightMatrix Mean(Part[] all, Func<Part, WorkingWeights> term)
        {
            WorkingWeights sum = Problem.AddAlongTree([.. all.Select(term)]);
            sum.Scale(1.0 / exampleCount);
            return sum.ToMatrix();
        }
    }

    /// <summary>The sums over one block of examples.</summary>
    private sealed class Part(FeatureMatrix features, int classCount)
    {
        private readonly double[] _buffer = new double[Kernels.SparseRow.Stride(classCount)];

        public WorkingWeights WrongClass { get; } = new(features, classCount, biasScale: 0);

        public WorkingWeights CorrectClass { get; } = new(features, classCount, biasScale: 0);

        public WorkingWeights OncePerExample { get; } = new(features, classCount, biasScale: 0);

        public WorkingWeights StaleMargin { get; } = new(features, classCount, biasScale: 0);

        public double[] Sizes { get; } = new double[features.FeatureCount];

        public List<KinkChoice> Choices { get; } = [];

        public double LargestScore { get; set; }

        public void Add(FeatureMatrix rows, int example, int label, double[] coefficients, int classes, bool staleIsPositive)
        {
            double correct = coefficients[label], size = 0;
            for (int j = 0; j < classes; j++)
                size += Math.Abs(coefficients[j]);
            coefficients[label] = 0;
            bool hasViolation = coefficients.AsSpan(0, classes).ContainsAnyExcept(0.0);
            if (hasViolation) rows.AddOuterProduct(example, coefficients, WrongClass);
            if (correct != 0) AddColumn(rows, example, label, correct, CorrectClass);
            if (hasViolation) AddColumn(rows, example, label, -1, OncePerExample);
            if (staleIsPositive) AddColumn(rows, example, label, -1, StaleMargin);
            if (size == 0) return;
            AbsoluteSum sum = new(Sizes, size);
            rows.VisitNonzeros(example, ref sum);
        }

        private void AddColumn(FeatureMatrix rows, int example, int column, double value, WorkingWeights target)
        {
            _buffer[column] = value;
            rows.AddOuterProduct(example, _buffer, target);
            _buffer[column] = 0;
        }
    }

    private readonly struct AbsoluteSum(double[] sizes, double factor) : INonzeroVisitor
    {
        public void Visit(int column, double value) => sizes[column] += factor * Math.Abs(value);
    }
}
