using System.Globalization;
using Xunit;
using Xunit.Sdk;

namespace Hinge.Testing;

/// <summary>Comparisons whose failure text has the shape, the index, both values and the tolerance.</summary>
public static class MatrixAssert
{
    /// <summary>Every entry within an absolute tolerance; NaN agrees with NaN, and an infinity with itself.</summary>
    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, int columns, double tolerance, string what = "matrix")
    {
        RequireLength(expected.Length, actual.Length, columns, what);
        for (int e = 0; e < expected.Length; e++)
        {
            if (!Agrees(expected[e], actual[e], tolerance))
                Fail(expected.Length, columns, e, expected[e], actual[e], tolerance, what);
        }
    }

    /// <summary>Every entry within relative·max(1, largest magnitude expected).</summary>
    public static void CloseRelative(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, int columns, double relative, string what = "matrix")
    {
        double scale = 1;
        foreach (double value in expected)
            if (double.IsFinite(value)) scale = Math.Max(scale, Math.Abs(value));
        Close(expected, actual, columns, relative * scale, what);
    }

    /// <summary>Every entry the same bits.</summary>
    public static void SameBits(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, int columns, string what = "matrix")
    {
        RequireLength(expected.Length, actual.Length, columns, what);
        for (int e = 0; e < expected.Length; e++)
        {
            if (BitConverter.DoubleToInt64Bits(expected[e]) != BitConverter.DoubleToInt64Bits(actual[e]))
                Fail(expected.Length, columns, e, expected[e], actual[e], 0, what);
        }
    }

    /// <summary>One number within relative·max(1, |expected|).</summary>
    public static void Close(double expected, double actual, double relative, string what = "value") =>
        CloseRelative([expected], [actual], 1, relative, what);

    /// <summary>lower ≤ upper + slack.</summary>
    public static void AtMost(double lower, double upper, double slack, string what)
    {
        if (!(lower <= upper + slack))
            throw new XunitException(Text($"{what}: {lower:R} must be at most {upper:R} (slack {slack:R}, off by {lower - upper:R})"));
    }

    private static bool Agrees(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || expected == actual || Math.Abs(expected - actual) <= tolerance;

    private static void RequireLength(int expected, int actual, int columns, string what) =>
        Assert.True(expected == actual, Text($"{what}: expected {expected} numbers ({columns} columns), got {actual}"));

    private static void Fail(int length, int columns, int e, double expected, double actual, double tolerance, string what)
    {
        int width = Math.Max(1, columns);
        throw new XunitException(Text(
            $"{what}: {length / width}×{width}, at [{e / width}, {e % width}] expected {expected:R}, got {actual:R}, off by {actual - expected:R}, tolerance {tolerance:R}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
