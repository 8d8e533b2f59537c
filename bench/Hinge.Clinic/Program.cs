using System.Diagnostics;
using System.Text.Json;
using Hinge.Clinic;
using Hinge.Testing.Corpus;

const string Usage = """
    usage: bench/clinic/run [--peers] [--json] [--write]

    Diagnoses the corpus of generated gradients and prints the table of results.
      --peers   then the same cases by hinge check, PyTorch's gradcheck and ten random coordinates, side by side;
                needs test/peers/install
      --json    prints JSON instead of Markdown
      --write   also puts the tables into docs/clinic.md
    """;

if (args.Contains("--help"))
{
    Console.WriteLine(Usage);
    return 0;
}
if (Array.Find(args, arg => arg is not ("--peers" or "--json" or "--write")) is { } unknown)
{
    Console.Error.WriteLine($"bench/clinic/run: '{unknown}' is no option.\n{Usage}");
    return 2;
}

Stopwatch watch = Stopwatch.StartNew();
CorpusCase[] corpus = [.. GradientCorpus.Cases(), .. GradientCorpus.PairCases()];
DiagnosedCase[] diagnosed = [.. corpus.Select(DiagnosedCase.Of)], large = [.. GradientCorpus.LargeCases().Select(DiagnosedCase.Of)];
DiagnosisTable diagnosis = DiagnosisTable.Of(diagnosed, large);
double diagnosisSeconds = watch.Elapsed.TotalSeconds;
Console.Error.WriteLine(FormattableString.Invariant($"{diagnosed.Length + large.Length} cases generated, decided and diagnosed in {diagnosisSeconds:F1} s"));
foreach (DiagnosedCase item in diagnosed.Concat(large).Where(item => item.IsFalseAlarm || item.IsMiss || item.Naming == Naming.Failed))
    Console.Error.WriteLine($"not as it should be: {item}");

CheckerTable? checkers = null;
string versions = "";
if (args.Contains("--peers"))
{
    IReadOnlyList<CorpusCase> cases = CheckerTable.CasesFor(corpus);
    Checker[] own = [HingeCheckers.Diagnose(cases), Timed("hinge check", () => HingeCheckers.Check(cases))];
    try
    {
        (IReadOnlyList<Checker> peers, versions) = Timed("peers", () => PeerCheckers.Ask(cases));
        checkers = new CheckerTable(cases, [.. own, .. peers]);
    }
    catch (InvalidOperationException e)
    {
        Console.Error.WriteLine($"bench/clinic/run: {e.Message}");
        return 2;
    }
}

if (args.Contains("--json"))
{
    JsonSerializerOptions web = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    Console.WriteLine(JsonSerializer.Serialize(new { diagnosis = diagnosis.Rows, diagnosisSeconds, checkers = checkers?.Rows, versions }, web));
}
else
{
    Console.Write(diagnosis.ToMarkdown());
    if (checkers is not null) Console.Write($"\n{versions}\n\n{checkers.ToMarkdown()}");
}
if (args.Contains("--write"))
{
    ClinicPage.Write(ClinicPage.Diagnosis, diagnosis.ToMarkdown());
    if (checkers is not null) ClinicPage.Write(ClinicPage.Checkers, checkers.ToMarkdown());
}
return diagnosis.Rows[^1] is { FalseAlarms: 0, Misses: 0, NotNamed: 0 } ? 0 : 1;

T Timed<T>(string what, Func<T> work)
{
    Stopwatch own = Stopwatch.StartNew();
    T result = work();
    Console.Error.WriteLine(FormattableString.Invariant($"{what} in {own.Elapsed.TotalSeconds:F1} s"));
    return result;
}
