using Hinge.Kernels.Reference;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Playground.Sessions;

namespace Hinge.Playground.Tests.Sessions;

public sealed class PlaneAnswerTests
{
    /// <summary>Sums of some hundred products of numbers below 100, in another order.</summary>
    private const double Rounding = 1e-11;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gradient_OfAPreset_IsTheStudentsLoopsDividedByN(int preset)
    {
        PlaneState state = PlanePresets.All[preset].State;
        PlaneAnswer answer = new(state);
        int n = state.Points.Length;
        double[] gradient = new double[state.Weights.Length];
        double loss = StudentLoops.Dense([.. state.Points.SelectMany(p => new[] { p.X, p.Y, 1 })], [.. state.Points.Select(p => p.Label)], state.Weights.AsSpan(), state.ClassCount, state.Delta, gradient);
        Assert.Equal(loss / n + state.Lambda * state.Weights.Sum(w => w * w), answer.Value, tolerance: Rounding);
        for (int e = 0; e < gradient.Length; e++)
            Assert.Equal(gradient[e] / n + 2 * state.Lambda * state.Weights[e], answer.Gradient.Values[e], tolerance: Rounding);
    }

    [Fact]
    public void Arrows_OfEveryLoss_AddUpToTheirTotals()
    {
        foreach (string loss in Loss.Names)
        {
            PlaneState state = PlanePresets.All[2].State with { LossName = loss };
            for (int i = 0; i < state.Points.Length; i++)
            {
                PlaneAnswer answer = new(state with { Selected = i });
                foreach (ColumnArrows column in ColumnArrows.OfExample(answer).Concat(ColumnArrows.OfAll(answer)))
                {
                    Assert.Equal(column.Total.X, column.Parts.Sum(part => part.X), tolerance: Rounding);
                    Assert.Equal(column.Total.Y, column.Parts.Sum(part => part.Y), tolerance: Rounding);
                }

                // Of the parts of all, the example's own and the penalty's are what is left where no other example is.
                PlaneState alone = state with { Points = [state.Points[i]], Selected = 0 };
                WeightMatrix own = new PlaneAnswer(alone with { Lambda = 0 }).Gradient, penalized = new PlaneAnswer(alone).Gradient;
                foreach (ColumnArrows column in ColumnArrows.OfAll(answer))
                    for (int f = 0; f < 2; f++)
                    {
                        double Part(string kind) => f == 0 ? column.Parts.Single(part => part.Kind == kind).X : column.Parts.Single(part => part.Kind == kind).Y;
                        Assert.Equal(own[f, column.Class] / state.Points.Length, Part("term"), tolerance: Rounding);
                        Assert.Equal(penalized[f, column.Class] - own[f, column.Class], Part("penalty"), tolerance: Rounding);
                    }
            }
        }
    }

    [Fact]
    public void Arrows_OfTheRightClass_AreOneForEachViolatingClass()
    {
        PlaneAnswer answer = new(PlanePresets.All[0].State);
        ColumnArrows own = ColumnArrows.OfExample(answer)[answer.Selected.Label];
        Assert.Equal(2, own.Parts.Count);
        Assert.Equal(answer.Selected.Violated.Select(term => (int?)term.Class), own.Parts.Select(part => part.Class));
    }

    [Fact]
    public void Slope_OfEveryLossAndEntry_AgreesWithTheNumericOne()
    {
        foreach (string loss in Loss.Names)
            for (int f = 0; f < PlaneState.FeatureCount; f++)
                for (int j = 0; j < 4; j++)
                {
                    EntrySlope slope = EntrySlope.Of(new PlaneAnswer(PlanePresets.All[2].State with { LossName = loss, EntryFeature = f, EntryClass = j }));
                    Assert.True(slope.Check.Verdict is Checking.Diagnosing.Verdict.Correct, $"{loss}, W[{f}, {j}]: {slope}");
                    Assert.Equal(slope.Analytic, slope.Check.Analytic);
                }
    }

    [Fact]
    public void Slope_AtAKink_IsBetweenTheOneSidedOnes()
    {
        // At W = 0 with Δ = 1 no term is at its kink; one point with w₀₁ = −1 and x = (1, 0): v = −1 + 1 = 0.
        PlaneState state = new() { Points = [new PlanePoint(1, 0, 0)], ClassCount = 2, Weights = [0, -1, 0, 0, 0, 0], Lambda = 0, EntryFeature = 0, EntryClass = 1 };
        EntrySlope slope = EntrySlope.Of(new PlaneAnswer(state));
        Assert.True(slope.Check.IsAtKink, slope.ToString());
        Assert.Equal(0, slope.Check.Left, tolerance: 1e-6);
        Assert.Equal(1, slope.Check.Right, tolerance: 1e-6);
    }

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("crammer-singer")]
    [InlineData("one-vs-rest")]
    public void Kinks_OfACurve_AreWhereItsSlopeJumpsAndNowhereElse(string loss)
    {
        for (int f = 0; f < PlaneState.FeatureCount; f++)
            for (int j = 0; j < 3; j++)
            {
                PlaneState state = PlanePresets.All[0].State with { LossName = loss, Lambda = 0, EntryFeature = f, EntryClass = j };
                EntryCurve curve = EntryCurve.Of(new PlaneAnswer(state));
                double[] places = [-3, .. curve.Kinks, 3];
                for (int p = 1; p < places.Length; p++)
                {
                    // Between neighbouring kinks F is a straight line. A hundredth of the way is left out: kinks nearer than a place to draw are one.
                    double from = places[p - 1], to = places[p], room = 0.008;
                    if (to - from < 3 * room) continue;
                    Assert.Equal(Slope(state, from + room), Slope(state, to - room), tolerance: 1e-9);
                    if (p < places.Length - 1 && places[p + 1] - to > 2 * room) Assert.True(Slope(state, to + room) - Slope(state, to - room) > 1e-6, $"{loss}, W[{f}, {j}]: no kink at {to}");
                }
            }
    }

    [Fact]
    public void Kinks_OfSmoothLosses_AreNone()
    {
        foreach (string loss in new[] { "softmax", "squared-weston-watkins", "squared-one-vs-rest" })
            Assert.Empty(EntryCurve.Of(new PlaneAnswer(PlanePresets.All[0].State with { LossName = loss })).Kinks);
    }

    [Fact]
    public void Optimum_OfEveryLoss_HasNoGradientLeft()
    {
        foreach (string loss in new[] { "softmax", "squared-weston-watkins", "squared-one-vs-rest" })
        {
            (PlaneState best, double gap) = Optimum.Of(new PlaneAnswer(PlanePresets.All[0].State with { LossName = loss }))!.Value;
            Assert.InRange(gap, double.NegativeInfinity, 1e-8);
            // ½‖W − W*‖² is at most the gap's share of the objective, and the gradient is Lipschitz: far below this.
            Assert.InRange(Math.Sqrt(new PlaneAnswer(best).Gradient.SquaredNorm()), 0, 0.02);
        }
    }

    [Fact]
    public void Optimum_OutOfRange_IsNone() => Assert.Null(Optimum.Of(new PlaneAnswer(PlanePresets.All[0].State with { Lambda = 1e-320 })));

    private static double Slope(PlaneState state, double weight) =>
        new PlaneAnswer(state.WithWeight(state.EntryFeature, state.EntryClass, weight)).Gradient[state.EntryFeature, state.EntryClass];
}
