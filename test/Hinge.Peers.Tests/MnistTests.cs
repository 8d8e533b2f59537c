using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Peers.Tests;

/// <summary>The real thing: mnist, fetched by bench/data/fetch, against published accuracies and LIBLINEAR.</summary>
public class MnistTests
{
    /// <summary>How far, in percent, the test accuracy may be from the published one: both stop short of the optimum.</summary>
    private const double AccuracyTolerance = 0.15;

    private static readonly Lazy<(Dataset Train, Dataset Test)> Mnist = new(Fetch);

    /// <summary>Wang and Scott, "An exact solver for the Weston-Watkins SVM subproblem", ICML 2021, Table 5.</summary>
    [Theory]
    [InlineData(-6, 92.28)]
    [InlineData(-5, 92.38)]
    [InlineData(-4, 92.43)]
    [InlineData(-3, 92.24)]
    public void WestonWatkins_PublishedCosts_ReachesGapAndPublishedAccuracy(int log2Cost, double published)
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to fetch mnist.");
        (Dataset train, Dataset test) = Mnist.Value;

        TrainingResult result = new DualCoordinateAscent().Train(train, new Objective { Cost = Math.Pow(2, log2Cost) });

        Assert.Equal(StopReason.GapReached, result.StopReason);
        Verification verification = Verification.Of(result.Model, train, result.Duals);
        Assert.True(verification is { Verified: true, DualIsRecomputed: true, RelativeGap: <= 1e-3 }, $"The certificate must hold; got {verification}.");
        double accuracy = 100 * Evaluation.Of(result.Model, test).Accuracy;
        Assert.True(Math.Abs(accuracy - published) <= AccuracyTolerance, $"The accuracy must be within {AccuracyTolerance} of {published}; got {accuracy}.");
    }

    [Fact]
    public void CrammerSinger_CostOfOneHundredth_MatchesLiblinear()
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to fetch mnist and install LIBLINEAR.");
        const double Cost = 0.01;
        (Dataset train, _) = Mnist.Value;
        string modelPath = Path.GetTempFileName();
        try
        {
            (int exitCode, _, string error) = ChildProcess.Run("liblinear-train", ["-s", "4", "-c", "0.01", "-e", "0.0001", "-q", Path.Combine(Cache, "mnist.svm"), modelPath]);
            Assert.True(exitCode == 0, error);
            double theirs = PrimalOf(LiblinearWeights(modelPath, train), train, Cost);

            TrainingResult ours = new DualCoordinateAscent().Train(train, new Objective { Loss = new Losses.CrammerSinger(), Cost = Cost }, new TrainingOptions { RelativeGap = 1e-4 });

            Assert.True(Math.Abs(ours.Certificate.Primal - theirs) <= 1e-3 * theirs, $"LIBLINEAR's primal is {theirs:R}; got {ours.Certificate.Primal:R}.");
            Assert.True(ours.Certificate.Dual <= theirs * (1 + 1e-9), $"Our dual {ours.Certificate.Dual:R} must be no more than any primal, such as LIBLINEAR's {theirs:R}.");
        }
        finally
        {
            File.Delete(modelPath);
        }
    }

    private static string Cache => RepositoryFile.At("bench", "data", "cache");

    private static (Dataset Train, Dataset Test) Fetch()
    {
        (int exitCode, _, string error) = ChildProcess.Run("bash", [RepositoryFile.At("bench", "data", "fetch"), "mnist"]);
        Assert.True(exitCode == 0, error);
        Dataset train = SvmLightReader.Read<float>(Path.Combine(Cache, "mnist.svm"));
        Dataset test = SvmLightReader.Read<float>(Path.Combine(Cache, "mnist.t.svm"));
        return (train, new Dataset(test.Features.Widen(train.Features.FeatureCount), test.Labels));
    }

    /// <summary>½‖W‖² + C Σ max(0, max_{j≠y} s_j − s_y + 1), by loops of this test alone.</summary>
    private static double PrimalOf(WeightMatrix weights, Dataset data, double cost)
    {
        SparseMatrix<float> features = (SparseMatrix<float>)data.Features;
        double loss = 0;
        double[] scores = new double[weights.ClassCount];
        for (int i = 0; i < data.ExampleCount; i++)
        {
            Array.Clear(scores);
            for (int e = 0; e < features.RowColumns(i).Length; e++)
                for (int j = 0; j < scores.Length; j++)
                    scores[j] += features.RowValues(i)[e] * weights[features.RowColumns(i)[e], j];
            double worst = 0;
            for (int j = 0; j < scores.Length; j++)
                if (j != data.Labels[i]) worst = Math.Max(worst, scores[j] - scores[data.Labels[i]] + 1);
            loss += worst;
        }
        return 0.5 * weights.SquaredNorm() + cost * loss;
    }

    /// <summary>LIBLINEAR's text model: a header with the labels in its own order, then a line a feature.</summary>
    private static WeightMatrix LiblinearWeights(string path, Dataset data)
    {
        string[] lines = File.ReadAllLines(path);
        string[] labels = lines.First(line => line.StartsWith("label ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        int[] columns = [.. labels.Select(label => data.Labels.ClassNames.ToList().IndexOf(label))];
        int first = Array.IndexOf(lines, "w") + 1;
        WeightMatrix weights = new(data.Features.FeatureCount, columns.Length);
        for (int f = 0; f < weights.FeatureCount; f++)
        {
            string[] row = lines[first + f].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int c = 0; c < columns.Length; c++)
                weights[f, columns[c]] = double.Parse(row[c], System.Globalization.CultureInfo.InvariantCulture);
        }
        return weights;
    }
}
