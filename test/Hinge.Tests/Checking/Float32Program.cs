using Hinge.Checking;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tests.Checking;

/// <summary>Any loss as NumPy does it on float32 arrays: scores, sums over examples, gradient and penalty rounded at every step.</summary>
internal static class Float32Program
{
    /// <param name="form">The data and the loss.</param>
    /// <param name="mistake">Spoils the gradient; null for a right one.</param>
    public static ValueAndGradient Of(MeanForm form, Action<WeightMatrix>? mistake = null)
    {
        int n = form.Data.ExampleCount, d = form.Data.Features.FeatureCount, k = form.Data.Labels.ClassCount;
        float[][] x = [.. Enumerable.Range(0, n).Select(Row)];
        return (weights, gradient) =>
        {
            float[] w = Singles(weights.Values.ToArray()), dw = new float[d * k], s = new float[k];
            float sum = 0, lambda = (float)form.Lambda, penalty = 0;
            double[] coefficients = new double[k];
            for (int i = 0; i < n; i++)
            {
                Array.Clear(s);
                for (int f = 0; f < d; f++)
                    for (int j = 0; j < k; j++)
                        s[j] += x[i][f] * w[f * k + j];
                for (int j = 0; j < k; j++) coefficients[j] = s[j];
                sum += (float)form.Loss.ValueAndCoefficients(coefficients, form.Data.Labels[i]);
                for (int f = 0; f < d; f++)
                    for (int j = 0; j < k; j++)
                        dw[f * k + j] += x[i][f] * (float)coefficients[j];
            }
            for (int e = 0; e < w.Length; e++)
            {
                penalty += w[e] * w[e];
                gradient.Values[e] = (dw[e] / n) + (2 * lambda * w[e]);
            }
            mistake?.Invoke(gradient);
            foreach (ref double g in gradient.Values) g = (float)g;
            return (float)((sum / n) + (lambda * penalty));
        };

        float[] Row(int example)
        {
            double[] row = new double[d];
            form.Data.Features.CopyRow(example, row);
            return Singles(row);
        }
    }

    private static float[] Singles(double[] values) => Array.ConvertAll(values, value => (float)value);
}
