using System.Text;
using Hinge.Testing.Corpus;

namespace Hinge.Clinic;

/// <summary>Several checkers on the same cases: false alarms and misses, by precision and by whether at kinks.</summary>
public sealed class CheckerTable
{
    private static readonly (bool IsSingle, bool AtKinks)[] Settings = [(false, false), (false, true), (true, false), (true, true)];

    private readonly IReadOnlyList<CorpusCase> _cases;

    /// <summary>Counts.</summary>
    /// <param name="cases">The cases that all checkers were asked about, from <see cref="CasesFor"/>.</param>
    /// <param name="checkers">The checkers, a row each.</param>
    public CheckerTable(IReadOnlyList<CorpusCase> cases, IReadOnlyList<Checker> checkers)
    {
        _cases = cases;
        Rows = [new CheckerRow("cases", Count(Truth.Right, _ => true), Count(Truth.Wrong, _ => true)), .. checkers.Select(Row)];
    }

    /// <summary>The number of cases first, then a row a checker.</summary>
    public IReadOnlyList<CheckerRow> Rows { get; }

    /// <summary>
    /// The cases that a checker of a function can be judged by: right programs, and wrong ones whose gradient is wrong at
    /// the weights. A wrong program with a right gradient there may be called either.
    /// </summary>
    public static IReadOnlyList<CorpusCase> CasesFor(IEnumerable<CorpusCase> corpus) =>
        [.. corpus.Where(item => item.Kind == CaseKind.Right || item.Truth == Truth.Wrong)];

    /// <summary>The table in Markdown.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.Append("| | false alarms: float64, random | float64, at kinks | float32, random | float32, at kinks | misses: float64, random | float64, at kinks | float32, random | float32, at kinks |\n");
        text.Append("|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (CheckerRow row in Rows)
            text.Append(row.ToMarkdown()).Append('\n');
        return text.ToString();
    }

    private CheckerRow Row(Checker checker) => new(
        checker.Name,
        Count(Truth.Right, index => checker.SaysWrong[index]),
        Count(Truth.Wrong, index => !checker.SaysWrong[index]));

    private int[] Count(Truth truth, Func<int, bool> counts) =>
        [.. Settings.Select(setting => Enumerable.Range(0, _cases.Count).Count(index =>
            _cases[index].Truth == truth
            && (_cases[index].Problem.IsSingle, _cases[index].Problem.AtKinks) == setting
            && counts(index)))];
}
