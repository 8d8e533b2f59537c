using System.Globalization;
using Hinge.Clinic;
using Hinge.Testing.Corpus;

namespace Hinge.Peers.Tests;

/// <summary>The tables of docs/clinic.md are what the corpus gives today.</summary>
public class ClinicPageTests
{
    /// <summary>Of the peers' answers in float32, the share that may differ: they hang on the last bits of sums, which depend on the processor.</summary>
    private const double LastBits = 0.05;

    private static readonly Lazy<IReadOnlyList<CorpusCase>> Cases = new(() => CheckerTable.CasesFor([.. GradientCorpus.Cases(), .. GradientCorpus.PairCases()]));

    [Fact]
    public void Diagnosis_OnTheCorpus_IsThePagesTable()
    {
        DiagnosisTable table = DiagnosisTable.Of([.. GradientCorpus.Cases().Concat(GradientCorpus.PairCases()).Select(DiagnosedCase.Of)], [.. GradientCorpus.LargeCases().Select(DiagnosedCase.Of)]);
        Assert.Equal(ClinicPage.Read(ClinicPage.Diagnosis), table.ToMarkdown());
    }

    [Fact]
    public void HingeDiagnose_OnTheSameCases_IsThePagesRow()
    {
        CheckerTable table = new(Cases.Value, [HingeCheckers.Diagnose(Cases.Value)]);
        Assert.All(table.Rows, row => Assert.Contains($"{row.ToMarkdown()}\n", ClinicPage.Read(ClinicPage.Checkers), StringComparison.Ordinal));
    }

    [Fact]
    public void HingeCheck_OnASeventhOfTheCases_ErrsNoMoreThanThePagesRow()
    {
        // All of them take minutes. Seven has no factor in common with the numbers of mistakes, seeds and settings.
        CorpusCase[] some = [.. Cases.Value.Where((_, index) => index % 7 == 0)];
        CheckerRow row = new CheckerTable(some, [HingeCheckers.Check(some)]).Rows[1];
        int[] shown = Counts(Line(row.Name)), found = [.. row.FalseAlarms, .. row.Misses];
        for (int cell = 0; cell < shown.Length; cell++)
            Assert.True(found[cell] <= shown[cell], $"docs/clinic.md: {Line(row.Name)}\nmust have no less than {row.ToMarkdown()}, a seventh of the cases. Run bench/clinic/run --peers --write.");
    }

    [Fact]
    public void Peers_OnTheSameCases_AreThePagesRows()
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to install the peers and ask them now.");
        CheckerTable table = new(Cases.Value, PeerCheckers.Ask(Cases.Value).Checkers);
        CheckerRow counts = table.Rows[0];
        Assert.NotEmpty(table.Rows.Skip(1));
        foreach (CheckerRow row in table.Rows.Skip(1))
        {
            string line = Line(row.Name);
            int[] shown = Counts(line), found = [.. row.FalseAlarms, .. row.Misses], of = [.. counts.FalseAlarms, .. counts.Misses];
            for (int cell = 0; cell < shown.Length; cell++)
            {
                // The second half of each group of four is float32.
                double allowed = cell % 4 >= 2 ? LastBits * of[cell] : 0;
                Assert.True(Math.Abs(shown[cell] - found[cell]) <= allowed, $"docs/clinic.md: {line}\nmust be {row.ToMarkdown()}\nRun bench/clinic/run --peers --write.");
            }
        }
    }

    private static string Line(string checker) =>
        Assert.Single(ClinicPage.Read(ClinicPage.Checkers).Split('\n'), line => line.StartsWith($"| {checker} |", StringComparison.Ordinal));

    private static int[] Counts(string line) => [.. line.Trim('|', ' ').Split('|').Skip(1).Select(cell => int.Parse(cell, CultureInfo.InvariantCulture))];
}
