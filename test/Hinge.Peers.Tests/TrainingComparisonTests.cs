using System.Text.Json;
using Hinge.Losses;
using Hinge.Testing;

namespace Hinge.Peers.Tests;

/// <summary>bench/peers/run training: its judge, and that it runs.</summary>
public class TrainingComparisonTests
{
    /// <summary>How far, relatively, two sums of the same numbers in double may be apart.</summary>
    private const double RoundingOfSums = 1e-11;

    private static readonly string[] Programs =
    [
        "Hinge", "LIBLINEAR -s 4", "LIBLINEAR -s 1", "LIBLINEAR -s 2", "scikit-learn LinearSVC", "scikit-learn LinearSVC(crammer_singer)",
        "scikit-learn LogisticRegression", "PyTorch SGD, MultiMarginLoss", "ML.NET SdcaNonCalibrated(HingeLoss)", "ML.NET LbfgsMaximumEntropy", "ML.NET SdcaMaximumEntropy",
    ];

    private static string Folder => RepositoryFile.At("bench", "peers");

    [Fact]
    public void Judge_HandWorkedNumbers_GivesThem()
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to install NumPy.");
        (int exitCode, _, string error) = ChildProcess.Run("/usr/bin/python3", ["-B", "-m", "unittest", "discover", "--start-directory", Folder]);
        Assert.True(exitCode == 0 && error.Contains("OK", StringComparison.Ordinal) && !error.Contains("Ran 0 tests", StringComparison.Ordinal), error);
    }

    [Fact]
    public void Judge_ModelsOfEveryLoss_AgreesWithTheirCertificates()
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to install NumPy.");
        string digits = RepositoryFile.At("samples", "digits.svm");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hinge-judge-");
        try
        {
            string model = Path.Combine(folder.FullName, "m.hinge"), duals = Path.Combine(folder.FullName, "m.duals");
            foreach (string loss in Loss.Names)
            {
                (int trained, string stated, string error) = ChildProcess.Hinge("train", digits, "--loss", loss, "--cost", "0.1", "--bias", "1", "--duals", duals, "-o", model, "--json");
                Assert.True(trained == 0, error);
                (int judged, string found, error) = ChildProcess.Run("/usr/bin/python3", ["-B", Path.Combine(Folder, "training_score.py"), digits, model, duals]);
                Assert.True(judged == 0, error);
                JsonElement certificate = JsonDocument.Parse(stated).RootElement, judgement = JsonDocument.Parse(found).RootElement;
                foreach (string side in new[] { "primal", "dual" })
                {
                    double expected = judgement.Number(side), actual = certificate.Number(side);
                    Assert.True(Math.Abs(actual - expected) <= RoundingOfSums * Math.Abs(expected), $"{loss}: the {side} must be {expected:R} within {RoundingOfSums}; got {actual:R}.");
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Comparison_QuickOnDigits_ShowsEveryProgramWithoutFailure()
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to install the peers.");
        (int exitCode, string output, string error) = ChildProcess.Run("bash", [Path.Combine(Folder, "run"), "training", "--quick", "--only", "digits"]);
        Assert.True(exitCode == 0, error);
        Assert.All(Programs, program => Assert.Contains($"| {program} |", output, StringComparison.Ordinal));
        Assert.DoesNotContain("failed:", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_ProblemThatIsNone_NamesThoseThereAre()
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to install NumPy.");
        (int exitCode, _, string error) = ChildProcess.Run("/usr/bin/python3", ["-B", Path.Combine(Folder, "training.py"), "--only", "none-such"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("got 'none-such'", error, StringComparison.Ordinal);
        Assert.Contains("mnist/crammer-singer/1", error, StringComparison.Ordinal);
    }
}
