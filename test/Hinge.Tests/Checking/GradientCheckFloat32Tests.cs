using Hinge.Checking;
using Hinge.Checking.Diagnosing;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tests.Checking;

/// <summary>Programs that work in float32: right ones are told to be right, and to what precision; wrong ones are never.</summary>
public class GradientCheckFloat32Tests
{
    private const int Seeds = 4;

    private static readonly (int Examples, int Features, int Classes)[] Shapes = [(15, 5, 4), (200, 5, 3), (30, 20, 4)];

    [Fact]
    public void Run_RightFloat32Gradients_AreNearlyAlwaysCorrectAndNeverWrong()
    {
        int correct = 0, count = 0;
        ForEachProblem((name, form, weights, seed) =>
        {
            GradientCheckResult result = GradientCheck.Run(Float32Program.Of(form), weights, new GradientCheckOptions { Seed = seed });
            string text = $"{name}: tested to {result.TestedTo}, {GradientCheckCases.Describe(result)}";
            Assert.True(result.Verdict != Verdict.Wrong, text);
            Assert.True(result.Verdict != Verdict.Correct || result.TestedTo is > 0 and <= 0.02, text);
            Assert.Equal(FunctionPrecision.Single, result.Precision);
            count++;
            if (result.Verdict == Verdict.Correct) correct++;
        });
        Assert.True(correct >= 0.95 * count, $"Only {correct} of {count} right gradients were told to be correct.");
    }

    [Theory]
    [InlineData("5 % off", 0.05)]
    [InlineData("1 % off", 0.01)]
    [InlineData("one entry off by 5 % of the gradient's length", 0.05)]
    [InlineData("one column off by 5 % of its length", 0.05)]
    public void Run_WrongFloat32Gradients_AreNeverCorrectBeyondThePrecisionStated(string mistake, double share)
    {
        int wrong = 0, count = 0;
        ForEachProblem((name, form, weights, seed) =>
        {
            double error = 0;
            ValueAndGradient function = Float32Program.Of(form, gradient =>
            {
                double[] right = gradient.Values.ToArray();
                Spoil(gradient, mistake, share);
                error = Math.Sqrt(right.Zip(gradient.Values.ToArray(), (a, b) => (a - b) * (a - b)).Sum() / right.Sum(g => g * g));
            });
            GradientCheckResult result = GradientCheck.Run(function, weights, new GradientCheckOptions { Seed = seed });
            Assert.True(!result.IsCorrect || result.TestedTo >= 0.9 * error, $"{mistake}, {name}: an error of {error} was tested to {result.TestedTo}, {GradientCheckCases.Describe(result)}");
            count++;
            if (result.Verdict == Verdict.Wrong) wrong++;
        });
        Assert.True(wrong >= 0.95 * count, $"{mistake}: only {wrong} of {count} were told to be wrong.");
    }

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("crammer-singer")]
    [InlineData("one-vs-rest")]
    public void Run_Float32GradientsAtExactKinks_AreSubgradientsAndTheirMistakesAreNot(string loss)
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            (MeanForm form, WeightMatrix weights) = GradientCheckCases.AtKinks(loss, 60, 5, 4, seed % 2 * 0.25, seed);
            GradientCheckResult right = GradientCheck.Run(Float32Program.Of(form), weights, new GradientCheckOptions { Seed = seed });
            Assert.True(right.Verdict == Verdict.ValidSubgradient, $"seed {seed}: {GradientCheckCases.Describe(right)}");
            GradientCheckResult wrong = GradientCheck.Run(Float32Program.Of(form, gradient => Scale(gradient, -1)), weights, new GradientCheckOptions { Seed = seed });
            Assert.True(wrong.Verdict == Verdict.Wrong, $"turned, seed {seed}: {GradientCheckCases.Describe(wrong)}");
        }
    }

    [Fact]
    public void Run_Float32AtWeightsOfZero_IsCorrectAndOffByOnePercentIsNot()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            (MeanForm form, _) = GradientCheckCases.Random("weston-watkins", 60, 5, 4, 0.1, seed);
            WeightMatrix zero = new(5, 4);
            GradientCheckResult right = GradientCheck.Run(Float32Program.Of(form), zero), wrong = GradientCheck.Run(Float32Program.Of(form, gradient => Scale(gradient, 1.01)), zero);
            Assert.True(right.Verdict == Verdict.Correct, $"seed {seed}: {GradientCheckCases.Describe(right)}");
            Assert.True(wrong.Verdict == Verdict.Wrong, $"seed {seed}: {GradientCheckCases.Describe(wrong)}");
        }
    }

    [Fact]
    public void Run_Float64Gradient_IsTestedFarBelowTheTolerance()
    {
        (MeanForm form, WeightMatrix weights) = GradientCheckCases.Random("weston-watkins", 60, 5, 4, 0.1, seed: 1);
        GradientCheckResult result = GradientCheck.RunForm(form, weights);
        Assert.Equal(Verdict.Correct, result.Verdict);
        Assert.InRange(result.TestedTo, 1e-16, 1e-6);
    }

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("softmax")]
    public void Run_SmallErrorsInFloat64_TakeFewEvaluations(string loss)
    {
        foreach (double factor in new[] { 1.04, 1.01, 1.001 })
        {
            (MeanForm form, WeightMatrix weights) = GradientCheckCases.Random(loss, 40, 15, 4, 0.1, seed: 1);
            GradientCheckResult result = GradientCheck.Run(GradientCheckCases.Planted(form, gradient => Scale(gradient, factor)), weights);
            Assert.Equal(Verdict.Wrong, result.Verdict);
            Assert.InRange(result.Evaluations, 1, 700);
        }
    }

    private static void ForEachProblem(Action<string, MeanForm, WeightMatrix, int> check)
    {
        foreach (string loss in Loss.Names)
        {
            foreach ((int n, int d, int k) in Shapes)
            {
                for (int seed = 1; seed <= Seeds; seed++)
                {
                    (MeanForm form, WeightMatrix weights) = GradientCheckCases.Random(loss, n, d, k, seed % 2 * 0.1, seed);
                    check($"{loss} {n}×{d}×{k} seed {seed}", form, weights, seed);
                }
            }
        }
    }

    private static void Spoil(WeightMatrix gradient, string mistake, double share)
    {
        if (mistake.StartsWith("one entry", StringComparison.Ordinal)) gradient[1, 1] += share * Math.Sqrt(gradient.SquaredNorm());
        else if (mistake.StartsWith("one column", StringComparison.Ordinal))
            for (int f = 0; f < gradient.FeatureCount; f++) gradient[f, 2] *= 1 + share;
        else Scale(gradient, 1 + share);
    }

    private static void Scale(WeightMatrix gradient, double factor)
    {
        foreach (ref double value in gradient.Values) value *= factor;
    }
}
