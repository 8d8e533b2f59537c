using Hinge.Checking.Diagnosing;
using Hinge.Testing.Corpus;

namespace Hinge.Clinic;

/// <summary>What the diagnosis says of one kind of case, counted.</summary>
public sealed record DiagnosisRow
{
    /// <summary>Counts.</summary>
    /// <param name="kind">The kind of case, in words.</param>
    /// <param name="cases">The cases of that kind.</param>
    public DiagnosisRow(string kind, IReadOnlyCollection<DiagnosedCase> cases)
    {
        Kind = kind;
        Cases = cases.Count;
        TrulyWrong = cases.Count(item => item.Case.Truth == Truth.Wrong);
        Correct = cases.Count(item => item.Report.Verdict == Verdict.Correct);
        ValidSubgradient = cases.Count(item => item.Report.Verdict == Verdict.ValidSubgradient);
        Wrong = cases.Count(item => item.Report.Verdict == Verdict.Wrong);
        Noisy = cases.Count(item => item.Report.Verdict == Verdict.Noisy);
        FalseAlarms = cases.Count(item => item.IsFalseAlarm);
        Misses = cases.Count(item => item.IsMiss);
        AsMade = cases.Count(item => item.Naming == Naming.AsMade);
        SameGradient = cases.Count(item => item.Naming == Naming.SameGradient);
        NotNamed = cases.Count(item => item.Naming == Naming.Failed);
    }

    public string Kind { get; }

    public int Cases { get; }

    /// <summary>How many are wrong in truth; with no effect at the weights, a mistake leaves the gradient right.</summary>
    public int TrulyWrong { get; }

    public int Correct { get; }

    public int ValidSubgradient { get; }

    public int Wrong { get; }

    public int Noisy { get; }

    public int FalseAlarms { get; }

    public int Misses { get; }

    /// <summary>See <see cref="Naming.AsMade"/>.</summary>
    public int AsMade { get; }

    /// <summary>See <see cref="Naming.SameGradient"/>.</summary>
    public int SameGradient { get; }

    /// <summary>See <see cref="Naming.Failed"/>.</summary>
    public int NotNamed { get; }
}
