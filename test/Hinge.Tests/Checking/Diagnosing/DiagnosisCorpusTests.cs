using System.Globalization;
using Hinge.Checking.Diagnosing;
using Hinge.Models;
using Hinge.Testing.Corpus;

namespace Hinge.Tests.Checking.Diagnosing;

/// <summary>Several hundred gradients, right and wrong, and what the diagnosis says of each.</summary>
public class DiagnosisCorpusTests
{
    public static TheoryData<int, bool, bool> Settings()
    {
        TheoryData<int, bool, bool> data = [];
        for (int size = 0; size < GradientCorpus.Sizes.Count; size++)
            foreach (bool isSingle in new[] { false, true })
                foreach (bool atKinks in new[] { false, true })
                    data.Add(size, isSingle, atKinks);
        return data;
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Diagnosis_EveryCase_IsTrueAndNamesTheMistake(int size, bool isSingle, bool atKinks) =>
        AssertTrue(GradientCorpus.Cases(size, isSingle, atKinks));

    [Fact]
    public void Diagnosis_EveryPairOfMistakes_IsTrueAndNamesBoth()
    {
        DiagnosedCase[] cases = AssertTrue(GradientCorpus.PairCases());
        Assert.Equal(3 * GradientCorpus.AllPairs.Count, cases.Length);
    }

    [Fact]
    public void Diagnosis_LargeCases_IsTrueAndNamesTheMistake()
    {
        DiagnosedCase[] cases = AssertTrue(GradientCorpus.LargeCases());
        Assert.All(cases, item => Assert.True(item.Naming is null or Naming.AsMade, item.ToString()));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Truth_OfWhatIsRightByConstruction_IsRight(bool isSingle, bool atKinks)
    {
        for (int size = 0; size < GradientCorpus.Sizes.Count; size++)
        {
            foreach (CorpusCase item in GradientCorpus.Cases(size, isSingle, atKinks).Where(item => item.Kind == CaseKind.Right))
            {
                Subdifferential subgradients = new(item.Problem);
                Assert.Equal(Truth.Right, subgradients.Of(item.Gradient));
                // Both conventions at kinks, and what lies between them, are subgradients; a hundredth more of it is none.
                double[] other = item.Problem.Run(!item.Problem.TakesZero).Gradient;
                Assert.Equal(Truth.Right, subgradients.Of([.. item.Gradient.Zip(other, (a, b) => 0.75 * a + 0.25 * b)]));
                if (item.Gradient.Any(g => g != 0) && subgradients.KinkCount == 0)
                    Assert.Equal(Truth.Wrong, subgradients.Of([.. item.Gradient.Select(g => 1.01 * g)]));
            }
        }
    }

    [Fact]
    public void Diagnosis_LossOfTheRightCases_IsCalledRight()
    {
        foreach (CorpusCase item in GradientCorpus.Cases().Where(item => item.Kind == CaseKind.Right))
        {
            (double loss, double[] gradient) = item.Problem.Run();
            DiagnosisReport report = item.Problem.Diagnose(gradient, loss);
            Assert.True(report is { GradientIsRight: true, LossIsRight: true }, $"{item.Name}: {Describe(report)}");
            Assert.Equal(report.KinkCount > 0 ? Verdict.ValidSubgradient : Verdict.Correct, report.Verdict);
        }
    }

    [Theory]
    [InlineData(false, 1.001)]
    [InlineData(true, 1.001)]
    public void Scaled_ByATenthOfAPercent_IsWrong(bool isSingle, double factor)
    {
        CorpusProblem item = new(50, 10, 4, isSingle, atKinks: false, 0.1, seed: 5);
        double[] gradient = Array.ConvertAll(item.Run().Gradient, g => isSingle ? (float)(g * factor) : g * factor);
        DiagnosisReport report = item.Diagnose(gradient);
        Assert.Equal(Verdict.Wrong, report.Verdict);
        Assert.Equal("scaled", Assert.Single(report.Mistakes).Id);
    }

    [Fact]
    public void LossCountsCorrectClass_GradientRight_NamesTheLossAndTheCount()
    {
        CorpusProblem item = new(20, 6, 5, isSingle: false, atKinks: false, 0.1, seed: 7);
        (double loss, double[] gradient) = item.Run("loss-counts-correct-class");
        DiagnosisReport report = item.Diagnose(gradient, loss);
        Assert.True(report is { Verdict: Verdict.Wrong, GradientIsRight: true, LossIsRight: false }, Describe(report));
        FoundMistake mistake = Assert.Single(report.Mistakes);
        Assert.Equal("loss-counts-correct-class", mistake.Id);
        Assert.Contains("every example", mistake.Explanation, StringComparison.Ordinal);

        // Three examples of twenty, as the student's first program does where the left-over margin is not positive.
        report = item.Diagnose(gradient, item.Run().Loss + 3.0 / 20);
        Assert.Contains("3 of 20 examples", Assert.Single(report.Mistakes).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Transposed_OtherShape_IsNamed()
    {
        CorpusProblem item = new(20, 6, 5, isSingle: false, atKinks: false, 0.1, seed: 9);
        double[] gradient = item.Run().Gradient, transposed = new double[gradient.Length];
        for (int f = 0; f < 6; f++)
            for (int j = 0; j < 5; j++)
                transposed[j * 6 + f] = gradient[f * 5 + j];
        DiagnosisReport report = GradientDiagnosis.Run(item.Form, item.Weights, new UserGradient(new WeightMatrix(5, 6, transposed)));
        Assert.Equal(Verdict.Wrong, report.Verdict);
        Assert.Equal("transposed", Assert.Single(report.Mistakes).Id);
    }

    [Fact]
    public void Gradient_NotANumber_IsWrongAndSaysWhere()
    {
        CorpusProblem item = new(20, 6, 5, isSingle: false, atKinks: false, 0.1, seed: 9);
        double[] gradient = item.Run().Gradient;
        gradient[2 * 5 + 3] = double.NaN;
        DiagnosisReport report = item.Diagnose(gradient);
        Assert.Equal(Verdict.Wrong, report.Verdict);
        Assert.Empty(report.Mistakes);
        Assert.Equal(3, Assert.Single(report.Columns).Class);
    }

    /// <summary>Choices at kinks must not be used to make up for one column's error in the others.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_OneColumnChangedAtKinks_NamesThatColumnOnly(bool isSingle)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            CorpusProblem item = new(50, 6, 5, isSingle, atKinks: true, 0.1, seed);
            double[] gradient = item.Run().Gradient;
            for (int f = 0; f < 6; f++) gradient[f * 5 + 3] += 0.05;
            DiagnosisReport report = item.Diagnose(gradient);
            Assert.Equal(Verdict.Wrong, report.Verdict);
            Assert.Empty(report.Mistakes);
            Assert.Equal(3, Assert.Single(report.Columns).Class);
        }
    }

    private static DiagnosedCase[] AssertTrue(IEnumerable<CorpusCase> cases)
    {
        DiagnosedCase[] diagnosed = [.. cases.Select(DiagnosedCase.Of)];
        Assert.NotEmpty(diagnosed);
        foreach (DiagnosedCase item in diagnosed)
        {
            Assert.False(item.IsFalseAlarm, $"A false alarm: {item}");
            Assert.False(item.IsMiss, $"A miss: {item}");
            Assert.True(item.Case.Truth != Truth.Immaterial, $"Neither right nor wrong: {item}");
            Assert.True(item.Report.Verdict != Verdict.Noisy, $"Undecided: {item}");
            Assert.True(item.Naming != Naming.Failed, $"Not named: {item}");
            if (item.Case.Truth == Truth.Right) Assert.Empty(item.Report.Mistakes);
        }
        return diagnosed;
    }

    private static string Describe(DiagnosisReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Verdict}, error {report.RelativeError:E2}, gradient {(report.GradientIsRight ? "right" : "wrong")}, loss {report.LossIsRight}, kinks {report.KinkCount}, mistakes [{string.Join(", ", report.Mistakes.Select(m => $"{m.Id} {m.Confidence:F2}"))}], examples [{string.Join(", ", report.Examples)}], terms [{string.Join(", ", report.Terms.Select(t => $"{t.Found:F3} {t.Name}"))}]");
}
