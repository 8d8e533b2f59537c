using System.Text.Json;

namespace Hinge.Cli.Tests;

/// <summary>The verbs about gradients: gradient, check and explain.</summary>
public sealed class GradientVerbTests : Workplace
{
    private const int N = 12, D = 4, K = 3;

    private readonly double[] _x = Normals(1, N * D), _w = Normals(2, D * K);
    private readonly long[] _y = [.. Enumerable.Range(0, N).Select(i => (long)(i * 7 % K))];

    public GradientVerbTests()
    {
        Npy.Write(At("X.npy"), _x, N, D);
        Npy.Write(At("X32.npy"), [.. _x.Select(x => (float)x)], N, D);
        Npy.Write(At("y.npy"), _y, N);
        Npy.Write(At("W.npy"), _w, D, K);
    }

    public static TheoryData<string> Losses => [.. LossNames];

    [Theory]
    [InlineData("X.npy", "<f8", 1e-12)]
    [InlineData("X32.npy", "<f4", 1e-5)]
    public void Gradient_WestonWatkins_EqualsTheTwoLoops(string features, string descriptor, double tolerance)
    {
        const double Lambda = 0.25;
        JsonElement json = Json("gradient", features, "--labels", "y.npy", "--weights", "W.npy", "--lambda", "0.25", "--repeat", "3", "-o", "dW.npy");
        (double loss, double[] expected) = TwoLoops(Lambda, half: false);
        Assert.Equal(loss, json.GetProperty("loss").GetDouble(), tolerance * loss);
        Assert.True(json.GetProperty("seconds").GetDouble() > 0);
        (string foundDescriptor, int[] shape, double[] found) = Npy.Read(At("dW.npy"));
        Assert.Equal(descriptor, foundDescriptor);
        Assert.Equal([D, K], shape);
        Assert.Equal(expected.Length, found.Length);
        for (int e = 0; e < expected.Length; e++)
            Assert.Equal(expected[e], found[e], tolerance);
    }

    [Fact]
    public void Gradient_Half_HalvesTheRegularization()
    {
        JsonElement json = Json("gradient", "X.npy", "--labels", "y.npy", "--weights", "W.npy", "--lambda", "0.25", "--half", "-o", "dW.npy");
        (double loss, double[] expected) = TwoLoops(0.25, half: true);
        Assert.Equal(loss, json.GetProperty("loss").GetDouble(), 1e-12);
        double[] found = Npy.Read(At("dW.npy")).Values;
        for (int e = 0; e < expected.Length; e++)
            Assert.Equal(expected[e], found[e], 1e-12);
    }

