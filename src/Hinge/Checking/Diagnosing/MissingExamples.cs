using Hinge.Data;
using Hinge.Models;

namespace Hinge.Checking.Diagnosing;

/// <summary>
/// Finds the few examples whose part explains a difference between dW and the gradient, by matching pursuit: again and
/// again the example whose part lies most along what is left.
/// </summary>
internal static class MissingExamples
{
    /// <summary>More examples than this are not named one by one.</summary>
    private const int Limit = 64;

    /// <summary>A factor this near to −1 (left out) or 1 (counted twice) is that.</summary>
    private const double WholeTolerance = 1e-2;

    /// <summary>An example, and how often more (or less, below 0) than once it is in dW.</summary>
    public readonly record struct Part(int Example, double Factor);

    /// <summary>The parts that explain <paramref name="residual"/> down to what <paramref name="isRounding"/> accepts; null where a few examples do not.</summary>
    public static IReadOnlyList<Part>? Find(Dataset data, ExampleTerms terms, bool takesKinks, WeightMatrix weights, WeightMatrix residual, Func<WeightMatrix, bool> isRounding)
    {
        FeatureMatrix features = data.Features;
        int n = data.ExampleCount, k = weights.ClassCount, limit = Math.Min(Limit, n);
        WorkingWeights working = new(features, weights, biasScale: 0);
        WeightMatrix left = new(residual.FeatureCount, k, residual.Values.ToArray());
        double[] scores = new double[working.ScoreLength], along = new double[working.ScoreLength];
        SortedDictionary<int, double> factors = [];
        // Each example gets another try when later ones have moved its factor: at most a few rounds.
        for (int step = 0; step < 4 * limit; step++)
        {
            if (isRounding(left))
                return factors.Values.All(IsWhole) ? [.. factors.Where(f => f.Value != 0).Select(f => new Part(f.Key, Math.Round(f.Value)))] : null;
            WorkingWeights leftWorking = new(features, left, biasScale: 0);
            (int best, double bestGain, double bestFactor) = (-1, 0, 0);
            for (int i = 0; i < n; i++)
            {
                double norm = PartNorm(data, terms, takesKinks, working, i, scores);
                if (norm == 0 || (factors.Count >= limit && !factors.ContainsKey(i))) continue;
                features.Scores(i, leftWorking, along);
                double dot = 0;
                for (int j = 0; j < k; j++)
                    dot += scores[j] * along[j];
                dot /= n;
                double gain = dot * dot / norm;
                if (gain > bestGain) (best, bestGain, bestFactor) = (i, gain, dot / norm);
            }
            if (best < 0) return null;
            factors[best] = factors.GetValueOrDefault(best) + bestFactor;
            PartNorm(data, terms, takesKinks, working, best, scores);
            double[] row = new double[features.FeatureCount];
            features.CopyRow(best, row);
            for (int f = 0; f < row.Length; f++)
                for (int j = 0; j < k; j++)
                    left[f, j] -= bestFactor * row[f] * scores[j] / n;
        }
        return null;
    }

    /// <summary>The squared norm of an example's part x_i·coefficientsᵀ/N; the coefficients are left in <paramref name="scores"/>.</summary>
    private static double PartNorm(Dataset data, ExampleTerms terms, bool takesKinks, WorkingWeights weights, int example, double[] scores)
    {
        data.Features.Scores(example, weights, scores);
        Span<double> coefficients = scores.AsSpan(0, weights.ClassCount);
        List<KinkChoice> choices = [];
        terms.Coefficients(coefficients, data.Labels[example], example, choices);
        if (takesKinks)
            foreach (KinkChoice choice in choices) choice.AddTo(coefficients);
        double sum = 0;
        foreach (double c in coefficients)
            sum += c * c;
        return sum * data.Features.SquaredNorm(example) / ((double)data.ExampleCount * data.ExampleCount);
    }

    private static bool IsWhole(double factor) => Math.Abs(factor - Math.Round(factor)) <= WholeTolerance;
}
