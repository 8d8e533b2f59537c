using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>
/// Gradient descent once more, by plain loops over all weights at every step, from the formulas of docs/gradient-descent.md; on
/// batches in the order given.
/// </summary>
internal sealed class PlainDescent(int featureCount, int classCount, Objective objective, GradientDescentOptions settings)
{
    private readonly double[] _w = new double[(featureCount + (objective.BiasScale == 0 ? 0 : 1)) * classCount];
    private readonly double[] _v = new double[(featureCount + (objective.BiasScale == 0 ? 0 : 1)) * classCount];
    private readonly double[] _sum = new double[(featureCount + (objective.BiasScale == 0 ? 0 : 1)) * classCount];
    private int _step, _summed;

    /// <summary>W, row-major with the bias's row last, or the average.</summary>
    public double[] Weights => _summed == 0 ? _w : [.. _sum.Select(v => v / _summed)];

    /// <summary>Whether scores came so near to a kink of the loss, a tie of classes for instance, that rounding may choose the side.</summary>
    public bool MetKink { get; private set; }

    /// <summary>One epoch over the rows, each with the bias feature last where there is one.</summary>
    public void Epoch(double[][] rows, int[] labels, double[] exampleWeights, double decay, int epoch)
    {
        int steps = (rows.Length + settings.BatchSize - 1) / settings.BatchSize;
        for (int s = 0; s < steps; s++)
        {
            int[] batch = [.. Enumerable.Range(s * settings.BatchSize, Math.Min(settings.BatchSize, rows.Length - s * settings.BatchSize))];
            Step([.. batch.Select(i => rows[i])], [.. batch.Select(i => labels[i])], [.. batch.Select(i => exampleWeights[i])], decay, epoch + (double)s / steps);
        }
    }

    private void Step(double[][] x, int[] y, double[] a, double decay, double epochs)
    {
        double m = settings.Momentum!.Value, rate = settings.LearningRate!.Value, t = _step++;
        double step = (1 - m) * settings.Schedule switch
        {
            StepSchedule.Constant => rate,
            StepSchedule.InverseTime => 1 / (decay * (t + 1 / (rate * decay))),
            StepSchedule.InverseSquareRoot => rate / Math.Sqrt(1 + epochs),
            StepSchedule.Halving => rate / (1 << (int)(epochs / settings.PeriodEpochs)),
            _ => rate * Math.Pow(Math.Cos(0.5 * Math.PI * (epochs / settings.PeriodEpochs - Math.Floor(epochs / settings.PeriodEpochs))), 2),
        };
        double[] z = [.. _w.Zip(_v, (w, v) => settings.Nesterov ? w + m * v : w)], g = new double[_w.Length];
        for (int r = 0; r < x.Length; r++)
        {
            double[] scores = new double[classCount];
            for (int f = 0; f < x[r].Length; f++)
                for (int j = 0; j < classCount; j++)
                    scores[j] += x[r][f] * z[f * classCount + j];
            double[] c = PlainLosses.Subgradient(objective.Loss.Name, scores, y[r]);
            // At weights of zero every program sees the same ties, to the bit.
            MetKink |= scores.Any(score => score != 0) && IsNearKink(scores, y[r]);
            for (int f = 0; f < x[r].Length; f++)
                for (int j = 0; j < classCount; j++)
                    g[f * classCount + j] += a[r] * x[r][f] * c[j] / x.Length;
        }
        for (int e = 0; e < _w.Length; e++)
        {
            double penalty = objective.LeavesBiasFree && e >= featureCount * classCount ? 0 : decay;
            double to = _w[e] + m * _v[e] - step * (g[e] + penalty * z[e]);
            to = Math.Sign(to) * Math.Max(0, Math.Abs(to) - step * penalty * objective.L1Penalty);
            _v[e] = to - _w[e];
            _w[e] = to;
        }
        if (settings.AverageFromEpoch is not { } from || (int)epochs + 1 < from) return;
        for (int e = 0; e < _w.Length; e++) _sum[e] += _w[e];
        _summed++;
    }

    private bool IsNearKink(double[] scores, int label)
    {
        double[] below = Moved(-1e-9), above = Moved(1e-9);
        return below.Zip(above, (b, a) => Math.Abs(b - a)).Max() > 1e-4;

        // Each class by another step, so that every tie is broken.
        double[] Moved(double by) => PlainLosses.Subgradient(objective.Loss.Name, [.. scores.Select((score, j) => score + by * (j + 1))], label);
    }
}
