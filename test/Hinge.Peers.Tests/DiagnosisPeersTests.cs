using System.Text.Json;
using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Peers.Tests;

/// <summary>Other programs' gradients under diagnosis: real cases.</summary>
public class DiagnosisPeersTests
{
    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void PyTorchMultiMarginLoss_AgainstOurConvention_IsScaledByTheNumberOfClasses(string source)
    {
        (JsonElement[] cases, _) = PeerAnswers.Load("torch", source);
        JsonElement[] marginCases = [.. cases.Where(item => item.Text("lossName") == "weston-watkins")];
        Assert.NotEmpty(marginCases);
        foreach (JsonElement item in marginCases)
        {
            int n = item.Integer("examples"), d = item.Integer("features"), k = item.Integer("classes");
            Dataset data = new(new DenseMatrix<double>(n, d, item.Matrix("X")), new Labels(item.Integers("y"), k));
            MeanForm form = new(data, new WestonWatkins(new Delta(item.Number("delta"))));
            // The answers hold PyTorch's gradient times K (and λ's part): its own divides by K.
            WeightMatrix weights = new(d, k, item.Matrix("W"));
            double[] gradient = item.Matrix("dW");
            for (int e = 0; e < gradient.Length; e++)
                gradient[e] = (gradient[e] - 2 * item.Number("lambda") * weights.Values[e]) / k;

            DiagnosisReport report = GradientDiagnosis.Run(form, weights, new UserGradient(new WeightMatrix(d, k, gradient)));

            Assert.Equal(Verdict.Wrong, report.Verdict);
            FoundMistake mistake = Assert.Single(report.Mistakes);
            Assert.Equal("scaled", mistake.Id);
            Assert.Contains("1/K: PyTorch", mistake.Explanation, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// The multiclass hinge of scikit-learn-contrib's lightning (SGDClassifier, 0.6): an example whose best-scoring
    /// class k is not y moves W by +η·x at y and −η·x at k; nothing is asked of the lead. That is a perceptron:
    /// Crammer–Singer's gradient without its Δ.
    /// </summary>
    [Fact]
    public void LightningMulticlassHinge_AgainstCrammerSinger_IsMissingItsDelta()
    {
        const int N = 40, D = 6, K = 4;
        double[] x = WeightMatrix.Random(N, D, 1, seed: 1).Values.ToArray();
        WeightMatrix weights = WeightMatrix.Random(D, K, 0.4, seed: 2);
        int[] y = [.. Enumerable.Range(0, N).Select(i => i % K)];
        double[] gradient = new double[D * K];
        for (int i = 0; i < N; i++)
        {
            int best = 0;
            double[] scores = new double[K];
            for (int j = 0; j < K; j++)
            {
                for (int f = 0; f < D; f++)
                    scores[j] += x[i * D + f] * weights[f, j];
                if (scores[j] > scores[best]) best = j;
            }
            for (int f = 0; best != y[i] && f < D; f++)
            {
                gradient[f * K + best] += x[i * D + f] / N;
                gradient[f * K + y[i]] -= x[i * D + f] / N;
            }
        }
        MeanForm form = new(new Dataset(new DenseMatrix<double>(N, D, x), new Labels(y, K)), new CrammerSinger());

        DiagnosisReport report = GradientDiagnosis.Run(form, weights, new UserGradient(new WeightMatrix(D, K, gradient)));

        Assert.Equal(Verdict.Wrong, report.Verdict);
        FoundMistake mistake = Assert.Single(report.Mistakes);
        Assert.Equal("missing-delta", mistake.Id);
        Assert.Contains("perceptron", mistake.Explanation, StringComparison.Ordinal);
    }
}
