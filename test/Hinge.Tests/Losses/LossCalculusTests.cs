using CsCheck;
using Hinge.Losses;
using Hinge.Testing;

namespace Hinge.Tests.Losses;

/// <summary>Derivatives, subgradients and conjugates of every loss at random scores.</summary>
public class LossCalculusTests
{
    public static TheoryData<string> Names => [.. PlainLosses.Names];

    public static TheoryData<string> ShiftInvariant => [.. PlainLosses.ShiftInvariant];

    public static TheoryData<string> Smooth => [.. PlainLosses.Smooth];

    /// <summary>K, y and K scores; of four lattices one is coarse, so that ties and kinks are hit exactly.</summary>
    private static readonly Gen<(double[] S, int Y)> Points =
        from k in Gen.Int[2, 8]
        from y in Gen.Int[0, k - 1]
        from lattice in Gen.Int[0, 3]
        from s in lattice == 0 ? Gen.Int[-3, 3].Select(v => (double)v).Array[k] : Gen.Double[-4, 4].Array[k]
        select (s, y);

    [Theory]
    [MemberData(nameof(Names))]
    public void Coefficients_AwayFromKinks_AreTheNumericDerivative(string name)
    {
        Loss loss = Loss.Create(name);
        Points.Sample(
            point =>
            {
                if (!loss.IsSmooth && DistanceToKink(name, point.S, point.Y) < 10 * Tolerances.DerivativeStep) return;
                double[] coefficients = [.. point.S], numeric = new double[point.S.Length];
                double value = loss.ValueAndCoefficients(coefficients, point.Y);
                for (int j = 0; j < numeric.Length; j++)
                {
                    double[] up = [.. point.S], down = [.. point.S];
                    up[j] += Tolerances.DerivativeStep;
                    down[j] -= Tolerances.DerivativeStep;
                    numeric[j] = (loss.Value(up, point.Y) - loss.Value(down, point.Y)) / (up[j] - down[j]);
                }
                // The second derivative of the squared losses jumps where a violation is 0: there the difference is off by h.
                double jump = loss.IsSmooth ? loss.Smoothness(numeric.Length) * Tolerances.DerivativeStep : 0;
                MatrixAssert.Close(numeric, coefficients, numeric.Length, Tolerances.NumericDerivative * (1 + value) + jump, $"∂{name}/∂s");
            },
            iter: 2000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Coefficients_Everywhere_AreASubgradient(string name)
    {
        Loss loss = Loss.Create(name);
        Gen.Select(Points, Gen.Double[-4, 4].Array[8]).Sample(
            (point, other) =>
            {
                double[] t = other[..point.S.Length], coefficients = [.. point.S];
                double value = loss.ValueAndCoefficients(coefficients, point.Y);
                double tangent = value + coefficients.Select((c, j) => c * (t[j] - point.S[j])).Sum();
                MatrixAssert.AtMost(tangent, loss.Value(t, point.Y), Tolerances.SameFormula * (1 + value), $"tangent of {name}");
            },
            iter: 4000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DualTerm_AtTheCoefficients_MeetsFenchelYoungWithEquality(string name)
    {
        Loss loss = Loss.Create(name);
        Gen.Select(Points, Gen.Double[-4, 4].Array[8], Gen.Double[0.01, 100]).Sample(
            (point, other, cost) =>
            {
                double[] b = [.. point.S], t = other[..point.S.Length];
                double value = cost * loss.ValueAndCoefficients(b, point.Y);
                for (int j = 0; j < b.Length; j++) b[j] *= cost;
                double dualTerm = loss.DualTerm(b, point.Y, cost);
                double scale = 1 + value + Math.Abs(dualTerm), product = Dot(b, point.S);
                MatrixAssert.Close(product / scale, (value - dualTerm) / scale, Tolerances.SameFormula, $"{name}: C·loss + C·loss* = s·b");
                MatrixAssert.AtMost(Dot(b, t), cost * loss.Value(t, point.Y) - dualTerm, Tolerances.SameFormula * scale, $"{name}: s·b ≤ C·loss + C·loss*");
                MatrixAssert.Close(PlainLosses.DualTerm(name, b, point.Y, cost) / scale, dualTerm / scale, Tolerances.SameFormula, $"{name}: dual term");
            },
            iter: 4000);
    }

    [Theory]
    [MemberData(nameof(ShiftInvariant))]
    public void Loss_AllScoresShifted_StaysAndCoefficientsSumToZero(string name)
    {
        Loss loss = Loss.Create(name);
        Gen.Select(Points, Gen.Int[-8, 8]).Sample((point, shift) =>
        {
            double[] here = [.. point.S], there = [.. point.S.Select(s => s + shift)];
            double value = loss.ValueAndCoefficients(here, point.Y), shifted = loss.ValueAndCoefficients(there, point.Y);
            // Adding a shift rounds each score by up to 8u; crammer-singer may then pick another class of a tie.
            MatrixAssert.Close(value, shifted, Tolerances.SameFormula, $"{name} shifted by {shift}");
            MatrixAssert.Close(0, here.Sum(), Tolerances.SameFormula * (1 + here.Max(Math.Abs)), $"sum of coefficients of {name}");
            if (name != "crammer-singer" && (loss.IsSmooth || DistanceToKink(name, point.S, point.Y) > Tolerances.DerivativeStep))
                MatrixAssert.CloseRelative(here, there, here.Length, Tolerances.SameFormula, $"coefficients of {name} shifted by {shift}");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_ClassesPermuted_PermutesItsCoefficients(string name)
    {
        Loss loss = Loss.Create(name);
        Gen.Select(Points, Gen.Int[0, 1000]).Sample((point, seed) =>
        {
            int k = point.S.Length;
            int[] order = [.. Enumerable.Range(0, k)];
            new Random(seed).Shuffle(order);
            double[] coefficients = [.. point.S], permuted = [.. order.Select(j => point.S[j])];
            double value = loss.ValueAndCoefficients(coefficients, point.Y);
            double permutedValue = loss.ValueAndCoefficients(permuted, Array.IndexOf(order, point.Y));
            MatrixAssert.Close(value, permutedValue, Tolerances.SameFormula, name);
            // Of equal worst classes crammer-singer takes the lowest: permuting may give another subgradient there.
            if (name == "crammer-singer" && DistanceToKink(name, point.S, point.Y) == 0) return;
            MatrixAssert.CloseRelative([.. order.Select(j => coefficients[j])], permuted, k, Tolerances.SameFormula, $"coefficients of {name}");
        });
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Smoothness_BetweenAnyTwoPoints_BoundsTheChangeOfCoefficients(string name)
    {
        Loss loss = Loss.Create(name);
        double worst = 0;
        Gen.Select(Points, Gen.Double[-1, 1].Array[8]).Sample(
            (point, direction) =>
            {
                int k = point.S.Length;
                double[] here = [.. point.S], there = [.. point.S.Select((s, j) => s + 0.1 * direction[j])];
                double moved = Math.Sqrt(here.Zip(there, (a, b) => (a - b) * (a - b)).Sum());
                loss.ValueAndCoefficients(here, point.Y);
                loss.ValueAndCoefficients(there, point.Y);
                double changed = Math.Sqrt(here.Zip(there, (a, b) => (a - b) * (a - b)).Sum());
                MatrixAssert.AtMost(changed, loss.Smoothness(k) * moved, Tolerances.SameFormula, $"change of ∂{name}");
                if (moved < 1e-3) return;
                lock (loss) worst = Math.Max(worst, changed / (loss.Smoothness(k) * moved));
            },
            iter: 4000);
        Assert.True(worst > 0.5, $"the smoothness bound of {name} is far from tight: at most {worst} of it was reached");
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    /// <summary>How near, in scores, a term is to switching.</summary>
    private static double DistanceToKink(string name, double[] s, int y)
    {
        double[] violations = name.EndsWith("one-vs-rest", StringComparison.Ordinal)
            ? [.. s.Select((sj, j) => j == y ? 1 - sj : 1 + sj)]
            : [.. s.Where((_, j) => j != y).Select(sj => sj - s[y] + 1)];
        if (name != "crammer-singer") return violations.Min(Math.Abs);
        double[] sorted = [.. violations.Append(0).OrderDescending()];
        return sorted[0] - sorted[1];
    }
}
