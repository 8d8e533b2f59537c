using System.Numerics;
using Hinge.Kernels.Factors;

namespace Hinge.Kernels.Tests.Factors;

public class CholeskyTests
{
    private const int Longest = 70;

    /// <summary>Roundings of a factorization and two solutions of order n, for matrices of condition below 100.</summary>
    private static double Tolerance(int n, double unitRoundoff) => 400 * (n + 10) * unitRoundoff;

    [Fact]
    public void Solve_EveryOrder_InvertsTheProduct()
    {
        for (int n = 1; n <= Longest; n++)
        {
            RequireInverse<double>(n, Tolerance(n, Math.Pow(2, -53)));
            RequireInverse<float>(n, Tolerance(n, Math.Pow(2, -24)));
        }
    }

    [Fact]
    public void Factor_SingularMatrix_StillGivesAPositiveDefiniteOne()
    {
        const int N = 20;
        int stride = Cholesky.Stride(N);
        double[] matrix = new double[N * stride];
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                matrix[i * stride + j] = 1;
        matrix[5 * stride + 5] = 0;
        Cholesky.Factor<double>(matrix, N);
        double[] vector = [.. Enumerable.Range(0, N).Select(i => i % 3 - 1.0)], solution = [.. vector];
        Cholesky.Solve<double>(matrix, N, solution);
        Assert.All(solution, x => Assert.True(double.IsFinite(x)));
        Assert.True(vector.Zip(solution, (a, b) => a * b).Sum() > 0);
    }

    [Fact]
    public void Arguments_OfWrongLength_Throw()
    {
        Assert.Throws<ArgumentException>(() => Cholesky.Factor<double>(new double[15], 1));
        Assert.Throws<ArgumentException>(() => Cholesky.Solve<double>(new double[15], 1, new double[1]));
        Assert.Throws<ArgumentException>(() => Cholesky.Solve<double>(new double[16], 1, new double[2]));
    }

    private static void RequireInverse<T>(int n, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(n);
        int stride = Cholesky.Stride(n);
        double[] a = [.. Enumerable.Range(0, n * n).Select(_ => random.NextDouble() - 0.5)], x = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        T[] matrix = new T[n * stride], vector = new T[n];
        double[] right = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double m = i == j ? 1 : 0;
                for (int k = 0; k < n; k++) m += a[i * n + k] * a[j * n + k] / n * 4;
                right[i] += m * x[j];
                matrix[i * stride + j] = T.CreateTruncating(j <= i ? m : double.NaN);
            }
        }
        for (int i = 0; i < n; i++) vector[i] = T.CreateTruncating(right[i]);
        Cholesky.Factor<T>(matrix, n);
        Cholesky.Solve<T>(matrix, n, vector);
        for (int i = 0; i < n; i++)
            Assert.True(Math.Abs(double.CreateTruncating(vector[i]) - x[i]) <= tolerance, $"{typeof(T).Name}, n = {n}, entry {i}: expected {x[i]}, got {vector[i]}, tolerance {tolerance}");
    }
}
