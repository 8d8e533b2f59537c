using System.Text.Json;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Peers.Tests;

/// <summary>Optima against LIBLINEAR, scikit-learn, and an interior-point method in NumPy and SciPy.</summary>
public class OptimumPeersTests
{
    /// <summary>The gap asked of Hinge.</summary>
    private const double Gap = 1e-7;

    /// <summary>How far two primals may be apart, relatively: Hinge's gap and the peer's own.</summary>
    private const double PrimalTolerance = 1e-6;

    /// <summary>How far LIBLINEAR itself may be from its optimum.</summary>
    private const double PeerTolerance = 1e-3;

    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void Training_LiblinearProblems_ReachesSameOptimum(string source)
    {
        (JsonElement[] problems, _) = PeerAnswers.Load("liblinear", source);
        Assert.NotEmpty(problems);
        foreach (JsonElement problem in problems)
        {
            double ours = Train(problem, problem.Text("objective"), problem.Number("hingeCost"));
            string name = problem.Text("name");
            double theirs = problem.Number("primal");
            if (problem.TryGetProperty("optimum", out JsonElement optimum))
            {
                AssertSame(name, optimum.Number("primal"), ours, PrimalTolerance);
                Assert.True(theirs >= optimum.Number("dual") * (1 - PrimalTolerance), $"{name}: LIBLINEAR's primal {theirs:R} lies below the optimum's dual.");
                // Its -s 3 may stop up to 0.7 % above the optimum, at its limit of iterations; -s 4 does not.
                if (problem.Integer("solver") != 3) AssertSame(name, theirs, ours, PeerTolerance);
                else Assert.True(ours <= theirs * (1 + PrimalTolerance), $"{name}: Hinge's primal {ours:R} lies above LIBLINEAR's {theirs:R}.");
            }
            else
            {
                AssertSame(name, theirs, ours, PrimalTolerance);
            }
        }
    }

    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void Training_ScikitLearnProblems_ReachesSameOptimum(string source)
    {
        (JsonElement[] problems, _) = PeerAnswers.Load("sklearn", source);
        Assert.NotEmpty(problems);
        foreach (JsonElement problem in problems)
        {
            double ours = Train(problem, problem.Text("objective"), problem.Number("cost"));
            double theirs = problem.Number("primal");
            string name = problem.Text("name");
            if (Loss.Create(problem.Text("objective")).IsSmooth) AssertSame(name, theirs, ours, PrimalTolerance);
            else Assert.True(ours <= theirs * (1 + PrimalTolerance), $"{name}: Hinge's primal {ours:R} lies above scikit-learn's {theirs:R}.");
        }
    }

    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void Training_InteriorPointProblems_ReachesSameOptimum(string source)
    {
        (JsonElement[] problems, _) = PeerAnswers.Load("optima", source);
        Assert.NotEmpty(problems);
        foreach (JsonElement problem in problems)
            AssertSame(problem.Text("name"), problem.Number("primal"), Train(problem, problem.Text("loss"), problem.Number("cost"), problem.Number("delta")), PrimalTolerance);
    }

    private static double Train(JsonElement problem, string lossName, double cost, double? delta = null)
    {
        bool hasDelta = Loss.Create(lossName).Delta is not null;
        Loss loss = Loss.Create(lossName, hasDelta && delta is { } value ? new Delta(value) : null);
        TrainingOptions options = new() { RelativeGap = Gap, EpochLimit = 3_000_000 };
        TrainingResult result = new DualCoordinateAscent().Train(Load(problem), new Objective { Loss = loss, Cost = cost }, options);
        Assert.True(result.StopReason == StopReason.GapReached, $"{problem.Text("name")}: stopped by {result.StopReason} at relative gap {result.Certificate.RelativeGap:R}.");
        return result.Certificate.Primal;
    }

    private static Dataset Load(JsonElement problem)
    {
        if (problem.GetProperty("file").GetString() is { } file) return SampleFile.Read(file);
        int n = problem.Integer("examples"), d = problem.Integer("features"), k = problem.GetProperty("classes").GetArrayLength();
        return new Dataset(new DenseMatrix<double>(n, d, problem.Matrix("X")), new Labels(problem.Integers("y"), k));
    }

    private static void AssertSame(string name, double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"{name}: the primal must be {expected:R} within {tolerance}; got {actual:R}.");
}
