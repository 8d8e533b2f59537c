using System.Globalization;
using Hinge.Checking.Diagnosing;
using Hinge.Models;

namespace Hinge.Tests.Checking.Diagnosing;

/// <summary>Several hundred gradients, right and wrong, and what the diagnosis says of each.</summary>
public class DiagnosisCorpusTests
{
    private static readonly (int N, int D, int K)[] Sizes = [(3, 2, 2), (5, 3, 3), (12, 4, 3), (20, 6, 5), (50, 10, 4), (60, 30, 12)];

    public static TheoryData<int, bool, bool> Settings()
    {
        TheoryData<int, bool, bool> data = [];
        for (int size = 0; size < Sizes.Length; size++)
            foreach (bool isSingle in new[] { false, true })
                foreach (bool atKinks in new[] { false, true })
                    data.Add(size, isSingle, atKinks);
        return data;
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Right_EveryCase_IsCalledRight(int size, bool isSingle, bool atKinks)
    {
        foreach (DiagnosisCase item in Cases(size, isSingle, atKinks))
        {
            (double loss, double[] gradient) = item.Run();
            DiagnosisReport report = item.Diagnose(gradient, loss);
            Assert.True(report is { GradientIsRight: true, LossIsRight: true, Verdict: Verdict.Correct or Verdict.ValidSubgradient }, $"{item.Name}: {Describe(report)}");
            Assert.Equal(report.KinkCount > 0 ? Verdict.ValidSubgradient : Verdict.Correct, report.Verdict);
            Assert.Empty(report.Mistakes);
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void OneMistake_EveryCase_IsNamedFirst(int size, bool isSingle, bool atKinks)
    {
        foreach (DiagnosisCase item in Cases(size, isSingle, atKinks))
        {
            (_, double[] right) = item.Run();
            foreach (string mistake in MistakenLoops.Names)
            {
                (_, double[] gradient) = item.Run(mistake);
                DiagnosisReport report = item.Diagnose(gradient);
                // Where the mistake makes no difference, or one within the freedom of a kink, there is nothing to find.
                if (report.GradientIsRight)
                {
                    Assert.True(report.KinkCount > 0 || Distance(gradient, right) <= 1e-3 * (1 + Norm(right)), $"{item.Name}, {mistake}: called right, {Describe(report)}");
                    continue;
                }
                Assert.True(report.Verdict == Verdict.Wrong, $"{item.Name}, {mistake}: {Describe(report)}");
                Assert.True(IsNamed(report, item, gradient, mistake), $"{item.Name}, {mistake}: {Describe(report)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void TwoMistakes_EveryCase_AreBothNamedOrEquivalent(int size, bool isSingle, bool atKinks)
    {
        string[][] pairs =
        [
            ["missing-correct-class-term", "missing-regularization"], ["not-averaged", "missing-delta"], ["stale-margin", "halved-regularization"],
            ["sign-flipped", "missing-regularization"], ["correct-class-once-per-example", "averaged-twice"], ["labels-shifted", "not-averaged"],
            ["missing-delta", "missing-correct-class-term"], ["scaled", "correct-class-sign-flipped"],
        ];
        foreach (DiagnosisCase item in Cases(size, isSingle, atKinks))
        {
            foreach (string[] pair in pairs)
            {
                (_, double[] gradient) = item.Run(pair);
                DiagnosisReport report = item.Diagnose(gradient);
                if (report.GradientIsRight) continue;
                string[] named = [.. report.Mistakes.Select(mistake => mistake.Id)];
                bool isNamed = pair.All(named.Contains) || IsNamed(report, item, gradient, pair);
                Assert.True(report.Verdict == Verdict.Wrong && isNamed, $"{item.Name}, {string.Join(" + ", pair)}: {Describe(report)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void UnknownMistake_EveryCase_IsLocalizedNotGuessed(int size, bool isSingle, bool atKinks)
    {
        foreach (DiagnosisCase item in Cases(size, isSingle, atKinks))
        {
            (_, double[] gradient) = item.Run();
            int column = item.ClassCount - 1;
            for (int f = 0; f < gradient.Length / item.ClassCount; f++)
                gradient[f * item.ClassCount + column] += 0.01 * (f + 1.5) * (1 + Math.Abs(gradient[f * item.ClassCount + column]));
            DiagnosisReport report = item.Diagnose(gradient);
            if (report.GradientIsRight)
            {
                Assert.True(report.KinkCount > 0, $"{item.Name}: called right, {Describe(report)}");
                continue;
            }
            Assert.True(report.Verdict == Verdict.Wrong, $"{item.Name}: {Describe(report)}");
            // With fewer examples than features a few of them can make any column; then a name is a true explanation.
            if (report.Mistakes.Count > 0) Assert.Equal("missing-examples", report.Mistakes[0].Id);
            Assert.Contains(report.Columns, c => c.Class == column);
        }
    }

    [Fact]
    public void Right_LargeCase_IsCalledRightAndMistakesAreNamed()
    {
        DiagnosisCase item = new(500, 300, 50, isSingle: true, atKinks: false, 0.01, seed: 3);
        (double loss, double[] gradient) = item.Run();
        DiagnosisReport report = item.Diagnose(gradient, loss);
        Assert.True(report is { GradientIsRight: true, LossIsRight: true }, Describe(report));
        foreach (string mistake in MistakenLoops.Names)
        {
            report = item.Diagnose(item.Run(mistake).Gradient);
            Assert.True(report.Verdict == Verdict.Wrong && report.Mistakes.Count > 0 && report.Mistakes[0].Id == mistake, $"{item.Name}, {mistake}: {Describe(report)}");
        }
    }

    [Theory]
    [InlineData(false, 1.001)]
    [InlineData(true, 1.001)]
    public void Scaled_ByATenthOfAPercent_IsWrong(bool isSingle, double factor)
    {
        DiagnosisCase item = new(50, 10, 4, isSingle, atKinks: false, 0.1, seed: 5);
        double[] gradient = Array.ConvertAll(item.Run().Gradient, g => isSingle ? (float)(g * factor) : g * factor);
        DiagnosisReport report = item.Diagnose(gradient);
        Assert.Equal(Verdict.Wrong, report.Verdict);
        Assert.Equal("scaled", Assert.Single(report.Mistakes).Id);
    }

    [Fact]
    public void LossCountsCorrectClass_GradientRight_NamesTheLossAndTheCount()
    {
        DiagnosisCase item = new(20, 6, 5, isSingle: false, atKinks: false, 0.1, seed: 7);
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
        DiagnosisCase item = new(20, 6, 5, isSingle: false, atKinks: false, 0.1, seed: 9);
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
        DiagnosisCase item = new(20, 6, 5, isSingle: false, atKinks: false, 0.1, seed: 9);
        double[] gradient = item.Run().Gradient;
        gradient[2 * 5 + 3] = double.NaN;
        DiagnosisReport report = item.Diagnose(gradient);
        Assert.Equal(Verdict.Wrong, report.Verdict);
        Assert.Empty(report.Mistakes);
        Assert.Equal(3, Assert.Single(report.Columns).Class);
    }

    private static IEnumerable<DiagnosisCase> Cases(int size, bool isSingle, bool atKinks)
    {
        (int n, int d, int k) = Sizes[size];
        for (int seed = 1; seed <= 2; seed++)
            foreach (double lambda in new[] { 0, 0.125 })
                yield return new DiagnosisCase(n, d, k, isSingle, atKinks, lambda, 100 * size + seed);
    }

    /// <summary>
    /// Whether the first name is the mistake made, or, where several programs give this very gradient (small data, two
    /// classes), one of these: the loops with the mistakes named must then give it too.
    /// </summary>
    private static bool IsNamed(DiagnosisReport report, DiagnosisCase item, double[] gradient, params string[] made)
    {
        string[] named = [.. report.Mistakes.Select(mistake => mistake.Id)];
        if (named.Length == 0) return false;
        if (made.Length == 1 ? named[0] == made[0] : made.All(named.Contains)) return true;
        string[][] programs = report.Mistakes[0].Confidence < 1 ? [[named[0]], named[..Math.Min(2, named.Length)]] : [named];
        return programs.Any(program => program.All(MistakenLoops.Names.Contains) && (GivesSame(program, false) || GivesSame(program, true)));

        // The loops' own factor, shift and choice of example may be others: what was found then counts as found.
        bool GivesSame(string[] program, bool takesZero) =>
            program.Any(id => id is "scaled" or "missing-examples" or "labels-shifted" || id.StartsWith("other-loss:", StringComparison.Ordinal))
            || Distance(item.Run(takesZero, program).Gradient, gradient) <= 1e-4 * (1 + Norm(gradient));
    }

    private static double Norm(double[] a) => Math.Sqrt(a.Sum(v => v * v));

    private static double Distance(double[] a, double[] b) => Norm([.. a.Zip(b, (u, v) => u - v)]);

    private static string Describe(DiagnosisReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Verdict}, error {report.RelativeError:E2}, gradient {(report.GradientIsRight ? "right" : "wrong")}, loss {report.LossIsRight}, kinks {report.KinkCount}, mistakes [{string.Join(", ", report.Mistakes.Select(m => $"{m.Id} {m.Confidence:F2}"))}], examples [{string.Join(", ", report.Examples)}], terms [{string.Join(", ", report.Terms.Select(t => $"{t.Found:F3} {t.Name}"))}]");
}
