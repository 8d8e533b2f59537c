using Hinge.Checking;
using Hinge.Checking.Diagnosing;
using Hinge.Testing.Corpus;

namespace Hinge.Clinic;

/// <summary>Hinge's own two checkers.</summary>
public static class HingeCheckers
{
    /// <summary><c>hinge diagnose</c>, which knows the loss that was meant.</summary>
    public static Checker Diagnose(IEnumerable<CorpusCase> cases) =>
        new("`hinge diagnose`", [.. cases.Select(item => DiagnosedCase.Of(item).Report.Verdict == Verdict.Wrong)]);

    /// <summary><c>hinge check</c> with its defaults, on a program of which it knows nothing.</summary>
    public static Checker Check(IEnumerable<CorpusCase> cases) => new("`hinge check`", [.. cases.AsParallel().AsOrdered().Select(IsWrong)]);

    private static bool IsWrong(CorpusCase item) => GradientCheck.Run(
        (weights, gradient) =>
        {
            (double loss, double[] found) = item.At(weights.Values.ToArray());
            found.CopyTo(gradient.Values);
            return loss;
        },
        item.Problem.Weights).Verdict == Verdict.Wrong;
}
