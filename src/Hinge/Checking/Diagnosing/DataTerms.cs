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
    /// <param name="scores">The scores at W.</param>
    /// <param name="parts">Buffers, made in the first pass and used again in others.</param>
    /// <param name="precision">What counts as a kink.</param>
    /// <param name="takesKinks">Whether the terms at kinks are taken as violated (code that tests ≥) instead of left out.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    public static DataTerms Compute(Dataset data, Loss loss, int labelShift, WeightMatrix weights, ScoreTable scores, ref BlockTerms[]? parts, Precision precision, bool takesKinks, int threads)
    {
        FeatureMatrix features = data.Features;
        int n = data.ExampleCount, k = weights.ClassCount;
        ExampleTerms terms = new(data, loss, weights, precision);
        int blocks = RowBlocks.GradientBlocks(features.NonzeroCount, 4L * weights.Values.Length);
        BlockTerms[] all = parts ??= [.. Enumerable.Range(0, blocks).Select(_ => new BlockTerms(features, k))];
        RowBlocks.ForEach(n, blocks, threads, () => new double[scores.ScoreLength], (block, first, end, buffer) =>
        {
            BlockTerms part = all[block];
            part.Clear();
            LeftOverMargin leftOver = new(loss);
            // One example ahead of the block leaves its last margin behind.
            for (int i = Math.Max(0, first - 1); i < end; i++)
            {
                int y = Label(data, i, labelShift, k);
                scores.Read(i, buffer);
                Span<double> row = buffer.AsSpan(0, k);
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
                part.Add(features, i, y, buffer, k, leftOverIsPositive, choiceSize);
            }
        });
        return Join(all, n);
    }

    /// <summary>The example's label as the program sees it.</summary>
    public static int Label(Dataset data, int example, int shift, int classCount) => (data.Labels[example] + shift + classCount) % classCount;

    private static DataTerms Join(BlockTerms[] parts, int exampleCount)
    {
        // Partial sums first: adding along the tree changes the parts.
        WorkingWeights sum = parts[0].NewSum(), largest = parts[0].NewSum();
        WeightMatrix reach = Reached(parts, part => part.WrongClass, sum, largest, exampleCount);
        ProgramGradients.Add(reach, 1, Reached(parts, part => part.CorrectClass, sum, largest, exampleCount));
        double[] spread = new double[parts[0].Squares.Length];
        foreach (BlockTerms part in parts)
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

        WeightMatrix Mean(BlockTerms[] all, Func<BlockTerms, WorkingWeights> term)
        {
            WorkingWeights total = WorkingWeights.AddAlongTree([.. all.Select(term)]);
            total.Scale(1.0 / exampleCount);
            return total.ToMatrix();
        }
    }

    private static WeightMatrix Reached(BlockTerms[] parts, Func<BlockTerms, WorkingWeights> term, WorkingWeights sum, WorkingWeights reach, int exampleCount)
    {
        sum.CopyFrom(term(parts[0]));
        reach.Values.AsSpan().Clear();
        for (int block = 0; ; block++)
        {
            for (int e = 0; e < reach.Values.Length; e++)
                reach.Values[e] = Math.Max(reach.Values[e], Math.Abs(sum.Values[e]) / exampleCount);
            if (block + 1 == parts.Length) return reach.ToMatrix();
            sum.Add(1, term(parts[block + 1]));
        }
    }
}
