using Hinge.Losses;
using Hinge.Testing;

namespace Hinge.Tests.Losses;

/// <summary>The losses on three classes, with a pencil.</summary>
public class LossValueTests
{
    // s = (2, 1, 3), y = 1, Δ = 1: v_0 = 2 − 1 + 1 = 2, v_2 = 3 − 1 + 1 = 3.
    //   weston-watkins           2 + 3 = 5        coefficients (1, −2, 1)
    //   squared-weston-watkins   4 + 9 = 13       (2·2, −10, 2·3)
    //   crammer-singer           max(2, 3) = 3    (0, −1, 1)
    // t = (−1, 1, −1): 1 − t·s = (1 + 2, 1 − 1, 1 + 3) = (3, 0, 4), the middle one a kink.
    //   one-vs-rest              7                (1, 0, 1)
    //   squared-one-vs-rest      9 + 16 = 25      (6, 0, 8)
    // softmax: log(e^(2−1) + e^0 + e^(3−1)) = log(e + 1 + e²) = log 11.107337927389695; p = (e, 1, e²)/11.107…
    [Theory]
    [InlineData("weston-watkins", 5, 1, -2, 1)]
    [InlineData("squared-weston-watkins", 13, 4, -10, 6)]
    [InlineData("crammer-singer", 3, 0, -1, 1)]
    [InlineData("one-vs-rest", 7, 1, 0, 1)]
    [InlineData("squared-one-vs-rest", 25, 6, 0, 8)]
    [InlineData("softmax", 2.40760596444438, 0.24472847105479764, -0.9099694268296196, 0.6652409557748219)]
    public void ValueAndCoefficients_ThreeClasses_GiveTheHandWorkedNumbers(string name, double value, double c0, double c1, double c2)
    {
        double[] scores = [2, 1, 3];
        Loss loss = Loss.Create(name);
        MatrixAssert.Close(value, loss.Value(scores, 1), Tolerances.HandWorked, "value");
        MatrixAssert.Close(value, loss.ValueAndCoefficients(scores, 1), Tolerances.HandWorked, "value with coefficients");
        MatrixAssert.Close([c0, c1, c2], scores, 3, Tolerances.HandWorked, "coefficients");
    }

    // y = 1, C = 2, Δ = 1.
    //   weston-watkins           b = (0.5, −2, 1.5): Σα = 2
    //   squared-weston-watkins   the same b: 2 − (0.25 + 2.25)/(4·2) = 1.6875
    //   crammer-singer           b = (0.5, −1.5, 1): 1.5
    //   one-vs-rest              a = (0.5, 2, 1), b = (0.5, −2, 1): 3.5
    //   squared-one-vs-rest      the same: 3.5 − (0.25 + 4 + 1)/8 = 2.84375
    //   softmax                  p = (¼, ½, ¼), b = C(p − e_y) = (0.5, −1, 0.5): −2·(2·¼·log ¼ + ½·log ½) = 3·log 2
    [Theory]
    [InlineData("weston-watkins", 0.5, -2, 1.5, 2)]
    [InlineData("squared-weston-watkins", 0.5, -2, 1.5, 1.6875)]
    [InlineData("crammer-singer", 0.5, -1.5, 1, 1.5)]
    [InlineData("one-vs-rest", 0.5, -2, 1, 3.5)]
    [InlineData("squared-one-vs-rest", 0.5, -2, 1, 2.84375)]
    [InlineData("softmax", 0.5, -1, 0.5, 2.0794415416798357)]
    public void DualTerm_ThreeClasses_GivesTheHandWorkedNumber(string name, double b0, double b1, double b2, double expected) =>
        MatrixAssert.Close(expected, Loss.Create(name).DualTerm([b0, b1, b2], 1, 2), Tolerances.HandWorked, "dual term");

