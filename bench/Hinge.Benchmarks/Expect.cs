namespace Hinge.Benchmarks;

/// <summary>What must agree with the reference before anything is timed.</summary>
internal static class Expect
{
    /// <summary>|expected − actual| ≤ tolerance·max(1, |expected|).</summary>
    public static void Close(double expected, double actual, double tolerance, string what)
    {
        if (!(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected))))
            throw new InvalidOperationException($"{what} is wrong: {actual} instead of {expected}. Nothing was timed.");
    }

    /// <summary>‖expected − actual‖ ≤ tolerance·‖expected‖.</summary>
    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        double difference = 0, norm = 0;
        for (int e = 0; e < expected.Length; e++)
        {
            difference += (expected[e] - actual[e]) * (expected[e] - actual[e]);
            norm += expected[e] * expected[e];
        }
        if (!(Math.Sqrt(difference) <= tolerance * Math.Sqrt(norm)))
            throw new InvalidOperationException($"{what} is wrong: off by {Math.Sqrt(difference)} where its norm is {Math.Sqrt(norm)}. Nothing was timed.");
    }
}
