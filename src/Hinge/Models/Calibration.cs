namespace Hinge.Models;

/// <summary>
/// How scores become probabilities: p_j = exp(β·s_j) / Σ_l exp(β·s_l), one number β for all classes, so that the best class stays the best
/// (temperature scaling: Guo et al., "On calibration of modern neural networks", ICML 2017, section 4.2, with β = 1/T).
/// </summary>
public sealed record Calibration
{
    /// <summary>β ≥ 0, of scores as the model gives them.</summary>
    public required double InverseTemperature { get; init; }

    /// <summary>The folds of the cross-validation that β was fitted on.</summary>
    public required int FoldCount { get; init; }

    /// <summary>The seed of the folds.</summary>
    public required int Seed { get; init; }

    /// <summary>The mean of −log p_y over the examples, each scored by a model that had not seen it; in nats.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Probabilities of scores.</summary>
    /// <param name="scores">s, length K ≥ 1, finite.</param>
    /// <param name="probabilities">Length K, overwritten; may be the scores themselves.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Apply(ReadOnlySpan<double> scores, Span<double> probabilities) => SoftmaxOf(scores, InverseTemperature, probabilities);

    /// <summary>exp(β·s_j) / Σ_l exp(β·s_l).</summary>
    internal static void SoftmaxOf(ReadOnlySpan<double> scores, double factor, Span<double> probabilities)
    {
        if (probabilities.Length != scores.Length)
            throw new ArgumentException($"probabilities must have length {scores.Length}; got {probabilities.Length}.", nameof(probabilities));
        double best = scores[LinearModel.Best(scores)], sum = 0;
        for (int j = 0; j < scores.Length; j++) sum += probabilities[j] = Math.Exp(factor * (scores[j] - best));
        foreach (ref double p in probabilities) p /= sum;
    }

    /// <summary>Whether a file may hold it.</summary>
    internal bool IsValid => InverseTemperature >= 0 && double.IsFinite(InverseTemperature) && FoldCount >= 2 && LogLoss >= 0 && double.IsFinite(LogLoss);
}