    [Theory]
    [InlineData("weston-watkins", -0.1, 0.1, 0)]
    [InlineData("weston-watkins", 2.1, -2.1, 0)]
    [InlineData("squared-weston-watkins", -0.1, 0.1, 0)]
    [InlineData("crammer-singer", -0.1, 0.1, 0)]
    [InlineData("crammer-singer", 1.5, -2.5, 1)]
    [InlineData("one-vs-rest", -0.1, 0, 0)]
    [InlineData("one-vs-rest", 0, 0.1, 0)]
    [InlineData("one-vs-rest", 0, -2.1, 0)]
    [InlineData("squared-one-vs-rest", 0, 0.1, 0)]
    [InlineData("softmax", -0.1, 0.1, 0)]
    [InlineData("softmax", 1, -1, 0.5)]
    [InlineData("softmax", 2, -2.5, 0.5)]
    // b_y must be minus the sum of the others: otherwise W(b) is not what the dual says.
    [InlineData("weston-watkins", 1, 1, 0)]
    [InlineData("weston-watkins", 1, -1.001, 0)]
    [InlineData("squared-weston-watkins", 1, 1, 0)]
    [InlineData("crammer-singer", 1, 1, 0)]
    [InlineData("weston-watkins", double.NaN, 0, 0)]
    [InlineData("squared-weston-watkins", double.NaN, 0, 0)]
    [InlineData("crammer-singer", double.NaN, 0, 0)]
    [InlineData("one-vs-rest", double.NaN, 0, 0)]
    [InlineData("squared-one-vs-rest", double.NaN, 0, 0)]
    [InlineData("softmax", double.NaN, 0, 0)]
    public void DualTerm_OutsideTheDomain_IsMinusInfinity(string name, double b0, double b1, double b2) =>
        Assert.Equal(double.NegativeInfinity, Loss.Create(name).DualTerm([b0, b1, b2], 1, 2));

    // Δ_1 = (3, 0, 0.5) beside s = (2, 1, 3), y = 1: v_0 = 4, v_2 = 2.5.
    [Theory]
    [InlineData("weston-watkins", 6.5)]
    [InlineData("squared-weston-watkins", 22.25)]
    [InlineData("crammer-singer", 4)]
    public void Value_DeltaTable_UsesTheRowOfTheRightClass(string name, double expected)
    {
        Delta table = new(3, [0, 9, 9, 3, 0, 0.5, 9, 9, 0]);
        Loss loss = Loss.Create(name, table);
        double[] scores = [2, 1, 3];
        Assert.Equal(expected, loss.Value(scores, 1));
        Assert.Equal(4, loss.Violation(scores, 1, 0));
        Assert.Null(loss.Violation(scores, 1, 1));
        Assert.Equal(expected, loss.ValueAndCoefficients(scores, 1));
    }

    [Fact]
    public void Softmax_EnormousScores_StaysFinite()
    {
        Softmax loss = new();
        double[] scores = [1e3, -1e3, 0];
        Assert.Equal(0, loss.Value(scores, 0));
        Assert.Equal(2e3, loss.Value(scores, 1));
        Assert.Equal(1e3, loss.Value(scores, 2));
        Assert.Equal(2e3, loss.ValueAndCoefficients(scores, 1));
        MatrixAssert.Close([1, -1, 0], scores, 3, 0, "coefficients");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Coefficients_AtEveryScore_AgreeWithPlainFormula(string name)
    {
        Random random = new(5);
        Loss loss = Loss.Create(name);
        for (int trial = 0; trial < 200; trial++)
        {
            int k = 2 + trial % 9, y = random.Next(k);
            double[] s = [.. Enumerable.Range(0, k).Select(_ => 3 * Blobs.Normal(random))];
            MatrixAssert.Close(PlainLosses.Value(name, s, y), loss.Value(s, y), Tolerances.SameFormula, $"{name}, K = {k}");
            Assert.Equal(loss.Value(s, y), loss.ValueAndCoefficients([.. s], y));
        }
    }

    public static TheoryData<string> Names => [.. PlainLosses.Names];
}
