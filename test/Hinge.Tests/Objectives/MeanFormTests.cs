using Hinge.Data;
using Hinge.Kernels.Reference;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;

namespace Hinge.Tests.Objectives;

public class MeanFormTests
{
    public static TheoryData<string> Names => [.. PlainLosses.Names];

    // X = (2), y = 1, W = (0, 3, 4), Δ = 1, λ = 0.5: s = (0, 6, 8), v_2 = 3: F = 3 + 0.5·25 = 15.5; half: 3 + 6.25.
    // dW = x·(0, −1, 1) + 2λW = (0, −2, 2) + (0, 3, 4); half: + (0, 1.5, 2).
    [Theory]
    [InlineData(false, 15.5, 1, 6)]
    [InlineData(true, 9.25, -0.5, 4)]
    public void ValueAndGradient_OneExample_GivesTheHandWorkedNumbers(bool half, double expected, double second, double third)
    {
        MeanForm form = new(Storage.Dense([2], [1], 1, 3), new WestonWatkins(), lambda: 0.5, half);
        WeightMatrix gradient = new(1, 3);
        Assert.Equal(expected, form.ValueAndGradient(new WeightMatrix(1, 3, [0, 3, 4]), gradient));
        MatrixAssert.Close([0, second, third], gradient.Values, 3, Tolerances.HandWorked, "dW");
    }

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(40, 7, 3)]
    [InlineData(700, 33, 10)]
    [InlineData(300, 5, 21)]
    public void ValueAndGradient_WestonWatkins_AreTheStudentsLoopsOverN(int n, int d, int k)
    {
        const double Lambda = 0.03;
        (double[] x, int[] y) = Blobs.Raw(n, d, k, seed: n, density: 0.4);
        double[] w = Blobs.Normals(d * k, seed: d), expected = new double[d * k];
        double loss = StudentLoops.Dense(x, y, w, k, delta: 1, expected) / n;
        for (int e = 0; e < w.Length; e++)
        {
            expected[e] = expected[e] / n + 2 * Lambda * w[e];
            loss += Lambda * w[e] * w[e];
        }

        WeightMatrix weights = new(d, k, w), gradient = new(d, k);
        foreach (Dataset data in (Dataset[])[Storage.Dense(x, y, d, k), Storage.Sparse(x, y, d, k), Storage.DenseFloat(x, y, d, k), Storage.SparseFloat(x, y, d, k)])
        {
            MeanForm form = new(data, new WestonWatkins(), Lambda);
            MatrixAssert.Close(loss, form.ValueAndGradient(weights, gradient), Tolerances.SameFormula, "value with gradient");
            MatrixAssert.Close(loss, form.Value(weights), Tolerances.SameFormula, "value");
            MatrixAssert.CloseRelative(expected, gradient.Values, k, Tolerances.SameFormula, "dW");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ValueAndGradient_AnyThreadCount_SameBits(string name)
    {
        foreach (Dataset data in (Dataset[])[Blobs.Dense(1500, 9, 4, seed: 1), Blobs.Sparse(1500, 30, 4, seed: 2)])
        {
            int d = data.Features.FeatureCount;
            MeanForm form = new(data, Loss.Create(name), 0.1);
            WeightMatrix weights = new(d, 4, Blobs.Normals(d * 4, seed: 3)), one = new(d, 4), many = new(d, 4);
            double expected = form.ValueAndGradient(weights, one, threads: 1), value = form.Value(weights, threads: 1);
            foreach (int threads in (int[])[2, 3, 8])
            {
                Assert.Equal(expected, form.ValueAndGradient(weights, many, threads));
                Assert.Equal(value, form.Value(weights, threads));
                MatrixAssert.SameBits(one.Values, many.Values, 4, $"dW of {name} at {threads} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ValueAndGradient_EveryLoss_IsTheNumericDerivative(string name)
    {
        const int D = 4, K = 3;
        MeanForm form = new(Blobs.Dense(12, D, K, seed: 4), Loss.Create(name), 0.2);
        WeightMatrix weights = new(D, K, Blobs.Normals(D * K, seed: 5, scale: 0.7)), gradient = new(D, K);
        double value = form.ValueAndGradient(weights, gradient);
        double[] numeric = new double[D * K];
        for (int e = 0; e < numeric.Length; e++)
        {
            double at = weights.Values[e];
            weights.Values[e] = at + Tolerances.DerivativeStep;
            double up = form.Value(weights);
            weights.Values[e] = at - Tolerances.DerivativeStep;
            numeric[e] = (up - form.Value(weights)) / (2 * Tolerances.DerivativeStep);
            weights.Values[e] = at;
        }
        MatrixAssert.Close(numeric, gradient.Values, K, Tolerances.NumericDerivative * (1 + value), $"dW of {name}");
    }

    [Fact]
    public void MeanForm_BadArguments_Throw()
    {
        Dataset data = Blobs.Dense(5, 2, 3, seed: 6);
        Assert.ThrowsAny<ArgumentException>(() => new MeanForm(data, new WestonWatkins(), -1));
        Assert.ThrowsAny<ArgumentException>(() => new MeanForm(data, new WestonWatkins(), double.NaN));
        Assert.ThrowsAny<ArgumentException>(() => new MeanForm(data, new WestonWatkins(new Delta(2, [0, 1, 1, 0]))));
        Assert.ThrowsAny<ArgumentException>(() => new MeanForm(Storage.Dense([], [], 2, 3), new WestonWatkins()));
        MeanForm form = new(data, new WestonWatkins());
        Assert.ThrowsAny<ArgumentException>(() => form.ValueAndGradient(new WeightMatrix(2, 3), new WeightMatrix(3, 2)));
        Assert.ThrowsAny<ArgumentException>(() => form.ValueAndGradient(new WeightMatrix(2, 2), new WeightMatrix(2, 2)));
        Assert.ThrowsAny<ArgumentException>(() => form.Value(new WeightMatrix(3, 3)));
        Assert.ThrowsAny<ArgumentException>(() => form.Value(new WeightMatrix(2, 2)));
        Assert.ThrowsAny<ArgumentException>(() => form.Value(new WeightMatrix(2, 4)));
    }
}
