namespace Hinge.Testing;

/// <summary>
/// The losses and their duals once more, from the formulas, plain and slow, without a line shared with the library:
/// what independent recomputations are made of.
/// </summary>
public static class PlainLosses
{
    /// <summary>The six names.</summary>
    public static readonly string[] Names =
        ["weston-watkins", "squared-weston-watkins", "crammer-singer", "one-vs-rest", "squared-one-vs-rest", "softmax"];

    /// <summary>Those whose coefficients sum to zero: only differences of scores count.</summary>
    public static readonly string[] ShiftInvariant = ["weston-watkins", "squared-weston-watkins", "crammer-singer", "softmax"];

    /// <summary>Those without kinks.</summary>
    public static readonly string[] Smooth = ["squared-weston-watkins", "squared-one-vs-rest", "softmax"];

    /// <summary>Those with an exact dual block.</summary>
    public static readonly string[] WithBlocks = ["weston-watkins", "squared-weston-watkins", "crammer-singer", "one-vs-rest", "squared-one-vs-rest"];

    /// <summary>Those with a Δ.</summary>
    public static readonly string[] WithDelta = ["weston-watkins", "squared-weston-watkins", "crammer-singer"];

    /// <summary>loss(s, y) with Δ from a function of (y, j), 1 by default.</summary>
    public static double Value(string name, double[] s, int y, Func<int, int, double>? delta = null)
    {
        double[] violations = Violations(s, y, delta);
        return name switch
        {
            "weston-watkins" => violations.Sum(v => Math.Max(0, v)),
            "squared-weston-watkins" => violations.Sum(v => Math.Pow(Math.Max(0, v), 2)),
            "crammer-singer" => Math.Max(0, violations.Max()),
            "one-vs-rest" => s.Select((sj, j) => Math.Max(0, j == y ? 1 - sj : 1 + sj)).Sum(),
            "squared-one-vs-rest" => s.Select((sj, j) => Math.Pow(Math.Max(0, j == y ? 1 - sj : 1 + sj), 2)).Sum(),
            "softmax" => s.Max() - s[y] + Math.Log(s.Sum(sj => Math.Exp(sj - s.Max()))),
            _ => throw new ArgumentException(name),
        };
    }

    /// <summary>−C·loss*(b/C), or −∞ where b lies outside by more than slack·C.</summary>
    public static double DualTerm(string name, double[] b, int y, double cost, Func<int, int, double>? delta = null, double slack = 1e-9)
    {
        double[] a = [.. b.Select((bj, j) => name.EndsWith("one-vs-rest", StringComparison.Ordinal) && j == y ? -bj : bj)];
        if (name == "softmax")
        {
            double[] p = [.. b.Select((bj, j) => bj / cost + (j == y ? 1 : 0))];
            return p.Min() < -slack || Math.Abs(p.Sum() - 1) > slack ? double.NegativeInfinity : -cost * p.Where(pj => pj > 0).Sum(pj => pj * Math.Log(pj));
        }
        bool isOneVsRest = name.EndsWith("one-vs-rest", StringComparison.Ordinal);
        if (!isOneVsRest && Math.Abs(b.Sum()) > slack * cost * b.Length) return double.NegativeInfinity;
        int[] terms = [.. Enumerable.Range(0, b.Length).Where(j => isOneVsRest || j != y)];
        if (terms.Any(j => a[j] < -slack * cost)) return double.NegativeInfinity;
        double linear = terms.Sum(j => a[j] * (isOneVsRest ? 1 : delta?.Invoke(y, j) ?? 1));
        return name switch
        {
            "weston-watkins" or "one-vs-rest" => terms.All(j => a[j] <= cost * (1 + slack)) ? linear : double.NegativeInfinity,
            "crammer-singer" => terms.Sum(j => a[j]) <= cost * (1 + slack) ? linear : double.NegativeInfinity,
            _ => linear - terms.Sum(j => a[j] * a[j]) / (4 * cost),
        };
    }

    /// <summary>The gradient of a smooth loss in score space.</summary>
    public static double[] Gradient(string name, double[] s, int y)
    {
        double[] g = new double[s.Length];
        for (int j = 0; j < s.Length; j++)
        {
            switch (name)
            {
                case "softmax":
                    g[j] = Math.Exp(s[j] - s.Max()) / s.Sum(sl => Math.Exp(sl - s.Max())) - (j == y ? 1 : 0);
                    break;
                case "squared-one-vs-rest":
                    g[j] = j == y ? -2 * Math.Max(0, 1 - s[j]) : 2 * Math.Max(0, 1 + s[j]);
                    break;
                case "squared-weston-watkins":
                    if (j == y) break;
                    double pull = 2 * Math.Max(0, s[j] - s[y] + 1);
                    g[j] += pull;
                    g[y] -= pull;
                    break;
                default:
                    throw new ArgumentException(name);
            }
        }
        return g;
    }

    /// <summary>A subgradient in score space: at a kink that of terms not violated, among the equally worst the first.</summary>
    public static double[] Subgradient(string name, double[] s, int y)
    {
        if (Smooth.Contains(name)) return Gradient(name, s, y);
        double[] g = new double[s.Length];
        if (name == "one-vs-rest")
        {
            for (int j = 0; j < s.Length; j++) g[j] = j == y ? (s[j] < 1 ? -1 : 0) : (s[j] > -1 ? 1 : 0);
            return g;
        }
        int[] violating = [.. Enumerable.Range(0, s.Length).Where(j => j != y && s[j] - s[y] + 1 > 0)];
        if (name == "crammer-singer") violating = [.. violating.OrderByDescending(j => s[j]).Take(1)];
        foreach (int j in violating) g[j] = 1;
        g[y] = -violating.Length;
        return g;
    }

    private static double[] Violations(double[] s, int y, Func<int, int, double>? delta) =>
        [.. s.Select((sj, j) => (sj, j)).Where(e => e.j != y).Select(e => e.sj - s[y] + (delta?.Invoke(y, e.j) ?? 1))];
}
