using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking.Diagnosing;

/// <summary>
/// Finds the few examples whose part explains a difference between dW and the gradient, by matching pursuit: again and
/// again the example whose part lies most along what is left.
/// </summary>
internal sealed class MissingExamples
{
    /// <summary>More examples than this are not named one by one.</summary>
    private const int Limit = 64;

    private readonly Dataset _data;
    private readonly ExampleTerms _terms;
    private readonly bool _takesKinks;
    private readonly ScoreTable _scores;
    private readonly int _threads;

    /// <param name="data">X and y.</param>
    /// <param name="terms">The examples' coefficients.</param>
    /// <param name="takesKinks">Whether terms at kinks count as violated.</param>
    /// <param name="scores">The scores at W.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    public MissingExamples(Dataset data, ExampleTerms terms, bool takesKinks, ScoreTable scores, int threads)
    {
        _data = data;
        _terms = terms;
        _takesKinks = takesKinks;
        _scores = scores;
        _threads = threads;
    }

    /// <summary>An example, and how often more (or less, below 0) than once it is in dW.</summary>
    public readonly record struct Part(int Example, int Factor);

    /// <summary>The parts that explain <paramref name="residual"/> down to what <paramref name="isRounding"/> accepts; null where a few examples do not.</summary>
    public IReadOnlyList<Part>? Find(WeightMatrix residual, Func<WeightMatrix, bool> isRounding)
    {
        int limit = Math.Min(Limit, _data.ExampleCount);
        WeightMatrix left = new(residual.FeatureCount, residual.ClassCount, residual.Values.ToArray());
        SortedDictionary<int, int> factors = [];
        // Each example gets another try when later ones have moved its factor.
        for (int tries = 4 * limit; tries > 0; tries--)
        {
            if (isRounding(left)) return [.. factors.Where(f => f.Value != 0).Select(f => new Part(f.Key, f.Value))];
            (int best, double gain, double factor) = Best(left);
            // An example is in dW a whole number of times; and not even as many more of the best would do.
            int whole = (int)Math.Clamp(Math.Round(factor), -Limit, Limit);
            if (best < 0 || whole == 0 || gain * tries < left.SquaredNorm() || (factors.Count >= limit && !factors.ContainsKey(best))) return null;
            factors[best] = factors.GetValueOrDefault(best) + whole;
            Subtract(best, whole, left);
        }
        return null;
    }

    /// <summary>The example whose part takes most from ‖left‖², how much, and with which factor.</summary>
    private (int Example, double Gain, double Factor) Best(WeightMatrix left)
    {
        int n = _data.ExampleCount, blocks = RowBlocks.ScanBlocks(n);
        WorkingWeights along = new(_data.Features, left, biasScale: 0);
        (int Example, double Gain, double Factor)[] best = new (int, double, double)[blocks];
        RowBlocks.ForEach(n, blocks, _threads, () => (new double[_scores.ScoreLength], new double[_scores.ScoreLength]), (block, first, end, buffers) =>
        {
            best[block] = (-1, 0, 0);
            for (int i = first; i < end; i++)
            {
                double norm = PartNorm(i, buffers.Item1), dot = 0;
                if (norm == 0) continue;
                _data.Features.Scores(i, along, buffers.Item2);
                for (int j = 0; j < left.ClassCount; j++)
                    dot += buffers.Item1[j] * buffers.Item2[j];
                dot /= n;
                if (dot * dot / norm > best[block].Gain) best[block] = (i, dot * dot / norm, dot / norm);
            }
        });
        return best.MaxBy(found => found.Gain);
    }

    private void Subtract(int example, double factor, WeightMatrix left)
    {
        double[] coefficients = new double[_scores.ScoreLength], row = new double[left.FeatureCount];
        PartNorm(example, coefficients);
        _data.Features.CopyRow(example, row);
        for (int f = 0; f < row.Length; f++)
            for (int j = 0; j < left.ClassCount; j++)
                left[f, j] -= factor * row[f] * coefficients[j] / _data.ExampleCount;
    }

    /// <summary>The squared norm of an example's part x_i·coefficientsᵀ/N; the coefficients are left in <paramref name="scores"/>.</summary>
    private double PartNorm(int example, double[] scores)
    {
        _scores.Read(example, scores);
        Span<double> coefficients = scores.AsSpan(0, _data.Labels.ClassCount);
        List<KinkChoice> choices = [];
        _terms.Coefficients(coefficients, _data.Labels[example], example, choices);
        if (_takesKinks)
            foreach (KinkChoice choice in choices) choice.AddTo(coefficients);
        double sum = 0;
        foreach (double c in coefficients)
            sum += c * c;
        return sum * _data.Features.SquaredNorm(example) / ((double)_data.ExampleCount * _data.ExampleCount);
    }
}
