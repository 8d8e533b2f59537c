using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;

namespace Hinge.Tests.Objectives;

public class ObjectiveTests
{
    private static readonly Dataset Data = Storage.Dense([1, 2, 3, 4, 5, 6], [0, 1, 0, 0, 2, 0], d: 1, k: 3);

    public static TheoryData<double> NotPositive => [0, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    public static TheoryData<double> Negative => [-1e-300, -1, double.NaN, double.PositiveInfinity];

    [Theory]
    [MemberData(nameof(NotPositive))]
    public void Validate_CostOrLambdaNotPositive_IsNamed(double value)
    {
        Assert.Contains("Cost", Refusal(new Objective { Cost = value }), StringComparison.Ordinal);
        Assert.Contains("Lambda", Refusal(new Objective { Lambda = value }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-320)]
    [InlineData(1e308)]
    public void Validate_LambdaWhoseCostIsNoUsableNumber_Throws(double lambda) =>
        Assert.Contains("Lambda", Refusal(new Objective { Lambda = lambda }), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Negative))]
    public void Validate_WeightOrBiasOutOfRange_NamesIt(double value)
    {
        Assert.Contains("BiasScale", Refusal(new Objective { BiasScale = value }), StringComparison.Ordinal);
        Assert.Contains("class 1", Refusal(new Objective { ClassWeights = [1, value, 1] }), StringComparison.Ordinal);
        Assert.Contains("example 4", Refusal(new Objective { SampleWeights = [1, 1, 1, 1, value, 1] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ThingsThatDoNotFitTogether_Throw()
    {
        Refusal(new Objective { Cost = 1, Lambda = 1 });
        Refusal(new Objective { ClassWeights = [1, 1] });
        Refusal(new Objective { SampleWeights = [1] });
        Refusal(new Objective { ClassWeights = [1, 1, 1], BalancesClasses = true });
        Refusal(new Objective { Loss = new WestonWatkins(new Delta(2, [0, 1, 1, 0])) });
        Assert.Throws<ArgumentNullException>(() => new Objective().Validate(null!));
    }

    [Fact]
    public void Validate_Defaults_Pass()
    {
        Objective objective = new();
        objective.Validate(Data);
        Assert.Equal(1, objective.CostFor(6));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60_000)]
    public void CostFor_Lambda_IsOneOverTwoLambdaN(int n)
    {
        Objective byLambda = new() { Lambda = 0.25 };
        Assert.Equal(2.0 / n, byLambda.CostFor(n));
        Assert.Equal(0.25, byLambda.LambdaFor(n));
        MatrixAssert.Close(0.25, new Objective { Cost = byLambda.CostFor(n) }.LambdaFor(n), Tolerances.HandWorked, "λ of its own C");
    }

    [Fact]
    public void Formula_EveryConstant_IsWrittenOut()
    {
        Assert.Equal(
            "P(W) = ½‖W‖² + 0.5 · Σ_i Σ_{j≠y} max(0, s_j − s_y + Δ), Δ = 1   (λ = 0.1 in the mean form, N = 10)",
            new Objective { Cost = 0.5 }.Formula(10));
        string text = new Objective { Lambda = 0.1, BiasScale = 2, BalancesClasses = true, Loss = new Softmax() }.Formula(10);
        Assert.Equal("P(W) = ½‖W‖² + 0.5 · Σ_i a_i · log Σ_j exp(s_j − s_y), bias feature 2, balanced classes   (λ = 0.1 in the mean form, N = 10)", text);
    }

    // Counts are (4, 1, 1) of N = 6 in K = 3 classes: N/(K·N_j) = (0.5, 2, 2).
    [Fact]
    public void EffectiveClassWeights_Balanced_WeighEachClassTheSame()
    {
        double[] weights = new Objective { BalancesClasses = true }.EffectiveClassWeights(Data.Labels);
        MatrixAssert.Close([0.5, 2, 2], weights, 3, Tolerances.HandWorked, "class weights");
        Assert.Equal(1, new Objective().EffectiveClassWeights(Data.Labels)[2]);
    }

    // A class without examples weighs nothing and does not count as one of the K: (4, 2) of 6 in 2 occurring classes.
    [Fact]
    public void EffectiveClassWeights_BalancedWithAClassMissing_ShareAmongThoseThatOccur()
    {
        double[] weights = new Objective { BalancesClasses = true }.EffectiveClassWeights(new Labels([0, 0, 2, 0, 2, 0], 3));
        MatrixAssert.Close([0.75, 0, 1.5], weights, 3, Tolerances.HandWorked, "class weights");
    }

    [Fact]
    public void ExampleCosts_ClassAndSampleWeights_Multiply()
    {
        Objective objective = new() { Cost = 2, ClassWeights = [1, 10, 100], SampleWeights = [1, 2, 0, 3, 0.5, 1] };
        MatrixAssert.Close([2, 40, 0, 6, 100, 2], objective.ExampleCosts(Data.Labels), 6, Tolerances.HandWorked, "C·a_i");
    }

    private static string Refusal(Objective objective) => Assert.ThrowsAny<ArgumentException>(() => objective.Validate(Data)).Message;
}
