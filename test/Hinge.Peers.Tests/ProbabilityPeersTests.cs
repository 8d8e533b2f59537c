using System.Text.Json;
using Hinge.Testing;

namespace Hinge.Peers.Tests;

/// <summary>Probabilities as scikit-learn measures them, beside its own by Platt's method.</summary>
public class ProbabilityPeersTests
{
    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("squared-one-vs-rest")]
    public void Evaluate_Probabilities_AreWhatScikitLearnMeasuresAndNoWorseThanPlatts(string loss)
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to install the peers and ask them now.");
        using TemporaryFolder folder = new();
        string[] digits = File.ReadAllLines(RepositoryFile.At("samples", "digits.svm"));
        string train = folder.Write("train.svm", string.Concat(digits.Where((_, i) => i % 3 != 0).Select(line => line + "\n")));
        string test = folder.Write("test.svm", string.Concat(digits.Where((_, i) => i % 3 == 0).Select(line => line + "\n")));
        string model = folder.File("m.hinge"), predictions = folder.File("p.csv");
        Hinge("train", train, "--loss", loss, "--cost", "0.02", "--bias", "--calibrate", "5", "-o", model);
        Hinge("predict", model, test, "--probabilities", "-o", predictions);
        JsonElement own = JsonDocument.Parse(Hinge("evaluate", model, test, "--json")).RootElement;

        (int exitCode, string output, string error) = ChildProcess.Run("/usr/bin/python3", [RepositoryFile.At("test", "peers", "probabilities.py"), train, test, predictions]);
        Assert.True(exitCode == 0, error);
        JsonElement peer = JsonDocument.Parse(output).RootElement;
        Assert.Equal(peer.GetProperty("logLoss").GetDouble(), own.GetProperty("logLoss").GetDouble(), 1e-9);
        Assert.Equal(peer.GetProperty("brierScore").GetDouble(), own.GetProperty("brierScore").GetDouble(), 1e-9);
        // On these digits 0.130 and 0.136 beside 0.276.
        Assert.InRange(own.GetProperty("logLoss").GetDouble(), 0, 1.1 * peer.GetProperty("plattLogLoss").GetDouble());
    }

    private static string Hinge(params string[] arguments)
    {
        (int exitCode, string output, string error) = ChildProcess.Hinge(arguments);
        Assert.True(exitCode == 0, error);
        return output;
    }
}
