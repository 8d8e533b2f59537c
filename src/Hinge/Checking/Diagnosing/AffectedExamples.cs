using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking.Diagnosing;

/// <summary>The examples whose part in the gradient a mistaken program gets wrong: where its coefficients are not the right ones.</summary>
/// <remarks>Terms within rounding of their kinks are left out of both: whether a program takes them is no mistake.</remarks>
internal static class AffectedExamples
{
    /// <summary>Coefficients that differ by less are the same but for rounding.</summary>
    private const double SameCoefficient = 1e-9;

    /// <param name="form">The data and the loss meant.</param>
    /// <param name="weights">W, D×K.</param>
    /// <param name="scores">The scores at W.</param>
    /// <param name="program">The program with its mistakes; its factors and its orientation are not looked at, they are of no example.</param>
    /// <param name="precision">What counts as a kink.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    public static IReadOnlyList<int> Find(MeanForm form, WeightMatrix weights, ScoreTable scores, GradientProgram program, Precision precision, int threads)
    {
        int n = form.Data.ExampleCount, k = weights.ClassCount, blocks = RowBlocks.ScanBlocks(n);
        Loss loss = program.LossFor(form.Loss);
        ExampleTerms right = new(form.Data, form.Loss, weights, precision), mistaken = new(form.Data, loss, weights, precision);
        List<int>[] found = new List<int>[blocks];
        RowBlocks.ForEach(n, blocks, threads, () => (new double[scores.ScoreLength], new double[k]), (block, first, end, buffers) =>
        {
            found[block] = [];
            LeftOverMargin leftOver = new(loss);
            List<KinkChoice> choices = [];
            // One example ahead of the block leaves its last margin behind.
            for (int i = Math.Max(0, first - 1); i < end; i++)
            {
                int y = form.Data.Labels[i], seen = DataTerms.Label(form.Data, i, program.LabelShift, k);
                scores.Read(i, buffers.Item1);
                Span<double> expected = buffers.Item1.AsSpan(0, k), actual = buffers.Item2;
                expected.CopyTo(actual);
                bool leftOverIsPositive = leftOver.IsPositiveAtCorrectClass(expected, seen);
                if (i < first) continue;
                right.Coefficients(expected, y, i, choices);
                mistaken.Coefficients(actual, seen, i, choices);
                choices.Clear();
                program.Spoil(actual, seen, leftOverIsPositive);
                if (Differ(expected, actual)) found[block].Add(i);
            }
        });
        return [.. found.SelectMany(examples => examples)];
    }

    private static bool Differ(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        for (int j = 0; j < expected.Length; j++)
            if (Math.Abs(expected[j] - actual[j]) > SameCoefficient) return true;
        return false;
    }
}
