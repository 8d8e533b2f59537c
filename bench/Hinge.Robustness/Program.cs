using System.Globalization;
using Hinge.Robustness;

const string Usage = """
    usage: bench/robustness/run [--limit S] [--only WORD] [--made]

    Trains problems that no constant of Hinge was tuned on, by the default solver to a relative gap of 1e-6, and prints a
    Markdown table: the processor seconds, on one thread, to gaps of 1e-3 and 1e-6, the epochs, the visits of an example, and the gap reached, in
    double, at the end or at the limit.
      --limit S     processor seconds that each may take, default 10
      --only WORD   those whose data or loss contains the word
      --made        those that need no file but the repository's
    """;

if (args.Contains("--help"))
{
    Console.WriteLine(Usage);
    return 0;
}
double limit = 10;
string? word = null;
bool onlyMade = false;
for (int a = 0; a < args.Length; a++)
{
    bool isLast = a + 1 == args.Length;
    if (args[a] == "--made") onlyMade = true;
    else if (args[a] == "--only" && !isLast) word = args[++a];
    else if (args[a] == "--limit" && !isLast && double.TryParse(args[a + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out limit) && limit > 0) a++;
    else
    {
        Console.Error.WriteLine($"bench/robustness/run: '{args[a]}' is no option, or lacks its value.\n{Usage}");
        return 2;
    }
}

HardProblem[] problems = [.. HardProblems.All().Where(problem =>
    (problem.IsMade || !onlyMade) && (word is null || problem.Data.Contains(word, StringComparison.Ordinal) || problem.Loss.Contains(word, StringComparison.Ordinal)))];
int rough = 0, fine = 0;
Console.WriteLine(Measurement.Header);
foreach (HardProblem problem in problems)
{
    Measurement measurement = Measurement.Of(problem, TimeSpan.FromSeconds(limit));
    Console.WriteLine(measurement.Row());
    if (measurement.Reached(0)) rough++;
    if (measurement.Reached(1)) fine++;
}
Console.WriteLine(FormattableString.Invariant($"\nOf {problems.Length} problems {rough} reached 1e-3 and {fine} 1e-6 within {limit:0.#} s of a processor each."));
return 0;
