using System.Numerics;
using Hinge.Kernels.Factors;

namespace Hinge.Kernels.Tests.Factors;

public class GramPanelTests
{
    [Fact]
    public void AddTo_EveryOrder_IsTheWeightedSumOfProducts()
    {
        for (int n = 1; n <= 140; n += n < 36 ? 1 : 13)
        {
            RequireSum<double>(n, 1e-13);
            RequireSum<float>(n, 2e-5);
        }
    }

    [Fact]
    public void Rows_BeforeAnyOrTooMany_Throw()
    {
        using GramPanel<double> panel = new(2);
        Assert.Throws<InvalidOperationException>(() => panel.Set(0, 1));
        while (!panel.IsFull) panel.BeginRow(1);
        Assert.Throws<InvalidOperationException>(() => panel.BeginRow(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => panel.Set(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => panel.Set(-1, 1));
        Assert.Throws<ArgumentException>(() => panel.AddTo(new double[3]));
    }

    private static void RequireSum<T>(int n, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Rows = 150;
        Random random = new(n);
        int stride = Cholesky.Stride(n);
        T[] matrix = new T[n * stride];
        double[] expected = new double[n * n];
        using GramPanel<T> panel = new(n);
        for (int r = 0; r < Rows; r++)
        {
            double weight = (float)random.NextDouble();
            double[] row = [.. Enumerable.Range(0, n).Select(_ => random.Next(3) == 0 ? (float)(random.NextDouble() - 0.5) : 0)];
            panel.BeginRow(T.CreateTruncating(weight));
            for (int f = 0; f < n; f++)
                if (row[f] != 0) panel.Set(f, T.CreateTruncating(row[f]));
            for (int f = 0; f < n; f++)
                for (int g = 0; g < n; g++)
                    expected[f * n + g] += weight * row[f] * row[g];
            if (panel.IsFull) panel.AddTo(matrix);
        }
        panel.AddTo(matrix);
        for (int f = 0; f < n; f++)
            for (int g = 0; g <= f; g++)
                Assert.True(Math.Abs(double.CreateTruncating(matrix[f * stride + g]) - expected[f * n + g]) <= tolerance, $"{typeof(T).Name}, n = {n}, ({f}, {g}): expected {expected[f * n + g]}, got {matrix[f * stride + g]}");
    }
}
