using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking;

/// <summary>
/// Where the terms of a margin loss switch on and off along a line: every violation v_ij(W + tV) is linear in t, so
/// kinks are computed and named, not guessed from values.
/// </summary>
/// <remarks>
/// Weston–Watkins and one-vs-rest have a kink where some v_ij = 0; Crammer–Singer where the largest of 0 and the v_ij
/// is shared. |v_ij| below what rounding does to it counts as zero.
/// </remarks>
internal sealed class KinkProbe
{
    private const double SingleRounding = 1.0 / (1 << 24), DoubleRounding = 1.0 / (1L << 53);

    /// <summary>How many kinks are listed at most.</summary>
    public const int Listed = 1000;

    private readonly MeanForm _form;
    private readonly WorkingWeights _weights;
    private readonly double _rounding;
    private readonly double _largestColumn;

    private KinkProbe(MeanForm form, WeightMatrix weights, FunctionPrecision precision)
    {
        _form = form;
        _weights = new WorkingWeights(form.Data.Features, weights, biasScale: 0);
        _rounding = (precision == FunctionPrecision.Single ? SingleRounding : DoubleRounding) * (16 + 4 * Math.Sqrt(weights.FeatureCount));
        for (int j = 0; j < weights.ClassCount; j++)
        {
            double squares = 0;
            for (int f = 0; f < weights.FeatureCount; f++) squares += weights[f, j] * weights[f, j];
            _largestColumn = Math.Max(_largestColumn, Math.Sqrt(squares));
        }
    }

    /// <summary>For the form's loss at W; null where it has no kinks.</summary>
    public static KinkProbe? For(MeanForm form, WeightMatrix weights, FunctionPrecision precision) =>
        form.Loss.IsSmooth ? null : new KinkProbe(form, weights, precision);

    /// <summary>|t| of the nearest kink along V that is not at W itself; infinite for none.</summary>
    public double Nearest(ReadOnlySpan<double> direction)
    {
        double nearest = double.PositiveInfinity;
        Visit(direction, (_, _, t) =>
        {
            if (t > 0) nearest = Math.Min(nearest, t);
        });
        return nearest;
    }

    /// <summary>The terms that switch between W − tV and W + tV, those at their kink at W itself among them.</summary>
    public List<Kink> Within(ReadOnlySpan<double> direction, double reach)
    {
        List<Kink> kinks = [];
        Visit(direction, (example, @class, t) =>
        {
            if (t <= reach && kinks.Count < Listed) kinks.Add(new Kink(example, @class));
        });
        return kinks;
    }

    private void Visit(ReadOnlySpan<double> direction, Action<int, int, double> crossing)
    {
        int k = _weights.ClassCount;
        WorkingWeights along = new(_form.Data.Features, new WeightMatrix(_weights.FeatureCount, k, direction.ToArray()), biasScale: 0);
        double[] scores = new double[_weights.ScoreLength], slopes = new double[_weights.ScoreLength], zeros = new double[k];
        // A last candidate stands for the 0 of max(0, …).
        double[] values = new double[k + 1], rates = new double[k + 1];
        Loss loss = _form.Loss;
        for (int i = 0; i < _form.Data.ExampleCount; i++)
        {
            _form.Data.Features.Scores(i, _weights, scores);
            _form.Data.Features.Scores(i, along, slopes);
            int y = _form.Data.Labels[i];
            double largest = 1;
            for (int j = 0; j < k; j++)
            {
                values[j] = loss.Violation(scores.AsSpan(0, k), y, j) ?? double.NegativeInfinity;
                // v is s plus a constant, up to signs: the constant drops out of its slope.
                rates[j] = loss.Violation(slopes.AsSpan(0, k), y, j) - loss.Violation(zeros, y, j) ?? 0;
                if (double.IsFinite(values[j])) largest = Math.Max(largest, Math.Abs(values[j]));
            }
            double bound = _rounding * (largest + 2 * Math.Sqrt(_form.Data.Features.SquaredNorm(i)) * _largestColumn);
            if (loss is CrammerSinger) VisitLargest(i, values, rates, bound, crossing);
            else VisitEach(i, values, rates, bound, crossing);
        }
    }

    private static void VisitEach(int example, double[] values, double[] rates, double bound, Action<int, int, double> crossing)
    {
        for (int j = 0; j < values.Length - 1; j++)
        {
            if (rates[j] == 0 || !double.IsFinite(values[j])) continue;
            crossing(example, j, Math.Abs(values[j]) <= bound ? 0 : Math.Abs(values[j] / rates[j]));
        }
    }

    private static void VisitLargest(int example, double[] values, double[] rates, double bound, Action<int, int, double> crossing)
    {
        int zero = values.Length - 1, top = zero;
        for (int j = 0; j < zero; j++)
            if (values[j] > values[top]) top = j;
        for (int j = 0; j < values.Length; j++)
        {
            if (j == top || !double.IsFinite(values[j]) || rates[j] == rates[top]) continue;
            double behind = values[top] - values[j], t = behind <= bound ? 0 : Math.Abs(behind / (rates[j] - rates[top]));
            if (j != zero) crossing(example, j, t);
            if (top != zero && (t == 0 || j == zero)) crossing(example, top, t);
        }
    }
}
