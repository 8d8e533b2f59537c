using System.Text.Json;
using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Peers.Tests;

/// <summary>Loss and gradient against the student's loops in NumPy and against PyTorch's autograd.</summary>
public class GradientPeersTests
{
    /// <summary>Two programs in double that sum up to 10⁶ products in different orders.</summary>
    private const double DoubleTolerance = 1e-12;

    /// <summary>The peer sums in float32; Hinge sums in double and rounds once.</summary>
    private const double SingleTolerance = 1e-5;

    [Theory]
    [InlineData("numpy", PeerAnswers.Frozen)]
    [InlineData("numpy", PeerAnswers.Live)]
    [InlineData("torch", PeerAnswers.Frozen)]
    [InlineData("torch", PeerAnswers.Live)]
    public void MeanForm_SmallCases_AgreesWithPeer(string peer, string source)
    {
        (JsonElement[] cases, _) = PeerAnswers.Load(peer, source);
        Assert.NotEmpty(cases);
        foreach (JsonElement item in cases)
        {
            int n = item.Integer("examples"), d = item.Integer("features"), k = item.Integer("classes");
            bool isSingle = item.Text("dtype") == "float32";
            double[] x = item.Matrix("X");
            FeatureMatrix features = isSingle ? new DenseMatrix<float>(n, d, Array.ConvertAll(x, v => (float)v)) : new DenseMatrix<double>(n, d, x);
            string lossName = item.Text("lossName");
            Loss loss = Loss.Create(lossName, lossName == "softmax" ? null : new Delta(item.Number("delta")));
            MeanForm form = new(new Dataset(features, new Labels(item.Integers("y"), k)), loss, item.Number("lambda"));
            WeightMatrix gradient = new(d, k);

            double value = form.ValueAndGradient(new WeightMatrix(d, k, item.Matrix("W")), gradient);

            double tolerance = isSingle ? SingleTolerance : DoubleTolerance;
            AssertClose(item.Text("name"), item.Number("loss"), value, item.Matrix("dW"), gradient.Values, tolerance);
        }
    }

    [Fact]
    public void GradientVerb_LargeCases_AgreesWithNumPy()
    {
        (JsonElement[] cases, string folder) = PeerAnswers.Load("numpy", PeerAnswers.Live, large: true);
        JsonElement[] large = [.. cases.Where(item => item.Text("name").StartsWith("large-", StringComparison.Ordinal))];
        Assert.NotEmpty(large);
        foreach (JsonElement item in large)
        {
            string output = Path.Combine(folder, $"{item.Text("name")}.hinge.npy");
            (int exitCode, string json, string error) = ChildProcess.Hinge(
                "gradient", In(folder, item, "X"), "--labels", In(folder, item, "y"), "--weights", In(folder, item, "W"),
                "--lambda", Invariant(item.Number("lambda")), "--delta", Invariant(item.Number("delta")), "-o", output, "--json");

            Assert.True(exitCode == 0, error);
            double loss = JsonDocument.Parse(json).RootElement.Number("loss");
            double tolerance = item.Text("dtype") == "float32" ? SingleTolerance : DoubleTolerance;
            AssertClose(item.Text("name"), item.Number("loss"), loss, NpyFile.Read(In(folder, item, "dW")).ToDoubles(), NpyFile.Read(output).ToDoubles(), tolerance);
        }
    }

    private static string In(string folder, JsonElement item, string array) => Path.Combine(folder, item.Text(array));

    private static string Invariant(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Relative to the largest entry: entries that cancel have no digits of their own.</summary>
    private static void AssertClose(string name, double expectedLoss, double loss, double[] expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.True(Math.Abs(loss - expectedLoss) <= tolerance * Math.Max(1, Math.Abs(expectedLoss)), $"{name}: loss must be {expectedLoss:R}; got {loss:R}.");
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1e-300, expected.Max(Math.Abs));
        for (int e = 0; e < expected.Length; e++)
            Assert.True(Math.Abs(actual[e] - expected[e]) <= tolerance * scale, $"{name}: dW[{e}] must be {expected[e]:R}; got {actual[e]:R} (tolerance {tolerance} of {scale:R}).");
    }
}
