using Hinge.Checking;
using Hinge.Checking.Diagnosing;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tests.Checking;

/// <summary>Functions of other kinds: ill-scaled, noisy, of low precision, constant, broken.</summary>
public class GradientCheckFunctionTests
{
    public static TheoryData<double> WeightScales => [1e-8, 1e-4, 1, 1e4, 1e8];

    public static TheoryData<double> ArgumentScales => [1e-8, 1e-4, 1, 1e4, 1e8];

    [Theory]
    [MemberData(nameof(WeightScales))]
    public void Run_FourthPower_IsCorrectAtAnyScaleAndWrongWhenOff(double scale)
    {
        WeightMatrix weights = WeightMatrix.Random(4, 3, scale, seed: 1);
        Expect(Verdict.Correct, GradientCheckCases.Sum(x => x * x * x * x, x => 4 * x * x * x), weights);
        Expect(Verdict.Wrong, GradientCheckCases.Sum(x => x * x * x * x, x => 4.004 * x * x * x), weights);
    }

    [Theory]
    [MemberData(nameof(ArgumentScales))]
    public void Run_Exponential_IsCorrectAtAnyScaleAndWrongWhenOff(double scale)
    {
        foreach (WeightMatrix weights in new[] { new WeightMatrix(3, 2), WeightMatrix.Random(3, 2, 1 / scale, seed: 2) })
        {
            Expect(Verdict.Correct, GradientCheckCases.Sum(x => Math.Exp(scale * x), x => scale * Math.Exp(scale * x)), weights);
            if (scale >= 1e-4) Expect(Verdict.Wrong, GradientCheckCases.Sum(x => Math.Exp(scale * x), x => 1.001 * scale * Math.Exp(scale * x)), weights);
        }
    }

    [Fact]
    public void Run_Cube_AtItsInflectionIsCorrect()
    {
        Expect(Verdict.Correct, GradientCheckCases.Sum(x => x * x * x, x => 3 * x * x), new WeightMatrix(2, 2));
        Expect(Verdict.Correct, GradientCheckCases.Sum(Math.Sin, Math.Cos), new WeightMatrix(2, 2));
    }

    [Theory]
    [InlineData(-1.5, Verdict.Wrong)]
    [InlineData(-1, Verdict.ValidSubgradient)]
    [InlineData(-0.3, Verdict.ValidSubgradient)]
    [InlineData(0, Verdict.ValidSubgradient)]
    [InlineData(1, Verdict.ValidSubgradient)]
    [InlineData(1.001, Verdict.Wrong)]
    public void Run_AbsoluteValueAtZero_AcceptsExactlyItsSubgradients(double slope, Verdict expected)
    {
        GradientCheckResult result = Expect(expected, GradientCheckCases.Sum(Math.Abs, x => x == 0 ? slope : Math.Sign(x)), new WeightMatrix(1, 1));
        Assert.Equal((-1, 1), (result.Entries[0].Left, result.Entries[0].Right));
    }

    [Fact]
    public void Run_Constants_AreCorrectWithGradientZeroAndWrongWithAnother()
    {
        foreach (double value in new[] { 0, 5, 1e8 })
        {
            Expect(Verdict.Correct, GradientCheckCases.Sum(_ => value, _ => 0), WeightMatrix.Random(3, 2, 1, seed: 1));
            Expect(Verdict.Wrong, GradientCheckCases.Sum(_ => value, _ => Math.Max(1, value)), WeightMatrix.Random(3, 2, 1, seed: 1));
        }
    }

    [Theory]
    [InlineData(1e-2, Verdict.Noisy)]
    [InlineData(1e-1, Verdict.Noisy)]
    [InlineData(1, Verdict.Noisy)]
    public void Run_NoisyFunction_IsNoisyNotWrong(double noise, Verdict expected)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            (MeanForm form, WeightMatrix weights) = GradientCheckCases.Random("softmax", 30, 5, 4, 0.1, seed);
            WeightMatrix draws = WeightMatrix.Random(100_000, 1, noise, seed);
            int draw = 0;
            GradientCheckResult result = GradientCheck.Run((w, g) => form.ValueAndGradient(w, g) + draws.Values[draw++ % draws.Values.Length], weights);
            Assert.True(result.Verdict == expected, $"seed {seed}: {GradientCheckCases.Describe(result)}");
        }
    }

    [Theory]
    [InlineData(FunctionPrecision.Estimated)]
    [InlineData(FunctionPrecision.Single)]
    public void Run_Float32Function_IsNotWrongAndItsMistakesAre(FunctionPrecision precision)
    {
        int correct = 0;
        for (int seed = 1; seed <= 20; seed++)
        {
            (MeanForm form, WeightMatrix weights) = GradientCheckCases.Random("weston-watkins", 10 + 5 * seed, 5, 4, 0, seed);
            GradientCheckOptions options = new() { Precision = precision, Seed = seed };
            GradientCheckResult right = GradientCheck.Run(GradientCheckCases.InFloat32(form), weights, options);
            GradientCheckResult wrong = GradientCheck.Run(GradientCheckCases.InFloat32(form, 1.05), weights, options);
            Assert.True(right.Verdict != Verdict.Wrong, $"seed {seed}: {GradientCheckCases.Describe(right)}");
            Assert.True(wrong.Verdict == Verdict.Wrong, $"seed {seed}: {GradientCheckCases.Describe(wrong)}");
            Assert.Equal(FunctionPrecision.Single, right.Precision);
            correct += right.IsCorrect ? 1 : 0;
        }
        Assert.True(correct >= 10, $"Only {correct} of 20 were told to be correct.");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Run_NonFiniteValueOrGradient_IsWrongWithTheReason(double bad)
    {
        WeightMatrix weights = WeightMatrix.Random(2, 3, 1, seed: 1);
        Assert.StartsWith("the value is ", Expect(Verdict.Wrong, (_, _) => bad, weights).Reason, StringComparison.Ordinal);
        GradientCheckResult result = Expect(Verdict.Wrong, (_, g) => { g.Values.Clear(); g[1, 2] = bad; return 1; }, weights);
        Assert.Contains("at row 1, column 2", result.Reason, StringComparison.Ordinal);
        Assert.Equal(double.PositiveInfinity, result.Worst.RelativeError);
    }

    [Fact]
    public void Run_NaNNextToTheWeights_IsWrongWithTheReason()
    {
        double[] at = [1.0];
        GradientCheckResult result = Expect(Verdict.Wrong, (w, g) => { g[0, 0] = 1; return w[0, 0] == at[0] ? 1 : double.NaN; }, new WeightMatrix(1, 1, at));
        Assert.Equal("the value is NaN or infinite next to the weights", result.Reason);
    }

    private static GradientCheckResult Expect(Verdict expected, ValueAndGradient function, WeightMatrix weights)
    {
        GradientCheckResult result = GradientCheck.Run(function, weights);
        Assert.True(result.Verdict == expected, $"expected {expected}: {GradientCheckCases.Describe(result)}");
        return result;
    }
}
