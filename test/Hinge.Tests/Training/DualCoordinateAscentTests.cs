using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

public class DualCoordinateAscentTests
{
    private const double Gap = 1e-6;

    public static TheoryData<string> Losses => [.. PlainLosses.WithBlocks];

    // One example x = (1), two classes, y = 0, C = 10: W = (α, −α), s = (α, −α), v = −2α + 1.
    // D(α) = α − ½·2α² is largest at α = ½: D = ¼; P = ½·(¼ + ¼) + 10·max(0, 1 − 1) = ¼.
    [Fact]
    public void Train_OneExampleOfTwoClasses_FindsTheHandWorkedOptimum()
    {
        TrainingResult result = Train.Ascent(Storage.Dense([1], [0], 1, 2), Train.Objective("weston-watkins", cost: 10));
        MatrixAssert.Close([0.5, -0.5], result.Model.Weights.Values, 2, Tolerances.HandWorked, "W");
        MatrixAssert.Close(0.25, result.Certificate.Primal, Tolerances.HandWorked, "primal");
        MatrixAssert.Close(0.25, result.Certificate.Dual, Tolerances.HandWorked, "dual");
        Assert.Equal(StopReason.GapReached, result.StopReason);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_RandomProblems_ReachesTheGapAndTellsTheTruth(string loss)
    {
        foreach ((int n, int d, int k, double cost, double bias) in ((int, int, int, double, double)[])
            [(30, 4, 3, 1, 0), (80, 10, 5, 0.1, 1), (60, 30, 2, 10, 0.5), (50, 6, 12, 0.01, 0), (10, 40, 4, 100, 0)])
        {
            foreach (Dataset data in (Dataset[])[Blobs.Dense(n, d, k, seed: n), Blobs.Sparse(n, d, k, seed: d)])
            {
                Objective objective = Train.Objective(loss, cost, bias);
                TrainingResult result = Train.Ascent(data, objective, Gap);
                Assert.Equal(StopReason.GapReached, result.StopReason);
                MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result), Gap, Tolerances.IndependentGap, $"gap of {loss}, N = {n}, D = {d}, K = {k}, C = {cost}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_ScanByScan_DualNeverFallsAndStaysBelowThePrimal(string loss)
    {
        ProgressLog log = new();
        Dataset data = Blobs.Dense(150, 8, 5, seed: 5);
        new DualCoordinateAscent().Train(data, Train.Objective(loss, 0.5, bias: 1), new TrainingOptions { RelativeGap = 1e-9, EpochLimit = 3000 }, log, TestContext.Current.CancellationToken);
        Assert.True(log.Reports.Count > 3, $"only {log.Reports.Count} reports");
        foreach ((TrainingProgress before, TrainingProgress after) in log.Reports.Zip(log.Reports.Skip(1)))
        {
            double slack = Tolerances.DualMonotonicity * after.Primal;
            MatrixAssert.AtMost(before.Dual, after.Dual, slack, $"{loss}: dual at epoch {before.Epoch} and {after.Epoch}");
            MatrixAssert.AtMost(after.Primal, before.Primal, 0, $"{loss}: primal at epoch {after.Epoch} and {before.Epoch}");
            MatrixAssert.AtMost(after.Dual, after.Primal, slack, $"{loss}: dual and primal at epoch {after.Epoch}");
            Assert.True(after.Epoch >= before.Epoch, $"epoch {after.Epoch} after {before.Epoch}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_DenseAndSparseFloatAndDouble_AgreeOnTheOptimum(string loss)
    {
        (double[] x, int[] y) = Blobs.Raw(60, 9, 4, seed: 9, density: 0.4);
        Objective objective = Train.Objective(loss, 0.3, bias: 1);
        TrainingResult expected = Train.Optimum(Storage.Dense(x, y, 9, 4), objective);
        foreach (Dataset data in (Dataset[])[Storage.Sparse(x, y, 9, 4), Storage.DenseFloat(x, y, 9, 4), Storage.SparseFloat(x, y, 9, 4)])
        {
            TrainingResult actual = Train.Optimum(data, objective);
            MatrixAssert.Close(expected.Certificate.Primal, actual.Certificate.Primal, Tolerances.CertifiedOptima, $"optimum of {loss}");
            MatrixAssert.AtMost(
                expected.Model.Weights.DistanceTo(actual.Model.Weights),
                expected.Certificate.WeightErrorBound + actual.Certificate.WeightErrorBound,
                0,
                $"distance of the weights of {loss}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_AnyThreadCountAndAgain_SameBits(string loss)
    {
        foreach (Dataset data in (Dataset[])[Blobs.Dense(700, 6, 4, seed: 1), Blobs.Sparse(700, 20, 4, seed: 2)])
        {
            Objective objective = Train.Objective(loss, 0.05, bias: 1);
            TrainingResult first = Train.Ascent(data, objective, 1e-5, epochs: 60);
            foreach (int threads in (int[])[1, 2, 3])
            {
                TrainingResult other = Train.Ascent(data, objective, 1e-5, epochs: 60, threads);
                MatrixAssert.SameBits(first.Model.Weights.Values, other.Model.Weights.Values, 4, $"W of {loss} at {threads} threads");
                Assert.Equal(first.Certificate, other.Certificate);
            }
        }
    }

    [Fact]
    public void Train_OtherSeed_SameOptimumByAnotherWay()
    {
        Dataset data = Blobs.Dense(100, 5, 3, seed: 3);
        Objective objective = Train.Objective("weston-watkins", 0.2);
        TrainingResult one = Train.Ascent(data, objective, 1e-9, seed: 1), two = Train.Ascent(data, objective, 1e-9, seed: 2);
        Assert.NotEqual(one.Model.Weights.Values.ToArray(), two.Model.Weights.Values.ToArray());
        MatrixAssert.Close(one.Certificate.Primal, two.Certificate.Primal, 2e-9, "optimum");
    }

    [Fact]
    public void Train_LossWithoutBlocks_SaysWhatToUse()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DualCoordinateAscent().Train(Blobs.Dense(5, 2, 2, 1), new Objective { Loss = new LossWithoutBlocks() }, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("Use gradient-descent", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Somebody's own loss, whose dual block nobody has solved.</summary>
    private sealed class LossWithoutBlocks : Loss
    {
        private readonly Softmax _softmax = new();

        public override string Name => "of-ones-own";

        public override string Formula => _softmax.Formula;

        public override double Smoothness(int classCount) => _softmax.Smoothness(classCount);

        public override double Value(ReadOnlySpan<double> scores, int label) => _softmax.Value(scores, label);

        public override double ValueAndCoefficients(Span<double> scores, int label) => _softmax.ValueAndCoefficients(scores, label);

        public override double DualTerm(ReadOnlySpan<double> dual, int label, double cost) => _softmax.DualTerm(dual, label, cost);
    }
}
