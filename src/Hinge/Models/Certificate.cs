using System.Text.Json.Serialization;
using Hinge.Data;
using Hinge.Training;

namespace Hinge.Models;

/// <summary>
/// Proof of how good stored weights are: P(W) at those very weights, a dual value D(b), and what they were computed
/// from. By weak duality no weights have a primal below the dual.
/// </summary>
public sealed record Certificate
{
    /// <summary>Below this a primal counts as zero.</summary>
    private const double Tiny = 1e-300;

    /// <summary>The share of |P| that at least is taken for rounding before anything is concluded.</summary>
    private const double LeastRounding = 1e-12;

    /// <summary>P(W), in double, at the weights as stored; NaN where they were trained on a stream, which nobody keeps.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public required double Primal { get; init; }

    /// <summary>D(b), with W(b) recomputed from the duals; −∞ where no dual is known (<see cref="HasDual"/>).</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public required double Dual { get; init; }

    /// <summary>‖W − W(b)‖: how far the stored weights are from those of the duals; ∞ where no dual is known, or where, without ½‖W‖², duals have no weights.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public required double DualDistance { get; init; }

    /// <summary>
    /// How far <see cref="Primal"/> and <see cref="Dual"/>, computed in double, may together be from those of exact arithmetic: beside a large
    /// C‖x‖² it may exceed the gap, which may then be negative and says nothing. 0 where it is not stated.
    /// </summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double Rounding { get; init; }

    /// <summary>N, the number of training examples; 0 where they are not known (<see cref="ImportedFrom"/>).</summary>
    public required int ExampleCount { get; init; }

    /// <summary>The training data's <see cref="Dataset.Fingerprint"/>; empty where it is not known.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The trainer.</summary>
    public string Solver { get; init; } = "";

    /// <summary>The share of examples held out by the seed to stop early; 0 for none. All else here is of the examples left.</summary>
    public double HoldoutShare { get; init; }

    /// <summary>The seed of its random order.</summary>
    public int Seed { get; init; }

    /// <summary>The passes it made over the data or over its active part.</summary>
    public int Epochs { get; init; }

    /// <summary>Why it ended; where that is not <see cref="StopReason.GapReached"/>, the gap may be larger than the one asked for.</summary>
    public StopReason StopReason { get; init; }

    /// <summary>The version of Hinge that wrote the certificate.</summary>
    public string Version { get; init; } = LibraryVersion;

    /// <summary>
    /// The program that the weights are from, such as <c>LIBLINEAR (MCSVM_CS)</c>, where Hinge did not train them; null, the default, where it did.
    /// Nothing is proved of such weights and their training data is not known: there is nothing to verify.
    /// </summary>
    public string? ImportedFrom { get; init; }

    /// <summary>The version of this library.</summary>
    public static string LibraryVersion { get; } = typeof(Certificate).Assembly.GetName().Version!.ToString(3);

    /// <summary>Whether a dual is known: without one, as for a bias free of the penalty, or for a stream, nothing is proved and the gap is infinite.</summary>
    [JsonIgnore]
    public bool HasDual => Dual > double.NegativeInfinity;

    /// <summary>Primal − Dual; ∞ where no dual is known.</summary>
    [JsonIgnore]
    public double Gap => HasDual ? Primal - Dual : double.PositiveInfinity;

    /// <summary>Gap / |Primal|; ∞ where no dual is known.</summary>
    [JsonIgnore]
    public double RelativeGap => RelativeGapOf(Primal, Dual);

    /// <summary>An upper bound on ‖W − W*‖, the distance of the stored weights from the exact optimum.</summary>
    /// <remarks>
    /// P is 1-strongly convex, so ½‖W − W*‖² ≤ P(W) − P*, and D is quadratic in W(b), so ½‖W(b) − W*‖² ≤ P* − D(b).
    /// The first alone gives √(2·gap); the sum of both gives √gap + ‖W − W(b)‖. The smaller of the two holds. <see cref="Rounding"/> is added
    /// to the gap. Without ½‖W‖² (<see cref="Objectives.Objective.IsPureL1"/>) neither holds, and the bound is infinite.
    /// </remarks>
    [JsonIgnore]
    public double WeightErrorBound
    {
        get
        {
            if (!HasDual || double.IsPositiveInfinity(DualDistance)) return double.PositiveInfinity;
            double gap = Math.Max(0, Gap) + Math.Max(Rounding, LeastRounding * Math.Abs(Primal));
            return Math.Min(Math.Sqrt(2 * gap), Math.Sqrt(gap) + DualDistance);
        }
    }

    /// <summary>
    /// The lead of the best score over the second beyond which the exact optimum provably predicts the same class:
    /// √2·‖x‖·<see cref="WeightErrorBound"/>.
    /// </summary>
    /// <param name="squaredNorm">‖x‖² of the row, the bias feature included.</param>
    public double CertifiedLead(double squaredNorm) => double.IsFinite(WeightErrorBound) ? Math.Sqrt(2 * squaredNorm) * WeightErrorBound : double.PositiveInfinity;

    /// <summary>What is known of weights that another program trained: nothing.</summary>
    /// <param name="program">Its name, and what of its settings is known.</param>
    internal static Certificate Imported(string program) => new()
    {
        Primal = double.NaN,
        Dual = double.NegativeInfinity,
        DualDistance = double.PositiveInfinity,
        ExampleCount = 0,
        Fingerprint = "",
        ImportedFrom = program,
    };

    /// <summary>The part of <paramref name="data"/> that the certificate is about: all of it, or what was not held out.</summary>
    public Dataset TrainingPart(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return TrainingExamples(data) is { } examples ? data.Select(examples) : data;
    }

    /// <summary>The examples of that part, or null for all.</summary>
    internal int[]? TrainingExamples(Dataset data) =>
        HoldoutShare == 0 ? null : RowSplit.Examples(data, HoldoutShare, Seed, stratify: false, Environment.ProcessorCount, nameof(HoldoutShare)).Train;

    internal static double RelativeGapOf(double primal, double dual) =>
        dual == double.NegativeInfinity ? double.PositiveInfinity : (primal - dual) / Math.Max(Math.Abs(primal), Tiny);
}
