using Hinge.Losses;

namespace Hinge.Tests.Losses;

/// <summary>One example's dual problem.</summary>
/// <param name="Scores">s, length K.</param>
/// <param name="Label">y.</param>
/// <param name="SquaredNorm">‖x‖².</param>
/// <param name="Cost">C.</param>
/// <param name="Start">b_old, feasible.</param>
/// <param name="Delta">Δ; the one-vs-rest losses ignore it.</param>
internal sealed record Block(double[] Scores, int Label, double SquaredNorm, double Cost, double[] Start, Delta Delta)
{
    public int ClassCount => Scores.Length;

    /// <summary>v_j for the margin losses, 1 − t_j s_j for the others: what an entry's target starts from.</summary>
    public double LargestTarget(bool isOneVsRest)
    {
        double largest = 0;
        for (int j = 0; j < ClassCount; j++)
        {
            double violation = isOneVsRest ? 1 + Math.Abs(Scores[j]) : Math.Abs(Scores[j]) + Math.Abs(Scores[Label]) + Delta[Label, j];
            largest = Math.Max(largest, violation / SquaredNorm + Math.Abs(Start[j]) + Math.Abs(Start[Label]));
        }
        return largest;
    }

    public override string ToString() => FormattableString.Invariant(
        $"K = {ClassCount}, y = {Label}, ‖x‖² = {SquaredNorm:R}, C = {Cost:R}, s = [{string.Join(", ", Scores.Take(6))}], b = [{string.Join(", ", Start.Take(6))}]");
}

/// <summary>
/// The maximizer of a block's dual by bisection in 31 digits: slow, and written from the optimality conditions alone.
/// </summary>
internal static class PlainBlocks
{
    /// <summary>α_j for j ≠ y (a_j for all j in one-vs-rest), at the maximum; ‖x‖² > 0.</summary>
    public static DoubleDouble[] Solve(string loss, Block block)
    {
        if (loss.EndsWith("one-vs-rest", StringComparison.Ordinal)) return OneVsRest(loss, block);
        int k = block.ClassCount, y = block.Label;
        DoubleDouble cost = block.Cost, q = block.SquaredNorm, oldSum = -block.Start[y];
        DoubleDouble[] u = new DoubleDouble[k];
        for (int j = 0; j < k; j++)
            u[j] = ((DoubleDouble)block.Scores[j] - block.Scores[y] + block.Delta[y, j]) / q + block.Start[j] + oldSum;

        DoubleDouble slope = loss == "squared-weston-watkins" ? 2 * cost * q / (2 * cost * q + 1) : 1;
        DoubleDouble upper = loss == "weston-watkins" ? cost : double.MaxValue;
        DoubleDouble Sum(DoubleDouble level)
        {
            DoubleDouble sum = 0;
            for (int j = 0; j < k; j++)
                if (j != y) sum += DoubleDouble.Clip(slope * (u[j] - level), 0, upper);
            return sum;
        }

        DoubleDouble highest = 0;
        for (int j = 0; j < k; j++)
            if (j != y && u[j] > highest) highest = u[j];
        DoubleDouble gamma = Bisect(level => Sum(level) - level, 0, highest);
        if (loss == "crammer-singer" && gamma > cost) gamma = Bisect(level => Sum(level) - cost, gamma, highest);
        DoubleDouble[] alpha = new DoubleDouble[k];
        for (int j = 0; j < k; j++)
            if (j != y) alpha[j] = DoubleDouble.Clip(slope * (u[j] - gamma), 0, upper);
        return alpha;
    }

    /// <summary>How much the dual rises from b_old to the given α, and the sum of the magnitudes of what was added up.</summary>
    public static (double Rise, double Magnitude) Rise(string loss, Block block, DoubleDouble[] alpha)
    {
        bool isOneVsRest = loss.EndsWith("one-vs-rest", StringComparison.Ordinal), isSquared = loss.StartsWith("squared", StringComparison.Ordinal);
        int y = block.Label;
        DoubleDouble rise = 0, magnitude = 0, changeOfSum = 0, squares = 0;
        for (int j = 0; j < block.ClassCount; j++)
        {
            if (j == y && !isOneVsRest) continue;
            double sign = isOneVsRest && j == y ? -1 : 1;
            DoubleDouble old = sign * block.Start[j], change = alpha[j] - old;
            // Linear terms: Δ·α or a, and s·b with b_y = −Σα.
            DoubleDouble violation = isOneVsRest
                ? 1 + (DoubleDouble)sign * block.Scores[j]
                : (DoubleDouble)block.Scores[j] - block.Scores[y] + block.Delta[y, j];
            DoubleDouble quadratic = isSquared ? (alpha[j] * alpha[j] - old * old) / (4 * (DoubleDouble)block.Cost) : 0;
            rise += violation * change - quadratic;
            magnitude += Abs(violation * change) + Abs(quadratic);
            changeOfSum += change;
            squares += change * change;
        }
        if (!isOneVsRest) squares += changeOfSum * changeOfSum;
        rise -= (DoubleDouble)0.5 * block.SquaredNorm * squares;
        magnitude += (DoubleDouble)0.5 * block.SquaredNorm * squares;
        return ((double)rise, (double)magnitude);
    }

    private static DoubleDouble[] OneVsRest(string loss, Block block)
    {
        DoubleDouble[] a = new DoubleDouble[block.ClassCount];
        DoubleDouble q = block.SquaredNorm, cost = block.Cost;
        for (int j = 0; j < a.Length; j++)
        {
            double sign = j == block.Label ? -1 : 1;
            DoubleDouble old = sign * block.Start[j], violation = 1 + (DoubleDouble)sign * block.Scores[j];
            a[j] = loss == "one-vs-rest"
                ? DoubleDouble.Clip(old + violation / q, 0, cost)
                : DoubleDouble.Clip((violation + q * old) / (q + 1 / (2 * cost)), 0, double.MaxValue);
        }
        return a;
    }

    /// <summary>The zero of a falling function, as far as 31 digits go.</summary>
    private static DoubleDouble Bisect(Func<DoubleDouble, DoubleDouble> falling, DoubleDouble low, DoubleDouble high)
    {
        for (int halving = 0; halving < 140 && low < high; halving++)
        {
            DoubleDouble middle = low + (high - low) * 0.5;
            if (falling(middle) > 0) low = middle;
            else high = middle;
        }
        return high;
    }

    private static DoubleDouble Abs(DoubleDouble value) => value < 0 ? -value : value;
}
