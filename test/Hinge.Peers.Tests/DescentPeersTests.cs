using System.Text.Json;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Peers.Tests;

/// <summary>
/// Steps of gradient descent against PyTorch's SGD and scikit-learn's SGDClassifier, weight by weight; elastic-net optima against
/// scikit-learn's SAGA and a proximal gradient method in NumPy.
/// </summary>
public class DescentPeersTests
{
    /// <summary>Two programs in double over at most a hundred steps: absolute, weights near 1.</summary>
    private const double TrajectoryTolerance = 1e-12;

    /// <summary>The gap asked of Hinge; the peers stop where their weights no longer move.</summary>
    private const double Gap = 1e-9;

    /// <summary>The same of a pure L1 penalty, without strong convexity.</summary>
    private const double PureGap = 1e-7;

    private const double Momentum = 0.97;

    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void Descent_TrajectoriesOfPeers_AreTheSameWeights(string source)
    {
        JsonElement[] cases = Load(source, "trajectory");
        foreach (JsonElement item in cases)
        {
            int n = item.Integer("examples"), d = item.Integer("features"), k = item.Integer("classes");
            double[] x = item.Matrix("X");
            int[] y = item.Integers("y");
            Objective objective = new() { Loss = Loss.Create(item.Text("loss")), Lambda = item.Number("decay") / 2 };
            GradientDescentOptions settings = new()
            {
                BatchSize = item.Integer("batch"),
                LearningRate = item.Number("rate"),
                Momentum = item.Number("momentum"),
                Nesterov = item.GetProperty("nesterov").GetBoolean(),
                Schedule = Enum.Parse<StepSchedule>(item.Text("schedule")),
                PeriodEpochs = item.Integer("period"),
                AverageFromEpoch = item.GetProperty("averageFrom").ValueKind == JsonValueKind.Null ? null : item.Integer("averageFrom"),
            };
            foreach (Dataset data in (Dataset[])[Storage.Dense(x, y, d, k), Storage.Sparse(x, y, d, k)])
            {
                OnlineTrainer trainer = new(d, data.Labels.ClassNames, objective, settings);
                for (int epoch = 0; epoch < item.Integer("epochs"); epoch++) trainer.PartialFit(data);
                MatrixAssert.Close(item.Matrix("weights"), trainer.ToModel().Weights.Values, k, TrajectoryTolerance, $"W of {item.Text("name")}");
            }
            Assert.Equal(n, y.Length);
        }
    }

    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void Descent_ElasticNets_ReachThePeersOptimum(string source)
    {
        foreach (JsonElement item in Load(source, "optimum"))
        {
            string name = item.Text("name");
            Objective objective = new() { Loss = Loss.Create(item.Text("loss")), Cost = item.Number("cost"), L1Penalty = item.Number("mu") };
            // Steps of 1/L, L from the largest ‖x‖² of iris, below 100.
            double rate = 1 / (objective.Loss.Smoothness(3) * 100 * (1 - Momentum));
            GradientDescent trainer = new(new GradientDescentOptions { BatchSize = 150, Schedule = StepSchedule.Constant, Momentum = Momentum, Nesterov = true, LearningRate = rate });
            TrainingResult result = trainer.Train(SampleFile.Read(item.Text("file")), objective, new TrainingOptions { RelativeGap = Gap, EpochLimit = 200_000, Threads = 1 });
            Assert.True(result.StopReason == StopReason.GapReached, $"{name}: stopped by {result.StopReason} at relative gap {result.Certificate.RelativeGap:R}.");
            MatrixAssert.Close(item.Number("primal"), result.Certificate.Primal, Gap, $"primal of {name}");
            // Strong convexity: ½‖W − W*‖² ≤ P − P*.
            double distance = Math.Sqrt(item.Matrix("weights").Zip(result.Model.Weights.Values.ToArray(), (a, b) => (a - b) * (a - b)).Sum());
            MatrixAssert.AtMost(distance, result.Certificate.WeightErrorBound, 1e-6, $"distance from the optimum of {name}");
            if (item.Integer("zeros") > 0) Assert.Equal(item.Integer("zeros"), result.Model.Weights.Values.ToArray().Count(w => w == 0));
        }
    }

    /// <summary>A pure L1 penalty: LogisticRegression by SAGA, and LinearSVC by LIBLINEAR.</summary>
    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void Descent_PureL1_ReachesThePeersOptimum(string source)
    {
        foreach (JsonElement item in Load(source, "pure-l1"))
        {
            string name = item.Text("name");
            Objective objective = new() { Loss = Loss.Create(item.Text("loss")), Cost = item.Number("cost"), L1Penalty = item.Number("mu"), IsPureL1 = true };
            double rate = 1 / (objective.Loss.Smoothness(3) * 100 * (1 - Momentum));
            GradientDescent trainer = new(new GradientDescentOptions { BatchSize = 150, Schedule = StepSchedule.Constant, Momentum = Momentum, Nesterov = true, LearningRate = rate });
            TrainingResult result = trainer.Train(SampleFile.Read(item.Text("file")), objective, new TrainingOptions { RelativeGap = PureGap, EpochLimit = 200_000, Threads = 1 });
            Assert.True(result.StopReason == StopReason.GapReached, $"{name}: stopped by {result.StopReason} at relative gap {result.Certificate.RelativeGap:R}.");
            MatrixAssert.Close(item.Number("primal"), result.Certificate.Primal, PureGap, $"primal of {name}");
            MatrixAssert.AtMost(result.Certificate.Dual, item.Number("primal"), 0, $"dual and the peer's primal of {name}");
            Assert.Equal(double.PositiveInfinity, result.Certificate.WeightErrorBound);
        }
    }

    private static JsonElement[] Load(string source, string kind)
    {
        JsonElement[] items = [.. PeerAnswers.Load("descent", source).Items.Where(item => item.Text("kind") == kind)];
        Assert.NotEmpty(items);
        return items;
    }
}
