using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

public class GradientDescentTests
{
    public static TheoryData<string> Losses => [.. PlainLosses.Names];

    public static TheoryData<string> Smooth => [.. PlainLosses.Smooth];

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Train_SmoothLoss_ReachesAGapOfOneInAThousand(string loss)
    {
        foreach ((int n, int d, int k, double cost, double bias) in ((int, int, int, double, double)[])[(60, 4, 3, 0.1, 0), (200, 10, 5, 0.01, 1), (40, 20, 2, 1, 0.5)])
        {
            foreach (Dataset data in (Dataset[])[Blobs.Dense(n, d, k, seed: n), Blobs.Sparse(n, d, k, seed: d)])
            {
                Objective objective = Train.Objective(loss, cost, bias);
                TrainingResult result = Descend(data, objective, 1e-3);
                Assert.Equal(StopReason.GapReached, result.StopReason);
                MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result), 1e-3, Tolerances.IndependentGap, $"gap of {loss}");
            }
        }
    }

    /// <summary>At kinks the dual stays loose, so the primal is held against the optimum of coordinate ascent.</summary>
    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("crammer-singer")]
    [InlineData("one-vs-rest")]
    public void Train_LossWithKinks_ComesNearTheOptimumAndStaysHonest(string loss)
    {
        Dataset data = Blobs.Dense(100, 5, 3, seed: 2);
        Objective objective = Train.Objective(loss, 0.1, bias: 1);
        TrainingResult result = Descend(data, objective, 1e-3, epochs: 500);
        double optimum = Train.Optimum(data, objective).Certificate.Primal;
        PlainObjective.RequireHonest(data, objective, result);
        MatrixAssert.AtMost(result.Certificate.Primal, 1.01 * optimum, 0, $"primal of {loss}");
        MatrixAssert.AtMost(result.Certificate.Dual, optimum, Tolerances.CertifiedOptima * optimum, $"dual of {loss}");
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_AnyThreadCountAndAgain_SameBits(string loss)
    {
        Dataset data = Blobs.Dense(600, 5, 3, seed: 3);
        Objective objective = Train.Objective(loss, 0.01);
        TrainingResult first = Descend(data, objective, 1e-9, epochs: 5);
        foreach (int threads in (int[])[1, 2, 3])
        {
            TrainingResult other = Descend(data, objective, 1e-9, epochs: 5, threads);
            MatrixAssert.SameBits(first.Model.Weights.Values, other.Model.Weights.Values, 3, $"W of {loss} at {threads} threads");
            Assert.Equal(first.Certificate, other.Certificate);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_SampleWeights_AreKept(string loss)
    {
        Dataset data = Blobs.Dense(40, 3, 3, seed: 4);
        double[] weights = [.. Enumerable.Range(0, 40).Select(i => i % 4 * 0.5)];
        Objective objective = Train.Objective(loss, 0.1);
        TrainingResult result = Descend(data, objective with { SampleWeights = weights }, 1e-3, epochs: 300);
        PlainObjective.RequireHonest(data, objective, result, weights);
        Assert.True(result.Certificate.RelativeGap < 1, $"gap of {loss} is {result.Certificate.RelativeGap}");
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Train_TwoSolversAndAPlainOne_AgreeOnTheOptimum(string loss)
    {
        Dataset data = Blobs.Dense(24, 3, 3, seed: 5);
        Objective objective = Train.Objective(loss, 0.1, bias: 1);
        (double[] w, double bound) = PlainOptimizer.Minimize(data, objective);
        double optimum = PlainObjective.Primal(data, objective, w);
        MatrixAssert.AtMost(bound, Tolerances.SameFormula * optimum, 0, "what the plain optimizer leaves");

        TrainingResult descent = Descend(data, objective, 1e-6);
        Assert.Equal(StopReason.GapReached, descent.StopReason);
        RequireSameOptimum(optimum, w, descent, loss);
        if (objective.Loss is IBlockSolver) RequireSameOptimum(optimum, w, Train.Optimum(data, objective), loss);
    }

    [Fact]
    public void Settings_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentException>(() => new GradientDescent(new GradientDescentOptions { BatchSize = 0 }));
        Assert.Throws<ArgumentException>(() => new GradientDescent(new GradientDescentOptions { LearningRate = double.NaN }));
        Assert.Throws<ArgumentException>(() => new GradientDescent(new GradientDescentOptions { LearningRate = 0 }));
        Assert.Throws<ArgumentException>(() => new GradientDescent(new GradientDescentOptions { Momentum = 1 }));
        Assert.Throws<ArgumentException>(() => new GradientDescent(new GradientDescentOptions { Momentum = double.NaN }));
    }

    private static void RequireSameOptimum(double optimum, double[] w, TrainingResult result, string loss)
    {
        double slack = Tolerances.SameFormula * optimum;
        MatrixAssert.AtMost(optimum, result.Certificate.Primal, slack, $"optimum and primal of {loss}, {result.Certificate.Solver}");
        MatrixAssert.AtMost(result.Certificate.Dual, optimum, slack, $"dual of {loss}, {result.Certificate.Solver} and optimum");
        double distance = Math.Sqrt(w.Zip(result.Model.Weights.Values.ToArray(), (a, b) => (a - b) * (a - b)).Sum());
        MatrixAssert.AtMost(distance, result.Certificate.WeightErrorBound, Tolerances.SameFormula, $"distance to the optimum of {loss}, {result.Certificate.Solver}");
    }

    private static TrainingResult Descend(Dataset data, Objective objective, double gap, int epochs = 50_000, int threads = 1) =>
        new GradientDescent().Train(data, objective, new TrainingOptions { RelativeGap = gap, EpochLimit = epochs, Threads = threads }, cancellation: TestContext.Current.CancellationToken);
}
