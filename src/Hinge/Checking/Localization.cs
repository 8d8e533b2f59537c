using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Models;

namespace Hinge.Checking;

/// <summary>Where a wrong gradient is wrong, by halving: directions confined to some columns, then to some rows of these; then some of the examples.</summary>
internal static class Localization
{
    /// <summary>How many places are told at most: more is everywhere.</summary>
    public const int Listed = 16;

    public static List<int> Columns(ProbedFunction function, DirectionProbe probe, double scale, int seed) =>
        Halve(function.ClassCount, (first, end) => IsWrong(function, probe, scale, seed, (_, j) => j >= first && j < end));

    public static List<int> Features(ProbedFunction function, DirectionProbe probe, double scale, int seed, IReadOnlyList<int> columns) =>
        Halve(function.FeatureCount, (first, end) => IsWrong(function, probe, scale, seed, (f, j) => f >= first && f < end && (columns.Count == 0 || columns.Contains(j))));

    /// <summary>The examples whose own loss has a wrong gradient.</summary>
    /// <param name="program">The function under test on any data.</param>
    /// <param name="data">All examples.</param>
    /// <param name="weights">W.</param>
    /// <param name="options">The options of the check.</param>
    /// <param name="firstDistance">The distance of the step tried first on a part of the data, from the probe on all.</param>
    /// <param name="evaluations">Counts on.</param>
    public static List<int> Examples(Func<Dataset, ValueAndGradient> program, Dataset data, WeightMatrix weights, GradientCheckOptions options, double firstDistance, ref int evaluations)
    {
        int count = 0;
        List<int> found = Halve(data.ExampleCount, (first, end) =>
        {
            Dataset part = data.Select([.. Enumerable.Range(first, end - first)]);
            ProbedFunction function = new(program(part), weights, options.Precision, options.Seed);
            DirectionProbe probe = new(function, options.Tolerance, kinks: null) { FirstDistance = firstDistance };
            bool isWrong = !double.IsFinite(function.Value) || function.BadEntry >= 0
                || IsWrong(function, probe, Steps.Scale(function.Weights), options.Seed, (_, _) => true);
            count += function.Evaluations;
            return isWrong;
        });
        evaluations += count;
        return found;
    }

    private static bool IsWrong(ProbedFunction function, DirectionProbe probe, double scale, int seed, Func<int, int, bool> isIn)
    {
        RandomOrder random = new(seed);
        double[] direction = Directions.Signs(function.Weights.Length, random);
        int entries = 0;
        for (int e = 0; e < direction.Length; e++)
        {
            // Of sizes alike, so that no entry is passed over, but not the same, so that errors do not cancel.
            direction[e] *= 0.5 + random.NextDouble();
            if (isIn(e / function.ClassCount, e % function.ClassCount)) entries++;
            else direction[e] = 0;
        }
        return probe.Run(direction, scale, Directions.Strictness(entries)).Verdict == Verdict.Wrong;
    }

    private static List<int> Halve(int count, Func<int, int, bool> isWrong)
    {
        List<int> found = [];
        Visit(0, count);
        return found;

        void Visit(int first, int end)
        {
            if (found.Count == Listed || !isWrong(first, end)) return;
            if (end - first == 1)
            {
                found.Add(first);
                return;
            }
            int middle = first + (end - first) / 2;
            Visit(first, middle);
            Visit(middle, end);
        }
    }
}
