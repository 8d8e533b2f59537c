using System.Numerics;
using CsCheck;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Training.Ascending;
using Hinge.Training.Multipliers;

namespace Hinge.Tests.Training;

/// <summary>What holds of every trainer on every problem, whether it gets far or not.</summary>
public class TrainingPropertyTests
{
    private const int Samples = 300;

    /// <summary>Limits of epochs: certificates of weights that are far from the optimum, and of those that came as near as they will.</summary>
    private static readonly int[] Limits = [1, 2, 5, 300];

    [Theory]
    [InlineData("dual-coordinate-ascent")]
    [InlineData("augmented-lagrangian")]
    [InlineData("gradient-descent")]
    public void Train_AnyProblem_EveryCertificateSaysWhatPlainLoopsFind(string solver) => RandomProblem.Any.Sample(
        problem =>
        {
            Dataset data = problem.Data();
            Objective objective = problem.Objective();
            if (solver == AugmentedLagrangian.TrainerName && MarginTerms.Of(objective.Loss, 2) is null) return;
            double[] weights = RandomProblem.ExampleWeights(data, objective);
            foreach (int limit in Limits)
            {
                TrainingResult result = Trainers.Create(solver).Train(data, objective, new TrainingOptions { RelativeGap = 1e-6, EpochLimit = limit, Threads = 1 });
                string what = $"{problem}, {limit} epochs, {result.StopReason}";
                double rounding = PlainRounding.Of(data, objective, result, weights);
                (double primal, double dual) = PlainObjective.Of(data, objective, result, weights);
                MatrixAssert.AtMost(Math.Abs(primal - result.Certificate.Primal), 0, rounding, $"error of the primal {primal} of {what}");
                MatrixAssert.AtMost(Math.Abs(dual - result.Certificate.Dual), 0, rounding, $"error of the dual {dual} of {what}");
                MatrixAssert.AtMost(result.Certificate.Dual, result.Certificate.Primal, result.Certificate.Rounding, $"weak duality of {what}");
                MatrixAssert.AtMost(primal - result.Certificate.Primal + result.Certificate.Dual - dual, result.Certificate.Rounding, result.Certificate.Rounding, $"stated rounding of {what}");
                if (result.StopReason == StopReason.GapReached) MatrixAssert.AtMost(result.Certificate.RelativeGap, 1e-6, 0, $"gap of {what}");
            }
        },
        iter: Samples);

    /// <summary>
    /// Every block is maximized exactly, so that the dual rises from scan to scan but for rounding: in float, where weights are. The method of
    /// multipliers promises no such thing of the duals that it reports, only that what it returns is no lower than what it began with.
    /// </summary>
    [Fact]
    public void Ascend_AnyProblem_DualNeverFallsFromScanToScan() => RandomProblem.Any.Sample(
        problem =>
        {
            RequireRising<double>(problem, 1);
            if (problem.IsSingle) RequireRising<float>(problem, Tolerances.FloatUnitRoundoff / Tolerances.UnitRoundoff);
        },
        iter: Samples);

    /// <summary>C_i‖x_i‖² up to 10², for Crammer–Singer up to 10: so far coordinate ascent gets there by itself, whatever Δ, weights and repetitions.</summary>
    [Fact]
    public void Train_ModerateCost_ReachesTheGap() => RandomProblem.OfUnitScale.Sample(
        problem =>
        {
            Dataset data = problem.Data();
            Objective objective = problem.Objective();
            double largest = (Enumerable.Range(0, data.ExampleCount).Max(data.Features.SquaredNorm) + 1) * RandomProblem.ExampleWeights(data, objective).Max();
            if (objective.Cost * largest > (problem.LossName == CrammerSinger.LossName ? 10 : 100)) return;
            TrainingResult result = new DualCoordinateAscent().Train(data, objective, new TrainingOptions { RelativeGap = 1e-6, EpochLimit = 20_000, Threads = 1 });
            Assert.True(result.StopReason == StopReason.GapReached, $"{problem}: {result.StopReason} at gap {result.Certificate.RelativeGap} after {result.Certificate.Epochs} epochs");
        },
        iter: Samples);

    private static void RequireRising<T>(RandomProblem drawn, double roundings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dataset data = drawn.Data();
        Objective objective = drawn.Objective();
        Problem problem = new(data, objective);
        ProgressLog log = new();
        using TrainingRun run = new(problem, "test", new TrainingOptions { RelativeGap = 1e-9, EpochLimit = 100, Threads = 1 }, log, default);
        DualVariables duals = new(problem.ExampleCount, problem.ClassCount);
        using Ascent<T> ascent = new(problem, (IBlockSolver)objective.Loss, run, duals, null, new RandomOrder(1));
        TrainingResult result = run.Finish(ascent.Run(1e-9, handsOver: false) ?? StopReason.GapReached, duals);
        double rounding = roundings * PlainRounding.Of(data, objective, result, RandomProblem.ExampleWeights(data, objective));
        foreach ((TrainingProgress before, TrainingProgress after) in log.Reports.Zip(log.Reports.Skip(1)))
        {
            // W is updated by every step of every epoch, so what these round adds up.
            double slack = (1 + after.Epoch) * rounding;
            MatrixAssert.AtMost(before.Dual, after.Dual, slack, $"dual at epochs {before.Epoch} and {after.Epoch} of {drawn} in {typeof(T).Name}");
            MatrixAssert.AtMost(after.Dual, after.Primal, slack, $"dual and primal at epoch {after.Epoch} of {drawn} in {typeof(T).Name}");
        }
    }
}
