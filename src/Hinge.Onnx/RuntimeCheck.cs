using System.Globalization;
using Hinge.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hinge.Onnx;

/// <summary>Holds what ONNX Runtime computes for rows against what Hinge does.</summary>
/// <remarks>
/// The bound on a score's difference: Hinge's are sums in float64. In float32, with u = 2⁻²⁴, each weight is rounded once, each of the n products of
/// features other than 0 once, each of n additions once, in any order, and the bias once; so, by Higham, Accuracy and Stability of Numerical
/// Algorithms, §3.1, |difference| ≤ (m·u/(1 − m·u))·(Σ_f |x_f||w_f| + |bias|) with m = n + 3, and where numbers underflow 2⁻¹²⁶ for each of them.
/// </remarks>
internal sealed class RuntimeCheck(LinearModel model)
{
    private const double Unit = 1.0 / (1 << 24), Tiny = 1.1754943508222875e-38;

    /// <summary>So many numbers go into the runtime at once.</summary>
    private const int NumbersAtOnce = 1 << 22;

    private double _largestDifference, _largestShare, _leastLead = double.PositiveInfinity;

    /// <summary>Runs the rows through ONNX Runtime.</summary>
    /// <param name="file">The ONNX file's content.</param>
    /// <param name="rows">N ≥ 1 rows.</param>
    /// <exception cref="OnnxDisagreementException">A label differs, or a score by more than the bound.</exception>
    /// <exception cref="ArgumentException">ONNX Runtime refuses the file.</exception>
    public OnnxVerification Run(byte[] file, RowFeed rows)
    {
        int n = rows.Features.ExampleCount, d = model.FeatureCount, k = model.ClassCount;
        double[] scores = new double[(long)n * k];
        model.ForEachScores(rows.Features, (i, row) => row.CopyTo(scores.AsSpan(i * k, k)));
        using SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using InferenceSession session = new(file, options);
        bool areIntegers = ModelGraph.HasIntegerLabels(model);
        double[] x = new double[d];
        int atOnce = Math.Max(1, NumbersAtOnce / d);
        for (int first = 0; first < n; first += atOnce)
        {
            int count = Math.Min(atOnce, n - first);
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> found = session.Run(rows.Inputs(first, count), [ModelGraph.Label, ModelGraph.Scores]);
            float[] theirs = [.. found[1].AsEnumerable<float>()];
            string[] labels = areIntegers ? [.. found[0].AsEnumerable<long>().Select(label => label.ToString(CultureInfo.InvariantCulture))] : [.. found[0].AsEnumerable<string>()];
            for (int r = 0; r < count; r++)
            {
                rows.Features.CopyRow(first + r, x);
                Compare(rows, first + r, x, scores.AsSpan((first + r) * k, k), theirs.AsSpan(r * k, k), labels[r]);
            }
        }
        return new OnnxVerification(n, _largestDifference, _largestShare, _leastLead);
    }

    private void Compare(RowFeed rows, int row, double[] x, ReadOnlySpan<double> ours, ReadOnlySpan<float> theirs, string label)
    {
        int best = LinearModel.Best(ours);
        double[] bounds = Bounds(x);
        for (int j = 0; j < bounds.Length; j++)
        {
            double difference = Math.Abs(theirs[j] - ours[j]);
            if (!(difference <= bounds[j]))
                throw new OnnxDisagreementException(row, string.Create(CultureInfo.InvariantCulture, $"{rows.NameOf(row)}: class {model.ClassNames[j]} has score {ours[j]:G9} and ONNX Runtime says {theirs[j]:G9}; float32 explains no more than {bounds[j]:G3}. Nothing was written."));
            _largestDifference = Math.Max(_largestDifference, difference);
            _largestShare = Math.Max(_largestShare, bounds[j] == 0 ? 0 : difference / bounds[j]);
        }
        double second = double.NegativeInfinity;
        for (int j = 0; j < ours.Length; j++)
            if (j != best) second = Math.Max(second, ours[j]);
        _leastLead = Math.Min(_leastLead, ours[best] - second);
        if (label != model.ClassNames[best])
            throw new OnnxDisagreementException(row, string.Create(CultureInfo.InvariantCulture, $"{rows.NameOf(row)}: the label is {model.ClassNames[best]} and ONNX Runtime says {label}: the best score leads by {ours[best] - second:G3}, which float32 cannot tell from a tie. Nothing was written. Leave the row out of those to check with if either label will do."));
    }

    private double[] Bounds(double[] x)
    {
        int k = model.ClassCount, d = model.FeatureCount, terms = 3;
        double[] sums = new double[k];
        for (int f = 0; f < d; f++)
        {
            if (x[f] == 0) continue;
            terms++;
            for (int j = 0; j < k; j++) sums[j] += Math.Abs(x[f] * model.Weights[f, j]);
        }
        for (int j = 0; j < k; j++)
        {
            if (model.Objective.BiasScale != 0) sums[j] += Math.Abs(model.Objective.BiasScale * model.Weights[d, j]);
            sums[j] = terms * Unit / (1 - terms * Unit) * sums[j] + terms * Tiny;
        }
        return sums;
    }
}
