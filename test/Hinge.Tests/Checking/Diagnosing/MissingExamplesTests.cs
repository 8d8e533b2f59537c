using Hinge.Checking.Diagnosing;
using Hinge.Testing.Corpus;

namespace Hinge.Tests.Checking.Diagnosing;

/// <summary>Examples missing from dW together with another mistake, or with a mean over those that are left.</summary>
public class MissingExamplesTests
{
    private const double Lambda = 0.125;

    [Theory]
    [InlineData("not-averaged", 1)]
    [InlineData("not-averaged", 2)]
    [InlineData("missing-regularization", 1)]
    [InlineData("missing-regularization", 2)]
    [InlineData("missing-regularization", 7)]
    [InlineData("missing-correct-class-term", 2)]
    [InlineData("stale-margin", 2)]
    [InlineData("missing-delta", 3)]
    [InlineData("other-loss:softmax", 3)]
    [InlineData("labels-shifted", 3)]
    [InlineData("averaged-twice", 3)]
    public void LastExamples_BesideAnotherMistake_AreBothNamed(string mistake, int missing)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            CorpusProblem item = new(20, 6, 5, isSingle: seed == 5, atKinks: false, Lambda, seed);
            int[] examples = [.. Enumerable.Range(20 - missing, missing)];
            double[] gradient = Without(item, examples, mistake);
            // Examples without a violation may be missing or not.
            if (gradient.SequenceEqual(Without(item, [], mistake))) continue;
            DiagnosisReport report = item.Diagnose(gradient);
            Assert.Equal(Verdict.Wrong, report.Verdict);
            Assert.Equal("missing-examples", report.Mistakes[0].Id);
            Assert.Equal(2, report.Mistakes.Count);
            // Of two mistakes that make the same of these few examples, either may be named.
            string named = report.Mistakes[1].Id;
            Assert.True(named == mistake || gradient.SequenceEqual(Without(item, [.. report.Examples], named)), $"seed {seed}: {named}; examples {string.Join(", ", report.Examples)}");
            Assert.NotEmpty(report.Examples);
            Assert.All(report.Examples, i => Assert.Contains(i, examples));
            Assert.Equal(MistakeExtent.Examples, report.Extent);
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(Lambda, false)]
    [InlineData(Lambda, true)]
    public void LastExample_AndAMeanOverTheOthers_SaysSo(double lambda, bool isSingle)
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            CorpusProblem item = new(20, 6, 5, isSingle, atKinks: false, lambda, seed);
            // X[:-1]: 1/(N − 1) Σ over the examples left + 2λW.
            double[] gradient = [.. Without(item, [19]).Zip(item.Weights.Values.ToArray(), (g, w) => 20.0 / 19 * (g - 2 * lambda * w) + 2 * lambda * w)];
            if (isSingle) gradient = Array.ConvertAll(gradient, g => (double)(float)g);
            DiagnosisReport report = item.Diagnose(gradient);
            if (item.Diagnose(Without(item, [19])).GradientIsRight) continue;
            Assert.Equal(["missing-examples", "scaled"], report.Mistakes.Select(found => found.Id));
            Assert.Equal([19], report.Examples);
            Assert.Contains("1.05263", report.Mistakes[1].Explanation, StringComparison.Ordinal);
            Assert.Contains("N/(N − 1)", report.Mistakes[1].Explanation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ScatteredExamples_BesideAnotherMistake_AreNamed()
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            CorpusProblem item = new(200, 60, 5, isSingle: false, atKinks: false, Lambda, seed);
            DiagnosisReport report = item.Diagnose(Without(item, [31, 77, 150], "halved-regularization"));
            Assert.Equal(["missing-examples", "halved-regularization"], report.Mistakes.Select(found => found.Id));
            Assert.NotEmpty(report.Examples);
            Assert.All(report.Examples, i => Assert.True(i is 31 or 77 or 150));
        }
    }

    [Fact]
    public void FirstExamples_BesideAFactor_AreNamed()
    {
        CorpusProblem item = new(100, 12, 5, isSingle: false, atKinks: false, Lambda, seed: 3);
        DiagnosisReport report = item.Diagnose(Without(item, [.. Enumerable.Range(0, 10)], "scaled"));
        Assert.Equal(["missing-examples", "scaled"], report.Mistakes.Select(found => found.Id));
        Assert.Equal(Enumerable.Range(0, 10), report.Examples);
    }

    [Fact]
    public void AColumnChanged_NamesNoExample()
    {
        CorpusProblem item = new(100, 12, 5, isSingle: false, atKinks: false, Lambda, seed: 3);
        double[] gradient = item.Run("missing-regularization").Gradient;
        for (int f = 0; f < 12; f++) gradient[f * 5 + 2] += 0.01 * (f + 1);
        DiagnosisReport report = item.Diagnose(gradient);
        Assert.Empty(report.Mistakes);
        Assert.Empty(report.Examples);
    }

    private static double[] Without(CorpusProblem item, int[] examples, params string[] mistakes)
    {
        double[] gradient = item.RunWithout(examples, item.TakesZero, mistakes);
        return item.IsSingle ? Array.ConvertAll(gradient, g => (double)(float)g) : gradient;
    }
}
