using Hinge.Playground.Components.Shared;

namespace Hinge.Playground.Tests.Components;

public sealed class ChartScaleTests
{
    [Theory]
    [InlineData(-3, 3, 7, new[] { -3.0, -2, -1, 0, 1, 2, 3 })]
    [InlineData(0, 0.04, 4, new[] { 0, 0.01, 0.02, 0.03, 0.04 })]
    [InlineData(97, 1203, 5, new[] { 500.0, 1000 })]
    public void Ticks_AreRoundAndWithin(double from, double to, int count, double[] expected)
    {
        IReadOnlyList<double> ticks = ChartScale.Ticks(from, to, count);
        Assert.Equal(expected.Length, ticks.Count);
        for (int t = 0; t < expected.Length; t++) Assert.Equal(expected[t], ticks[t], tolerance: 1e-12 * to);
    }

    [Theory]
    [InlineData(9e14, 9e14 + 0.125)]
    [InlineData(-1e300, 1e300)]
    [InlineData(5e-324, 1e-323)]
    public void Ticks_OfRangesAtTheEndOfDoubles_AreFew(double from, double to) => Assert.InRange(ChartScale.Ticks(from, to, 5).Count, 1, 11);

    [Fact]
    public void LogTicks_FromZero_AreFew() => Assert.InRange(new ChartScale(0, 1, 0, 1) { IsLogY = true }.YTicks.Count, 1, 11);

    [Fact]
    public void LogScale_PlacesPowersEvenly()
    {
        ChartScale scale = new(0, 1, 1e-6, 1) { IsLogY = true };
        Assert.Equal([1e-6, 1e-4, 1e-2, 1], scale.YTicks.Where((_, t) => t % 2 == 0).Select(tick => Math.Round(tick, 6)));
        Assert.Equal(scale.Y(1e-6) - scale.Y(1e-3), scale.Y(1e-3) - scale.Y(1), tolerance: 1e-9);
        Assert.Equal(scale.Bottom, scale.Y(0), tolerance: 1e-9);
    }
}
