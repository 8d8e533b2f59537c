using Hinge.Data;

namespace Hinge.Tuning;

/// <summary>
/// Fits β ≥ 0 of p_j ∝ exp(β·s_ij) by least cross-entropy: L(β) = Σ_i w_i·[log Σ_j exp(β s_ij) − β Σ_j t_ij s_ij], convex in β.
/// </summary>
/// <remarks>
/// The targets are t_ij = (N·[j = y_i] + 1/K)/(N + 1), as if one label in N + 1 were drawn at random: without that little doubt β would be infinite where
/// every example is right (Platt, "Probabilistic outputs for support vector machines", 1999, section 2.2, has (N_y + 1)/(N_y + 2) for two classes; for many,
/// a doubt of K examples a class is too much: of 125 a class and K = 10 it was the greater part of the calibration error). Newton's method, halved
/// back into the bracket that the derivative's signs give; sums run over the examples in order.
/// </remarks>
internal static class TemperatureFit
{
    private const int MostSteps = 200;
    private const double Accuracy = 1e-10;

    /// <summary>β, and the mean of −log p_y at it; (0, log K) where scores tell nothing.</summary>
    /// <param name="scores">s, N×K.</param>
    /// <param name="labels">y.</param>
    /// <param name="weights">w, length N, not all zero; null for ones.</param>
    public static (double Factor, double LogLoss) Of(float[] scores, Labels labels, IReadOnlyList<double>? weights)
    {
        double low = 0, high = double.PositiveInfinity, factor = 1 / Scale(scores, labels.ClassCount);
        if (!double.IsFinite(factor) || Derivatives(scores, labels, weights, 0).First >= 0) factor = 0;
        for (int step = 0; step < MostSteps && factor > 0; step++)
        {
            (double first, double second) = Derivatives(scores, labels, weights, factor);
            if (first > 0) high = factor;
            else low = factor;
            double next = factor - first / second;
            if (!(next > low && next < high)) next = double.IsFinite(high) ? 0.5 * (low + high) : 2 * factor;
            bool isClose = Math.Abs(next - factor) <= Accuracy * factor;
            factor = next;
            if (isClose) break;
        }
        return (factor, LogLoss(scores, labels, weights, factor));
    }

    /// <summary>The mean over the examples of the highest minus the lowest score: the size of β's inverse.</summary>
    private static double Scale(float[] scores, int k)
    {
        double sum = 0;
        for (int start = 0; start < scores.Length; start += k)
        {
            double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
            foreach (float s in scores.AsSpan(start, k)) (lowest, highest) = (Math.Min(lowest, s), Math.Max(highest, s));
            sum += highest - lowest;
        }
        return sum / (scores.Length / k);
    }

    /// <summary>L′ = Σ w_i (Σ_j p_ij s_ij − Σ_j t_ij s_ij) and L″ = Σ w_i·variance of s_i under p_i.</summary>
    private static (double First, double Second) Derivatives(float[] scores, Labels labels, IReadOnlyList<double>? weights, double factor)
    {
        int k = labels.ClassCount;
        double first = 0, second = 0;
        for (int i = 0; i < labels.Count; i++)
        {
            ReadOnlySpan<float> row = scores.AsSpan(i * k, k);
            double weight = weights?[i] ?? 1, own = row[labels[i]], total = 0, mass = 0, mean = 0, square = 0, highest = Highest(row);
            foreach (float s in row)
            {
                // From the right class's score: of differences nothing cancels.
                double p = Math.Exp(factor * (s - highest)), d = s - own;
                mass += p;
                mean += p * d;
                square += p * d * d;
                total += d;
            }
            mean /= mass;
            first += weight * (mean - total / k / (labels.Count + 1.0));
            second += weight * (square / mass - mean * mean);
        }
        return (first, second);
    }

    private static double LogLoss(float[] scores, Labels labels, IReadOnlyList<double>? weights, double factor)
    {
        int k = labels.ClassCount;
        double sum = 0, all = 0;
        for (int i = 0; i < labels.Count; i++)
        {
            ReadOnlySpan<float> row = scores.AsSpan(i * k, k);
            double weight = weights?[i] ?? 1, mass = 0, highest = Highest(row);
            foreach (float s in row) mass += Math.Exp(factor * (s - highest));
            sum += weight * (Math.Log(mass) - factor * (row[labels[i]] - highest));
            all += weight;
        }
        return sum / all;
    }

    private static double Highest(ReadOnlySpan<float> row)
    {
        double highest = row[0];
        foreach (float s in row) highest = Math.Max(highest, s);
        return highest;
    }
}
