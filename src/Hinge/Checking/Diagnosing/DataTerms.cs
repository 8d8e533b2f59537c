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
/// <param name="Reach">The largest absolute partial sums of the first two, added, at the borders of the blocks summed.</param>
/// <param name="Spread">√((1/N) Σ_i (x_if·max_j |coefficient_ij|)²), length D: the size of a term of row f.</param>
/// <param name="Blocks">How many blocks there were.</param>
/// <param name="Choices">The terms at kinks; they are in none of the sums.</param>
/// <param name="LargestScore">The largest |s_ij|.</param>
internal sealed record DataTerms(
    WeightMatrix WrongClass,
    WeightMatrix CorrectClass,
    WeightMatrix OncePerExample,
    WeightMatrix StaleMargin,
    WeightMatrix Reach,
    double[] Spread,
    int Blocks,
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
        ExampleTerms terms = new(data, loss, weights, precision);
        int blocks = RowBlocks.GradientBlocks(features.NonzeroCount, 4L * weights.Values.Length);
        Part[] parts = new Part[blocks];
        RowBlocks.ForEach(n, blocks, threads, () => new double[working.ScoreLength], (block, first, end, scores) =>
        {
            Part part = parts[block] = new Part(features, k);
            LeftOverMargin leftOver = new(loss);
            // One example ahead of the block leaves its last margin behind.
            for (int i = Math.Max(0, first - 1); i < end; i++)
            {
                int y = Label(data, i, labelShift, k);
                features.Scores(i, working, scores);
                Span<double> row = scores.AsSpan(0, k);
                bool leftOverIsPositive = leftOver.IsPositiveAtCorrectClass(row, y);
                if (i < first) continue;
                foreach (double s in row)
                    part.LargestScore = Math.Max(part.LargestScore, Math.Abs(s));
                int choicesBefore = part.Choices.Count;
                terms.Coefficients(row, y, i, part.Choices);
                double choiceSize = 0;
                for (int c = choicesBefore; c < part.Choices.Count; c++)
                {
                    choiceSize++;
                    if (takesKinks) part.Choices[c].AddTo(row);
                }
                part.Add(features, i, y, scores, k, leftOverIsPositive, choiceSize);
            }
        });
        return Join(parts, n);
    }

    /// <summary>The example's label as the program sees it.</summary>
    public static int Label(Dataset data, int example, int shift, int classCount) => (data.Labels[example] + shift + classCount) % classCount;

    private static DataTerms Join(Part[] parts, int exampleCount)
    {
        // Partial sums first: adding along the tree changes the parts.
        WeightMatrix reach = Reached(parts, part => part.WrongClass, exampleCount);
        ProgramGradients.Add(reach, 1, Reached(parts, part => part.CorrectClass, exampleCount));
        double[] spread = new double[parts[0].Squares.Length];
        foreach (Part part in parts)
            for (int f = 0; f < spread.Length; f++)
                spread[f] += part.Squares[f] / exampleCount;
        for (int f = 0; f < spread.Length; f++)
            spread[f] = Math.Sqrt(spread[f]);
        return new DataTerms(
            Mean(parts, part => part.WrongClass),
            Mean(parts, part => part.CorrectClass),
            Mean(parts, part => part.OncePerExample),
            Mean(parts, part => part.StaleMargin),
            reach,
            spread,
            parts.Length,
            [.. parts.SelectMany(part => part.Choices)],
            parts.Max(part => part.LargestScore));

        WeightMatrix Mean(Part[] all, Func<Part, WorkingWeights> term)
        {
            WorkingWeights sum = Problem.AddAlongTree([.. all.Select(term)]);
            sum.Scale(1.0 / exampleCount);
            return sum.ToMatrix();
        }
    }

    private static WeightMatrix Reached(Part[] parts, Func<Part, WorkingWeights> term, int exampleCount)
    {
        WeightMatrix sum = term(parts[0]).ToMatrix(), reach = new(sum.FeatureCount, sum.ClassCount);
        for (int block = 0; ; block++)
        {
            for (int e = 0; e < reach.Values.Length; e++)
                reach.Values[e] = Math.Max(reach.Values[e], Math.Abs(sum.Values[e]) / exampleCount);
            if (block + 1 == parts.Length) return reach;
            ProgramGradients.Add(sum, 1, term(parts[block + 1]).ToMatrix());
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

        /// <summary>Σ_i (x_if·max_j |coefficient_ij|)².</summary>
        public double[] Squares { get; } = new double[features.FeatureCount];

        public List<KinkChoice> Choices { get; } = [];

        public double LargestScore { get; set; }

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
    }

    private readonly struct SumOfSquares(double[] squares, double factor) : INonzeroVisitor
    {
        public void Visit(int column, double value) => squares[column] += factor * value * value;
    }
}
