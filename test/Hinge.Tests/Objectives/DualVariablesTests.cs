using CsCheck;
using Hinge.Data;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Tests.Training;
using Hinge.Training;

namespace Hinge.Tests.Objectives;

/// <summary>Rows come back as they were set, however they are kept; and training with many classes is honest about them.</summary>
public class DualVariablesTests
{
    // Around the number of classes from which rows may be packed, and of nonzeros up to which they are.
    private static readonly Gen<(int K, double[][] Rows)> Sets =
        from k in Gen.Int[1, 140]
        from rows in Gen.Select(Gen.Int[0, k], Gen.Double[-1, 1].Array[k], (count, values) => values.Select((v, j) => j * 7 % k < count ? v : 0).ToArray()).Array[1, 12]
        select (k, rows);

    [Fact]
    public void SetRow_AnyRowsOverOneAnother_ComeBack() => Sets.Sample(set =>
    {
        const int N = 3;
        DualVariables duals = new(N, set.K);
        double[]?[] expected = new double[N][];
        for (int turn = 0; turn < set.Rows.Length; turn++)
        {
            duals.SetRow(turn % N, set.Rows[turn]);
            expected[turn % N] = set.Rows[turn];
        }
        if (set.Rows.Length % 2 == 0)
        {
            duals.Scale(0.5);
            foreach (double[]? row in expected)
                for (int j = 0; j < row?.Length; j++) row[j] *= 0.5;
        }
        for (int i = 0; i < N; i++)
        {
            double[] row = expected[i] ?? new double[set.K], copy = [.. Enumerable.Repeat(double.NaN, set.K)], sum = new double[set.K];
            bool isZero = row.All(v => v == 0);
            Assert.Equal(isZero, duals.IsZero(i));
            Assert.Equal(isZero ? [] : row, duals[i].ToArray());
            duals.CopyRow(i, copy);
            Assert.Equal(row, copy);
            duals.CopyNonzeros(i, sum);
            Assert.Equal(row, sum);
            if (!isZero) Assert.Equal(row, duals.Padded(i)[..set.K].ToArray());
            foreach (double padding in duals.Padded(i)[(isZero ? 0 : set.K)..]) Assert.Equal(0, padding);
            if (duals.InPlace(i) is { } inPlace) Assert.Equal(row, inPlace[..set.K]);
        }
        duals.Clear();
        Assert.All(Enumerable.Range(0, N), i => Assert.True(duals.IsZero(i)));
    });

    // Panels of a few neighbouring classes: what they hold comes back, however the row is kept, and the rest is zero.
    [Fact]
    public void SetPanels_AnyPanels_ComeBack() =>
        (from size in Gen.Int[1, 20]
         from k in Gen.Int[1, 64 * size]
         from bits in Gen.ULong
         from density in Gen.Double[0, 1]
         from seed in Gen.Int
         select (size, k, bits, density, seed)).Sample(given =>
        {
            (int size, int k, ulong bits, double density, int seed) = given;
            int panelCount = (k + size - 1) / size;
            ulong panels = panelCount == 64 ? bits : bits & ((1UL << panelCount) - 1);
            Random random = new(seed);
            double[] row = new double[k];
            for (int j = 0; j < k; j++)
                if ((panels >> (j / size) & 1) != 0 && random.NextDouble() < density) row[j] = random.NextDouble() - 0.5;
            double[] near = [.. Enumerable.Range(0, k).Where(j => (panels >> (j / size) & 1) != 0).Select(j => row[j])];

            DualVariables duals = new(1, k);
            foreach (bool isOver in (bool[])[false, true])
            {
                if (isOver) duals.SetRow(0, [.. Enumerable.Range(0, k).Select(j => 1.0 + j)]);
                duals.SetPanels(0, panels, size, near);
                double[] copy = new double[k], nearCopy = new double[near.Length];
                duals.CopyRow(0, copy);
                duals.CopyPanels(0, panels, size, nearCopy);
                Assert.Equal(row, copy);
                Assert.Equal(near, nearCopy);
                Assert.Equal(row.All(v => v == 0), duals.IsZero(0));
            }
        });

    [Fact]
    public void SetRow_FewNonzerosOfManyClasses_TakesLittleMemory()
    {
        const int K = 1000;
        double[] row = new double[K];
        (row[3], row[700]) = (1, -1);
        DualVariables duals = new(2, K);
        duals.SetRow(0, row);
        Assert.Equal(4, duals.Stored(0)!.Length);
        Assert.Null(duals.InPlace(0));
        Array.Fill(row, 1);
        duals.SetRow(0, row);
        Assert.True(duals.InPlace(0)!.Length >= K);
    }

    // So many classes that rows are packed, in every loss with blocks.
    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("squared-weston-watkins")]
    [InlineData("crammer-singer")]
    [InlineData("one-vs-rest")]
    public void Train_ManyClasses_IsHonestAndTheSameAtAnyThreadCount(string loss)
    {
        const int N = 400, D = 12, K = 90;
        (double[] x, int[] y) = Blobs.Raw(N, D, K, seed: 9, density: 0.9);
        foreach (Dataset data in new[] { Storage.DenseFloat(x, y, D, K), Storage.Sparse(x, y, D, K) })
        {
            Objective objective = Train.Objective(loss, 0.3, bias: 1);
            TrainingResult result = Train.Ascent(data, objective, 1e-4), other = Train.Ascent(data, objective, 1e-4, threads: 3);
            Assert.Equal(StopReason.GapReached, result.StopReason);
            MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result), 1e-4, Tolerances.IndependentGap, $"gap of {loss}");
            MatrixAssert.SameBits(result.Model.Weights.Values, other.Model.Weights.Values, K, $"W of {loss}");
            int packed = Enumerable.Range(0, N).Count(i => result.Duals.Stored(i) is not null && result.Duals.InPlace(i) is null);
            Assert.True(loss == "one-vs-rest" || packed > 0, "no row was packed");
        }
    }
}