    [Fact]
    public void Gradient_AnyThreads_WritesTheSameBytes()
    {
        byte[]? first = null;
        foreach (string threads in new[] { "1", "2", "3" })
        {
            Succeed("gradient", "X.npy", "--labels", "y.npy", "--weights", "W.npy", "--threads", threads, "-o", "dW.npy");
            byte[] bytes = File.ReadAllBytes(At("dW.npy"));
            Assert.Equal(first ??= bytes, bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Check_EveryLoss_IsNotWrong(string loss)
    {
        JsonElement json = Json("check", "X.npy", "--labels", "y.npy", "--weights", "W.npy", "--lambda", "0.1", "--loss", loss);
        Assert.Equal("correct", json.GetProperty("verdict").GetString());
        Assert.Equal(D * K, json.GetProperty("entryCount").GetInt32());
        Assert.InRange(json.GetProperty("worst").GetProperty("difference").GetDouble(), 0, json.GetProperty("worst").GetProperty("allowed").GetDouble());
        Assert.Equal(json.GetProperty("entryCount").GetInt32(), json.GetProperty("entries").GetArrayLength());
        Assert.All(json.GetProperty("entries").EnumerateArray(), entry => Assert.Equal("correct", entry.GetProperty("verdict").GetString()));
        Assert.NotEqual("wrong", Json("check", Iris, "--loss", loss).GetProperty("verdict").GetString());
    }

    [Fact]
    public void Check_ZeroWeights_SitsAtAKinkOfCrammerSinger()
    {
        Npy.Write(At("W0.npy"), new double[D * K], D, K);
        JsonElement json = Json("check", "X.npy", "--labels", "y.npy", "--weights", "W0.npy", "--loss", "crammer-singer");
        Assert.Equal("valid-subgradient", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("kinkEntries").GetInt32() > 0);
    }

    [Fact]
    public void Explain_Weights_CoefficientsAreTheViolationsCounted()
    {
        for (int i = 0; i < 4; i++)
        {
            JsonElement json = Json("explain", "X.npy", "--labels", "y.npy", "--weights", "W.npy", "--example", $"{i}");
            double[] scores = [.. Enumerable.Range(0, K).Select(j => Score(i, j))];
            int violations = RequireWestonWatkins(json);
            Assert.Equal(Enumerable.Range(0, K).Count(j => j != _y[i] && scores[j] - scores[_y[i]] + 1 > 0), violations);
            Assert.Equal(scores, json.GetProperty("terms").EnumerateArray().Select(term => term.GetProperty("score").GetDouble()), (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Fact]
    public void Explain_Report_SaysMinusXOncePerViolatingClass()
    {
        Npy.Write(At("W0.npy"), new double[D * K], D, K);
        string[] example = ["explain", "X.npy", "--labels", "y.npy", "--weights", "W0.npy", "--example", "0"];
        Assert.Equal(K - 1, RequireWestonWatkins(Json(example)));
        string output = Succeed(example);
        foreach (string words in new[] { "+x", "−2·x", "−x for each of 2 violating classes", "receives −x twice", "once for every violating class" })
            Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_Model_UsesItsLossAndItsClasses()
    {
        Succeed("train", Iris, "--cost", "0.001", "-o", "iris.hinge");
        JsonElement json = Json("explain", Iris, "--model", "iris.hinge", "--example", "149");
        Assert.Equal("virginica", json.GetProperty("label").GetString());
        Assert.InRange(RequireWestonWatkins(json), 1, 2);
        Succeed("train", Iris, "--loss", "softmax", "-o", "softmax.hinge");
        Assert.Equal("softmax", Json("explain", Iris, "--model", "softmax.hinge", "--example", "0").GetProperty("lossName").GetString());
    }

    /// <summary>Coefficients add up to 0: +1 for each violating class and minus their number for the right one.</summary>
    private static int RequireWestonWatkins(JsonElement json)
    {
        JsonElement[] terms = [.. json.GetProperty("terms").EnumerateArray()];
        int violations = 0;
        double sum = 0, right = double.NaN;
        foreach (JsonElement term in terms)
        {
            double coefficient = term.GetProperty("coefficient").GetDouble();
            sum += coefficient;
            JsonElement violation = term.GetProperty("violation");
            if (violation.ValueKind == JsonValueKind.Null)
            {
                Assert.Equal(json.GetProperty("label").GetString(), term.GetProperty("class").GetString());
                right = coefficient;
                continue;
            }
            bool isViolated = violation.GetDouble() > 0;
            Assert.Equal(isViolated ? 1 : 0, coefficient);
            if (isViolated) violations++;
        }
        Assert.Equal(0, sum);
        Assert.Equal(-violations, right);
        Assert.Equal(violations, json.GetProperty("violatedCount").GetInt32());
        return violations;
    }

    /// <summary>The student's loops, with the mean and the regularization.</summary>
    private (double Loss, double[] Gradient) TwoLoops(double lambda, bool half)
    {
        double loss = 0;
        double[] gradient = new double[D * K];
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < K; j++)
            {
                if (j == _y[i]) continue;
                double violation = Score(i, j) - Score(i, (int)_y[i]) + 1;
                if (violation <= 0) continue;
                loss += violation / N;
                for (int f = 0; f < D; f++)
                {
                    gradient[f * K + j] += _x[i * D + f] / N;
                    gradient[f * K + _y[i]] -= _x[i * D + f] / N;
                }
            }
        }
        double scale = half ? 0.5 * lambda : lambda;
        for (int e = 0; e < gradient.Length; e++)
        {
            loss += scale * _w[e] * _w[e];
            gradient[e] += 2 * scale * _w[e];
        }
        return (loss, gradient);
    }

    private double Score(int i, int j) => Enumerable.Range(0, D).Sum(f => _x[i * D + f] * _w[f * K + j]);

    private static double[] Normals(int seed, int count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }
}
