using Hinge.Checking;
using Hinge.Checking.StudentPrograms;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tests.Checking;

/// <summary>The student's three programs, turn by turn by hand, and what sets them apart over many examples.</summary>
public sealed class StudentProgramsTests
{
    private const double Tolerance = 1e-10;

    private static readonly StudentProgram Meant = StudentProgram.All[0], First = StudentProgram.All[1], Second = StudentProgram.All[2];

    [Fact]
    public void Programs_LeftOverMarginNegative_PartAtTheCorrectClass()
    {
        // s = (−2¾, −1¼, ¼), y = 1: margins −½, then the correct class, then 2½.
        ProgramTrace meant = Trace(Meant, 1), first = Trace(First, 1), second = Trace(Second, 1);
        Assert.Equal([new ProgramTurn(0, 0.75, false, -0.5, 0, 0, 0), new ProgramTurn(1, -0.5, false, null, 0, 0, 0), new ProgramTurn(2, -0.5, false, 2.5, 2.5, 1, 1)], meant.Turns);
        Assert.Equal([meant.Turns[0], new ProgramTurn(1, -0.5, true, 1, 1, 1, 1), meant.Turns[2] with { LeftOver = 1 }], first.Turns);
        Assert.Equal([meant.Turns[0], new ProgramTurn(1, -0.5, true, null, 0, 0, 0), meant.Turns[2] with { Subtracted = 0 }], second.Turns);
        Assert.Equal((2.5, 3.5, 2.5), (meant.Loss, first.Loss, second.Loss));
        Assert.Equal([0, -1, 1], meant.Coefficients());
        Assert.Equal([0, -1, 1], first.Coefficients());
        Assert.Equal([0, 0, 1], second.Coefficients());
        Assert.Equal(1, first.PartsFrom(meant));
        Assert.Equal(2, second.PartsFrom(meant));
    }

    [Fact]
    public void Programs_LeftOverMarginPositive_OnlyTheSecondParts()
    {
        // s = (1, ¾, ½), y = 1: margins 1¼ and ¾.
        ProgramTrace meant = Trace(Meant, 0), first = Trace(First, 0), second = Trace(Second, 0);
        Assert.Null(first.PartsFrom(meant));
        Assert.Equal(0, second.PartsFrom(meant));
        Assert.Equal(new ProgramTurn(1, 1.25, true, null, 0, 0, 1), second.Turns[1]);
        Assert.Equal([1, -2, 1], meant.Coefficients());
        Assert.Equal([1, -2, 1], first.Coefficients());
        Assert.Equal([1, -1, 1], second.Coefficients());
    }

    [Fact]
    public void Programs_ClassZero_TestTheMarginOfTheExampleBefore()
    {
        // The example before ends with class 2's margin of 2½.
        ProgramTrace second = Trace(Second, 2);
        Assert.Equal(new ProgramTurn(0, 2.5, true, null, 0, 0, 1), second.Turns[0]);
        Assert.Equal([-1, 1, 1], second.Coefficients());
        Assert.Equal([-2, 1, 1], Trace(Meant, 2).Coefficients());
    }

    [Fact]
    public void Programs_FirstExampleOfClassZero_MeetAnUndefinedMargin()
    {
        double[] scores = [0, 0.5, 0.25];
        Delta delta = new();
        ProgramTrace first = First.Run(scores, 0, delta, null), second = Second.Run(scores, 0, delta, null);
        Assert.True(first.Turns[0].TestsUndefined);
        Assert.True(second.Turns[0].TestsUndefined);
        Assert.False(Meant.Run(scores, 0, delta, null).Turns[0].TestsUndefined);
        // Not positive: the first computes Δ and adds it, the second subtracts nothing.
        Assert.Equal(1.5 + 1.25 + 1, first.Loss);
        Assert.Equal([0, 1, 1], second.Coefficients());
    }

    [Fact]
    public void Programs_CorrectClassLast_LeavesDeltaBehindInTheFirst()
    {
        double[] scores = [-3, -3, 0];
        Delta delta = new(0.5);
        Assert.Equal(-2.5, Meant.Run(scores, 2, delta, 1).MarginAfter);
        Assert.Equal(0.5, First.Run(scores, 2, delta, 1).MarginAfter);
        Assert.Equal(-2.5, Second.Run(scores, 2, delta, 1).MarginAfter);
    }

    [Theory]
    [InlineData(1.0, 3)]
    [InlineData(0.5, 4)]
    [InlineData(2.0, 2)]
    public void Programs_ManyExamples_DifferAsTheyShould(double margin, int k)
    {
        const int N = 200, D = 4;
        Delta delta = new(margin);
        Dataset data = ExplanationExamples.Random(N, D, k, seed: k);
        WeightMatrix weights = WeightMatrix.Random(D, k, 1, seed: 9), gradient = new(D, k);
        MeanForm form = new(data, new WestonWatkins(delta));
        double loss = form.ValueAndGradient(weights, gradient);
        ProgramTotals meant = Meant.Totals(data, weights, delta), first = First.Totals(data, weights, delta), second = Second.Totals(data, weights, delta);

        // Meant: the gradient itself, and example by example its explanation.
        Assert.Equal(loss * N, meant.Loss, Tolerance);
        RequireEqual([.. gradient.Values.ToArray().Select(g => g * N)], meant.Gradient);
        int counted = 0;
        double[] missing = new double[D * k];
        double? leftOver = null;
        for (int i = 0; i < N; i++)
        {
            int y = data.Labels[i];
            Explanation explanation = Explanation.Of(data, form.Loss, weights, i);
            ProgramTrace trace = Meant.Trace(data, weights, i, delta), stepwise = Second.Trace(data, weights, i, delta);
            Assert.Equal(explanation.Loss, trace.Loss, Tolerance);
            Assert.Equal(explanation.Terms.Select(term => (int)term.Coefficient), trace.Coefficients());
            Assert.Equal(leftOver, trace.LeftOver);

            // What margin holds when the meant program comes to j == y; for the first program it is Δ > 0 at times.
            if (First.Trace(data, weights, i, delta).Turns[y].Margin is not null) counted++;
            double? stale = y == 0 ? leftOver : trace.Turns[y - 1].Margin;
            int subtracted = stale > 0 ? 1 : 0;
            Assert.Equal(-subtracted, stepwise.Coefficients()[y]);
            double[] x = ExplanationExamples.Row(data, i);
            for (int f = 0; f < D; f++)
                missing[f * k + y] += (explanation.Violated.Count() - subtracted) * x[f];
            leftOver = trace.MarginAfter;
        }

        // First: the same dW, and Δ more loss for every example whose correct class was not skipped.
        RequireEqual(meant.Gradient.Values.ToArray(), first.Gradient);
        Assert.InRange(counted, 1, N - 1);
        Assert.Equal(meant.Loss + margin * counted, first.Loss, Tolerance);

        // Second: the same loss, and the correct classes' columns miss −x for all violating classes but at most one.
        Assert.Equal(meant.Loss, second.Loss, Tolerance);
        RequireEqual([.. meant.Gradient.Values.ToArray().Zip(missing, (g, m) => g + m)], second.Gradient);
        Assert.True(second.Gradient.DistanceTo(meant.Gradient) > 1);
    }

    private static ProgramTrace Trace(StudentProgram program, int example) =>
        program.Trace(ExplanationExamples.Points, ExplanationExamples.PointWeights, example, new Delta());

    private static void RequireEqual(double[] expected, WeightMatrix found)
    {
        for (int e = 0; e < expected.Length; e++)
            Assert.Equal(expected[e], found.Values[e], Tolerance);
    }
}
