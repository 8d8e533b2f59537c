using Hinge.Checking;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;

namespace Hinge.Tests.Checking;

public class GradientCheckTests
{
    private const int D = 5, K = 4;

    public static TheoryData<string> Names => [.. PlainLosses.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_OurGradients_AreCorrect(string name)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            GradientCheckResult result = GradientCheck.Run(Of(name, seed), Weights(seed));
            Assert.True(result.IsCorrect, $"{name}, seed {seed}: {result.Worst}");
            Assert.Equal(D * K, result.Entries.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_ManyViolationsCloseToAKinkButNotOnIt_AreCorrect(string name)
    {
        // One example x = (1), two classes: v = s_1 − s_0 + 1 = 1e-6·(3, −3), beyond the smallest step 1e-7 on each side.
        foreach (double distance in (double[])[3e-6, -3e-6, 3e-5, -3e-5])
        {
            MeanForm form = new(Storage.Dense([1], [0], 1, 2), Loss.Create(name), 0.1);
            GradientCheckResult result = GradientCheck.Run((w, dw) => form.ValueAndGradient(w, dw), new WeightMatrix(1, 2, [0.5, -0.5 + distance]));
            Assert.True(result.IsCorrect, $"{name} at {distance} from a kink: {result.Worst}");
        }
    }

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("softmax")]
    [InlineData("squared-one-vs-rest")]
    public void Run_GradientOffByATenthOfAPercent_IsWrong(string name) =>
        RequireWrong(Of(name, seed: 1), (g, _) => Scale(g, 1.001));

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_SignTurned_IsWrong(string name) => RequireWrong(Of(name, seed: 2), (g, _) => Scale(g, -1));

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_OneEntryOfManyOff_IsFoundAndNamed(string name)
    {
        GradientCheckResult result = RequireWrong(Of(name, seed: 3), (g, _) => g[2, 1] += 0.01);
        Assert.Equal((2, 1), (result.Worst.Feature, result.Worst.Class));
        Assert.Single(result.Entries, entry => entry.Difference > entry.Allowed);
    }

    [Fact]
    public void Run_NaNInTheGradient_IsWrong() =>
        Assert.Equal(double.PositiveInfinity, RequireWrong(Of("softmax", seed: 3), (g, _) => g[1, 1] = double.NaN).Worst.RelativeError);

    /// <summary>The student's second program: the correct class's row is subtracted once an example, or never.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_CorrectClassTermMissingOrTakenOnce_IsWrong(bool once)
    {
        Dataset data = Blobs.Dense(12, D, K, seed: 4);
        WeightMatrix weights = Weights(4);
        double Faulty(WeightMatrix w, WeightMatrix gradient)
        {
            double loss = 0;
            gradient.Values.Clear();
            double[] x = new double[D];
            for (int i = 0; i < data.ExampleCount; i++)
            {
                data.Features.CopyRow(i, x);
                double[] s = [.. Enumerable.Range(0, K).Select(j => Enumerable.Range(0, D).Sum(f => x[f] * w[f, j]))];
                int y = data.Labels[i];
                for (int j = 0; j < K; j++)
                {
                    double margin = j == y ? 0 : Math.Max(0, s[j] - s[y] + 1);
                    loss += margin;
                    for (int f = 0; f < D; f++)
                    {
                        if (margin > 0) gradient[f, j] += x[f];
                        if (once && j == y) gradient[f, y] -= x[f];
                    }
                }
            }
            return loss;
        }

        GradientCheckResult result = GradientCheck.Run(Faulty, weights);
        Assert.False(result.IsCorrect, result.Worst.ToString());
    }

    [Fact]
    public void Run_RegularizationForgottenInTheGradient_IsWrong() =>
        RequireWrong(Of("weston-watkins", seed: 5, lambda: 0.5), (g, w) =>
        {
            for (int e = 0; e < g.Values.Length; e++) g.Values[e] -= w.Values[e];
        });

    [Fact]
    public void Run_FewEntriesAsked_ChecksThatManyAndLeavesTheWeights()
    {
        WeightMatrix weights = Weights(6);
        double[] before = weights.Values.ToArray();
        GradientCheckResult result = GradientCheck.Run(Of("softmax", 6), weights, new GradientCheckOptions { EntryCount = 7 });
        Assert.Equal(7, result.Entries.DistinctBy(entry => (entry.Feature, entry.Class)).Count());
        MatrixAssert.SameBits(before, weights.Values, K, "W");
    }

    [Fact]
    public void Run_OptionsOutOfRange_Throw()
    {
        Assert.Throws<ArgumentException>(() => GradientCheck.Run(Of("softmax", 6), Weights(6), new GradientCheckOptions { EntryCount = 0 }));
        Assert.Throws<ArgumentException>(() => GradientCheck.Run(Of("softmax", 6), Weights(6), new GradientCheckOptions { Tolerance = double.NaN }));
    }

    private static GradientCheckResult RequireWrong(ValueAndGradient right, Action<WeightMatrix, WeightMatrix> spoil)
    {
        GradientCheckResult result = GradientCheck.Run(
            (w, dw) =>
            {
                double value = right(w, dw);
                spoil(dw, w);
                return value;
            },
            Weights(7));
        Assert.False(result.IsCorrect, result.Worst.ToString());
        return result;
    }

    private static ValueAndGradient Of(string name, int seed, double lambda = 0.05)
    {
        MeanForm form = new(Blobs.Dense(12, D, K, seed), Loss.Create(name), lambda);
        return (w, dw) => form.ValueAndGradient(w, dw);
    }

    private static WeightMatrix Weights(int seed) => new(D, K, Blobs.Normals(D * K, seed + 50, scale: 0.5));

    private static void Scale(WeightMatrix matrix, double factor)
    {
        foreach (ref double value in matrix.Values) value *= factor;
    }
}
