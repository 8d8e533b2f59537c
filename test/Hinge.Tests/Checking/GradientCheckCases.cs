using Hinge.Checking;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tests.Checking;

/// <summary>Data and functions for gradient checks.</summary>
internal static class GradientCheckCases
{
    /// <summary>Normal features and weights: no kink is met.</summary>
    public static (MeanForm Form, WeightMatrix Weights) Random(string loss, int examples, int features, int classes, double lambda, int seed)
    {
        WeightMatrix x = WeightMatrix.Random(examples, features, 1, seed);
        int[] y = [.. Enumerable.Range(0, examples).Select(i => (i * 7 + seed) % classes)];
        return (new MeanForm(Data(x.Values.ToArray(), y, features, classes), Loss.Create(loss), lambda), WeightMatrix.Random(features, classes, 1 / Math.Sqrt(features), seed + 1000));
    }

    /// <summary>Small integers everywhere: many terms are exactly at their kink.</summary>
    public static (MeanForm Form, WeightMatrix Weights) AtKinks(string loss, int examples, int features, int classes, double lambda, int seed)
    {
        double[] x = Integers(examples * features, seed), w = Integers(features * classes, seed + 1000);
        int[] y = [.. Enumerable.Range(0, examples).Select(i => (i * 7 + seed) % classes)];
        return (new MeanForm(Data(x, y, features, classes), Loss.Create(loss), lambda), new WeightMatrix(features, classes, w));
    }

    /// <summary>The objective with its gradient tampered with.</summary>
    public static ValueAndGradient Planted(MeanForm form, Action<WeightMatrix> mistake) => (w, gradient) =>
    {
        double value = form.ValueAndGradient(w, gradient);
        mistake(gradient);
        return value;
    };

    /// <summary>A function of each weight by itself, added up.</summary>
    public static ValueAndGradient Sum(Func<double, double> value, Func<double, double> derivative) => (w, gradient) =>
    {
        double sum = 0;
        for (int e = 0; e < w.Values.Length; e++)
        {
            sum += value(w.Values[e]);
            gradient.Values[e] = derivative(w.Values[e]);
        }
        return sum;
    };

    /// <summary>Weston–Watkins wholly in float32, as NumPy does it on float32 arrays.</summary>
    public static ValueAndGradient InFloat32(MeanForm form, double gradientFactor = 1) => (w, gradient) =>
    {
        int n = form.Data.ExampleCount, d = w.FeatureCount, k = w.ClassCount;
        float[] dw = new float[d * k];
        float sum = 0;
        double[] row = new double[d];
        for (int i = 0; i < n; i++)
        {
            form.Data.Features.CopyRow(i, row);
            float[] s = new float[k];
            for (int f = 0; f < d; f++)
                for (int j = 0; j < k; j++)
                    s[j] += (float)row[f] * (float)w[f, j];
            int y = form.Data.Labels[i];
            for (int j = 0; j < k; j++)
            {
                float v = s[j] - s[y] + 1f;
                if (j == y || v <= 0) continue;
                sum += v;
                for (int f = 0; f < d; f++)
                {
                    dw[f * k + j] += (float)row[f];
                    dw[f * k + y] -= (float)row[f];
                }
            }
        }
        for (int e = 0; e < dw.Length; e++) gradient.Values[e] = (float)(dw[e] / n * (float)gradientFactor);
        return sum / n;
    };

    public static string Describe(GradientCheckResult result) =>
        $"{result.Verdict} reason={result.Reason} evaluations={result.Evaluations} order={result.Order} step={result.Step} noise={result.Noise} {result.Precision} columns=[{string.Join(',', result.Columns)}] features=[{string.Join(',', result.Features)}] examples=[{string.Join(',', result.Examples)}] kinks={result.Kinks.Count} worst={result.Worst} noisy={string.Join(";", result.Entries.Where(e => e.Verdict == Hinge.Checking.Diagnosing.Verdict.Noisy).Take(2))}";

    private static Dataset Data(double[] x, int[] y, int features, int classes) =>
        new(new DenseMatrix<double>(y.Length, features, x), new Labels(y, classes));

    private static double[] Integers(int count, int seed)
    {
        WeightMatrix normal = WeightMatrix.Random(count, 1, 1, seed);
        return [.. normal.Values.ToArray().Select(value => Math.Clamp(Math.Round(value), -2, 2))];
    }
}
