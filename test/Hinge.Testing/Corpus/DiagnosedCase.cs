using System.Globalization;
using Hinge.Checking.Diagnosing;

namespace Hinge.Testing.Corpus;

/// <summary>A case, what the diagnosis says of it, and what is to be thought of that.</summary>
public sealed class DiagnosedCase
{
    /// <summary>Relative to 1 + ‖dW‖: two programs in float32 that give the same gradient.</summary>
    private const double SameGradient = 1e-4;

    private DiagnosedCase(CorpusCase item, DiagnosisReport report)
    {
        (Case, Report) = (item, report);
        Naming = item.Truth == Truth.Wrong && item.Kind != CaseKind.Right ? Judge() : null;
    }

    public CorpusCase Case { get; }

    public DiagnosisReport Report { get; }

    /// <summary>How well the mistake was named; null where there was none to find.</summary>
    public Naming? Naming { get; }

    /// <summary>A right gradient or valid subgradient called wrong.</summary>
    public bool IsFalseAlarm => Case.Truth == Truth.Right && Report.Verdict == Verdict.Wrong;

    /// <summary>A wrong gradient called anything else.</summary>
    public bool IsMiss => Case.Truth == Truth.Wrong && Report.Verdict != Verdict.Wrong;

    /// <summary>Diagnoses the case.</summary>
    public static DiagnosedCase Of(CorpusCase item) => new(item, item.Problem.Diagnose(item.Gradient));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Case.Name} ({Case.Truth}): {Report.Verdict}, error {Report.RelativeError:E2}, kinks {Report.KinkCount}, mistakes [{string.Join(", ", Report.Mistakes.Select(m => $"{m.Id} {m.Confidence:F2}"))}], columns [{string.Join(", ", Report.Columns.Select(c => c.Class))}], examples [{string.Join(", ", Report.Examples)}], terms [{string.Join(", ", Report.Terms.Select(t => $"{t.Found:F3} {t.Name}"))}]");

    private Naming Judge()
    {
        string[] named = [.. Report.Mistakes.Select(mistake => mistake.Id)];
        if (Case.Kind == CaseKind.UnknownMistake)
        {
            // With fewer examples than features a few of them can make any column; then a name is a true explanation.
            bool isLocalized = Report.Columns.Any(column => column.Class == Case.ChangedColumn);
            if (!isLocalized) return Corpus.Naming.Failed;
            if (named.Length == 0) return Corpus.Naming.AsMade;
        }
        else if (named.Length == 0)
        {
            return Corpus.Naming.Failed;
        }
        else if (Case.Mistakes.Count == 1 ? named[0] == Case.Mistakes[0] : Case.Mistakes.All(named.Contains)) return Corpus.Naming.AsMade;
        string[][] programs = Report.Mistakes[0].Confidence < 1 ? [[named[0]], named[..Math.Min(2, named.Length)]] : [named];
        return programs.Any(program => program.All(MistakenLoops.Names.Contains) && (GivesSame(program, false) || GivesSame(program, true))) ? Corpus.Naming.SameGradient : Corpus.Naming.Failed;
    }

    /// <summary>Whether the loops with the mistakes named, without the examples named, and times a factor where that is named, give the case's gradient.</summary>
    private bool GivesSame(string[] program, bool takesZero)
    {
        string[] mistakes = [.. program.Where(id => id is not ("scaled" or "missing-examples"))];
        double[] sum = Case.Problem.RunWithout(program.Contains("missing-examples") ? Report.Examples : [], takesZero, mistakes), none = new double[sum.Length];
        if (!program.Contains("scaled")) return IsSame(sum, none, 1);
        // The factor may be of the whole or of the sum over examples, whose regularization then stays.
        double[] penalty = [.. Case.Problem.Weights.Values.ToArray().Select(w => 2 * Case.Problem.Lambda * w)];
        return IsSame(sum, none, Factor(sum, none)) || IsSame([.. sum.Zip(penalty, (s, p) => s - p)], penalty, Factor([.. sum.Zip(penalty, (s, p) => s - p)], penalty));

        bool IsSame(double[] scaled, double[] rest, double factor) =>
            Distance([.. scaled.Zip(rest, (s, r) => factor * s + r)], Case.Gradient) <= SameGradient * (1 + Norm(Case.Gradient));

        double Factor(double[] scaled, double[] rest) =>
            Enumerable.Range(0, scaled.Length).Sum(e => scaled[e] * (Case.Gradient[e] - rest[e])) / Math.Max(double.Epsilon, scaled.Sum(s => s * s));
    }

    private static double Norm(double[] a) => Math.Sqrt(a.Sum(v => v * v));

    private static double Distance(double[] a, double[] b) => Norm([.. a.Zip(b, (u, v) => u - v)]);
}
