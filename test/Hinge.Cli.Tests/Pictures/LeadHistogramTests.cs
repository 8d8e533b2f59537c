using CsCheck;
using Hinge.Cli.Pictures;
using Hinge.Models;

namespace Hinge.Cli.Tests.Pictures;

public sealed class LeadHistogramTests
{
    private static readonly Gen<(double Lead, double SquaredNorm, bool IsRight)> Rows = Gen.Select(Gen.Double[-9, 3].Select(power => Math.Pow(10, power)), Gen.Double[0.01, 100], Gen.Bool);

    private static readonly double[] Leads = [0.11, 0.12, 0.13, 0.9, 0.05];

    [Fact]
    public void Of_AnyLeads_TheBinsBeyondTheThresholdHoldTheCertified() => Gen.Select(Rows.Array[1, 60], Gen.Double[-6, 1]).Sample((rows, power) =>
    {
        double bound = Math.Pow(10, power);
        Outcome[] outcomes = [.. rows.Select(row => Of(row.Lead, row.SquaredNorm, row.IsRight, bound))];
        LeadHistogram histogram = LeadHistogram.Of(outcomes, bound);
        Assert.Equal(rows.Count(row => row.IsRight), histogram.Right.Sum());
        Assert.Equal(rows.Count(row => !row.IsRight), histogram.Wrong.Sum());
        int edge = (int)Math.Round((histogram.Threshold!.Value - histogram.Low) / LeadHistogram.BinWidth);
        int certified = histogram.Right.Skip(edge).Sum() + histogram.Wrong.Skip(edge).Sum();
        // A bound more than six decades below the largest lead is off the page; then the first bin holds what is left.
        if (edge > 0) Assert.Equal(rows.Count(row => row.Lead > Math.Sqrt(2 * row.SquaredNorm) * bound), certified);
    });

    [Fact]
    public void Of_LeadsWithinBins_AreCountedWhereTheyBelong()
    {
        // ‖x‖² = ½, so that a lead is its own weight distance; the bins' edges are 10^(−1 + i/10).
        Outcome[] outcomes = [.. Leads.Select(lead => Of(lead, 0.5, isRight: lead != 0.9, bound: 0.1))];
        LeadHistogram histogram = LeadHistogram.Of(outcomes, 0.1);
        int edge = (int)Math.Round((-1 - histogram.Low) / LeadHistogram.BinWidth);
        Assert.Equal(-1, histogram.Threshold!.Value, 1e-12);
        Assert.Equal((2, 1), (histogram.Right[edge], histogram.Right[edge + 1]));
        Assert.Equal(1, histogram.Wrong[edge + 9]);
        Assert.Equal(1, histogram.Right[edge - 4]);
    }

    [Theory]
    [InlineData(0, 1, 1e-3)]
    [InlineData(0, 0, 1e-3)]
    [InlineData(double.PositiveInfinity, 1, 1e-3)]
    [InlineData(1, 1, double.PositiveInfinity)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 1e300)]
    public void Of_OneStrangeLead_IsCountedOnce(double lead, double squaredNorm, double bound)
    {
        LeadHistogram histogram = LeadHistogram.Of([Of(lead, squaredNorm, isRight: true, bound)], bound);
        Assert.Equal((1, 0), (histogram.Right.Sum(), histogram.Wrong.Sum()));
        Assert.True(double.IsFinite(histogram.Low) && double.IsFinite(histogram.High) && histogram.High > histogram.Low, $"{histogram.Low} to {histogram.High}");
        Assert.Equal(double.IsFinite(bound), histogram.Threshold is not null);
        Assert.InRange(histogram.Right.Count, 1, 70);
    }

    private static Outcome Of(double lead, double squaredNorm, bool isRight, double bound) =>
        new(0, isRight ? 0 : 1, lead, isRight ? 0 : lead, squaredNorm, lead > (double.IsFinite(bound) ? Math.Sqrt(2 * squaredNorm) * bound : double.PositiveInfinity));
}
