using Hinge.Losses;
using Hinge.Testing;

namespace Hinge.Tests.Losses;

/// <summary>The one equation behind the Weston–Watkins block: it must end, and hold, on whatever u.</summary>
public class ClippedSumTests
{
    // Σ_{j≠0} clip(u_j − γ, 0, 1) = γ with u = (·, 3, 0.5): at γ in [0.5, 2] the sum is 1, so γ = 1.
    [Fact]
    public void Solve_HandWorked_GivesTheRoot() =>
        Assert.Equal(1, ClippedSum.Solve([99, 3, 0.5], label: 0, slope: 1, upper: 1, start: 0));

    // ½·((2 − γ) + (1 − γ)) = γ: γ = 3/4.
    [Fact]
    public void Solve_SlopeOfAHalf_GivesTheRoot() =>
        Assert.Equal(0.75, ClippedSum.Solve([2, 99, 1], label: 1, slope: 0.5, upper: double.PositiveInfinity, start: 5));

    [Fact]
    public void Solve_NothingPositive_IsZero() =>
        Assert.Equal(0, ClippedSum.Solve([-1, 7, -2, 0], label: 1, slope: 1, upper: 3, start: 2));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(1000)]
    public void Solve_AdversarialTargets_EndsAtARoot(int k)
    {
        Random random = new(k);
        double[] uppers = [double.PositiveInfinity, 1, 1e-9, 1e9, double.Epsilon];
        for (int trial = 0; trial < 400; trial++)
        {
            double[] u = Adversarial(trial % 6, k, random);
            foreach (double upper in uppers)
            {
                foreach (double slope in (double[])[1, 0.5, 1e-9])
                {
                    double start = trial % 3 == 0 ? 0 : u[random.Next(k)];
                    double gamma = ClippedSum.Solve(u, 0, slope, upper, start);
                    RequireRoot(u, slope, upper, gamma, trial);
                }
            }
        }
    }

    private static double[] Adversarial(int kind, int k, Random random)
    {
        double[] u = new double[k];
        for (int j = 0; j < k; j++)
        {
            u[j] = kind switch
            {
                0 => Ulps(1, random.Next(5)),
                1 => Ulps(0.1 * k, random.Next(3)),
                2 => Math.Pow(10, 600 * random.NextDouble() - 300) * (random.Next(3) - 1),
                3 => 1 / 3.0,
                4 => j * 1e-16 + 1,
                _ => Math.Pow(2, -j % 60) + Ulps(1, random.Next(3)),
            };
        }
        return u;
    }

    private static double Ulps(double value, int count)
    {
        for (; count > 0; count--) value = Math.BitIncrement(value);
        return value;
    }

    /// <summary>The sum crosses γ between the neighbours of γ a few roundings away.</summary>
    private static void RequireRoot(double[] u, double slope, double upper, double gamma, int trial)
    {
        DoubleDouble Excess(double at)
        {
            DoubleDouble sum = 0;
            for (int j = 1; j < u.Length; j++)
                sum += DoubleDouble.Clip((DoubleDouble)slope * ((DoubleDouble)u[j] - at), 0, Math.Min(upper, double.MaxValue));
            return sum - at;
        }

        // An excess computed from K terms is off by at most 2K roundings of the largest; dividing by its slope, ≥ 1, cannot raise that.
        double largest = 0;
        for (int j = 1; j < u.Length; j++)
            largest = Math.Max(largest, Math.Min(Math.Max(u[j], 0), u.Length * Math.Min(upper, double.MaxValue / u.Length) + gamma));
        double error = 2 * u.Length * Tolerances.UnitRoundoff * largest + double.Epsilon * u.Length;
        string what = $"γ = {gamma:R} of u = [{string.Join(", ", u.Skip(1).Take(5))}…], K = {u.Length}, slope {slope}, upper {upper}, trial {trial}";
        Assert.True(gamma >= 0 && double.IsFinite(gamma), what);
        Assert.True(gamma == 0 || Excess(gamma - error) >= 0, $"too high: {what}");
        Assert.True(Excess(gamma + error) <= 0, $"too low: {what}");
    }
}
