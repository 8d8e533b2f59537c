using System.Globalization;
using System.Text;
using Hinge.Testing.Corpus;

namespace Hinge.Clinic;

/// <summary>The diagnosis on the corpus: a row a kind of case.</summary>
public sealed class DiagnosisTable
{
    private DiagnosisTable(IReadOnlyList<DiagnosisRow> rows) => Rows = rows;

    public IReadOnlyList<DiagnosisRow> Rows { get; }

    /// <summary>Groups and counts.</summary>
    /// <param name="cases">Cases of all sizes but the large one.</param>
    /// <param name="large">Cases of the large one.</param>
    public static DiagnosisTable Of(IReadOnlyList<DiagnosedCase> cases, IReadOnlyList<DiagnosedCase> large)
    {
        List<DiagnosisRow> rows = [];
        foreach (CaseKind kind in Enum.GetValues<CaseKind>())
        {
            foreach (bool atKinks in new[] { false, true })
                rows.Add(new DiagnosisRow($"{InWords(kind)}, {(atKinks ? "at kinks" : "random")}", [.. cases.Where(item => item.Case.Kind == kind && item.Case.Problem.AtKinks == atKinks)]));
            rows.Add(new DiagnosisRow($"{InWords(kind)}, 500×300×50", [.. large.Where(item => item.Case.Kind == kind)]));
        }
        rows.Add(new DiagnosisRow("all", [.. cases, .. large]));
        return new DiagnosisTable(rows);
    }

    /// <summary>The table in Markdown.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.Append("| gradient | cases | of these wrong | `correct` | `valid-subgradient` | `wrong` | `noisy` | false alarms | misses | named as made | another that gives this dW | not named |\n");
        text.Append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (DiagnosisRow r in Rows)
            text.Append(CultureInfo.InvariantCulture, $"| {r.Kind} | {r.Cases} | {r.TrulyWrong} | {r.Correct} | {r.ValidSubgradient} | {r.Wrong} | {r.Noisy} | {r.FalseAlarms} | {r.Misses} | {r.AsMade} | {r.SameGradient} | {r.NotNamed} |\n");
        return text.ToString();
    }

    private static string InWords(CaseKind kind) => kind switch
    {
        CaseKind.Right => "right",
        CaseKind.OneMistake => "one mistake",
        CaseKind.TwoMistakes => "two mistakes",
        _ => "unknown mistake",
    };
}
