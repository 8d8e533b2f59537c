namespace Hinge.Testing.Corpus;

/// <summary>
/// All subgradients of a problem at its weights, by plain loops in double without a line shared with the library: what
/// decides whether a case's gradient is right.
/// </summary>
/// <remarks>
/// ∂P(W) = {(1/N) Σ_{violated} x_i(e_j − e_y)ᵀ + (1/N) Σ_{at kinks} θ x_i(e_j − e_y)ᵀ + 2λW, θ in [0, 1]}. The nearest
/// point p of it to g is found by coordinate descent. Both answers are proved: p is a subgradient, so ‖g − p‖ bounds
/// the distance from above; and no subgradient q has more along V = g − p than h(V) = max_q q·V, so
/// (g·V − h(V))/‖V‖ bounds it from below, however far the descent got.
/// </remarks>
public sealed class Subdifferential
{
    /// <summary>Relative: rounding in float32 of sums of up to 500 terms is below it.</summary>
    private const double Same = 1e-5;

    /// <summary>Relative: what is further from every subgradient is wrong.</summary>
    private const double Matters = 1e-3;

    private const int Sweeps = 20000;

    private readonly CorpusProblem _problem;
    private readonly double[] _sure;
    private readonly List<(int Example, int Class)> _open = [];

    public Subdifferential(CorpusProblem problem)
    {
        _problem = problem;
        ReadOnlySpan<double> w = problem.Weights.Values;
        int k = problem.ClassCount, d = w.Length / k;
        _sure = new double[w.Length];
        // Where a program in float32 cannot tell a violation from zero, it may count it or not.
        double kink = problem.IsSingle ? 1e-5 : 1e-9;
        for (int i = 0; i < problem.Labels.Length; i++)
        {
            int y = problem.Labels.Span[i];
            ReadOnlySpan<double> x = Row(i);
            double[] s = new double[k];
            for (int f = 0; f < d; f++)
                for (int j = 0; j < k; j++)
                    s[j] += x[f] * w[f * k + j];
            for (int j = 0; j < k; j++)
            {
                if (j == y) continue;
                double violation = s[j] - s[y] + 1;
                if (Math.Abs(violation) <= kink) _open.Add((i, j));
                else if (violation > 0) AddTerm(_sure, i, j, 1);
            }
        }
        for (int e = 0; e < w.Length; e++) _sure[e] += 2 * problem.Lambda * w[e];
    }

    /// <summary>How many terms are at their kinks.</summary>
    public int KinkCount => _open.Count;

    /// <summary>What the gradient is.</summary>
    public Truth Of(double[] gradient)
    {
        double[] away = Away(gradient);
        double distance = Norm(away), scale = Norm(gradient) + Norm([.. gradient.Zip(away, (g, a) => g - a)]);
        if (distance <= Same * scale) return Truth.Right;
        double most = Dot(_sure, away) + _open.Sum(term => Math.Max(0, Along(away, term)));
        return (Dot(gradient, away) - most) / distance >= Matters * scale ? Truth.Wrong : Truth.Immaterial;
    }

    /// <summary>g − p, p the nearest subgradient.</summary>
    private double[] Away(double[] gradient)
    {
        double[] away = [.. gradient.Zip(_sure, (g, s) => g - s)], theta = new double[_open.Count];
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            double moved = 0;
            for (int c = 0; c < theta.Length; c++)
            {
                double size = 2 * Dot(Row(_open[c].Example), Row(_open[c].Example)) / _problem.Labels.Length / _problem.Labels.Length;
                if (size == 0) continue;
                double next = Math.Clamp(theta[c] + Along(away, _open[c]) / size, 0, 1);
                AddTerm(away, _open[c].Example, _open[c].Class, theta[c] - next);
                moved = Math.Max(moved, Math.Abs(next - theta[c]));
                theta[c] = next;
            }
            if (moved < 1e-12) break;
        }
        return away;
    }

    /// <summary>(1/N) x_i(e_j − e_y)ᵀ · V.</summary>
    private double Along(double[] v, (int Example, int Class) term)
    {
        int k = _problem.ClassCount, y = _problem.Labels.Span[term.Example];
        ReadOnlySpan<double> x = Row(term.Example);
        double sum = 0;
        for (int f = 0; f < x.Length; f++)
            sum += x[f] * (v[f * k + term.Class] - v[f * k + y]);
        return sum / _problem.Labels.Length;
    }

    private void AddTerm(double[] sum, int i, int j, double factor)
    {
        int k = _problem.ClassCount, y = _problem.Labels.Span[i];
        ReadOnlySpan<double> x = Row(i);
        for (int f = 0; f < x.Length; f++)
        {
            sum[f * k + j] += factor * x[f] / _problem.Labels.Length;
            sum[f * k + y] -= factor * x[f] / _problem.Labels.Length;
        }
    }

    private ReadOnlySpan<double> Row(int i)
    {
        int d = _problem.Weights.FeatureCount;
        return _problem.Features.Span.Slice(i * d, d);
    }

    private static double Norm(double[] a) => Math.Sqrt(Dot(a, a));

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int e = 0; e < a.Length; e++)
            sum += a[e] * b[e];
        return sum;
    }
}
