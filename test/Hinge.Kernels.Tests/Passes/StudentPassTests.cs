using System.Numerics;
using System.Runtime.Intrinsics;
using Hinge.Kernels.Dense;
using Hinge.Kernels.Margins;
using Hinge.Kernels.Reference;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>
/// Pass and loss together against the student's two loops, on whole numbers: everything is exact, violations of zero
/// included, so results must be equal. The plain passes, the fallback, are held to the same.
/// </summary>
public class StudentPassTests
{
    private static readonly (int N, int D, int K)[] Shapes = [(1, 1, 2), (3, 2, 3), (50, 7, 5), (257, 20, 10), (300, 33, 26), (2100, 40, 17), (600, 65, 100)];

    [Fact]
    public void DensePass_WithWestonWatkins_IsTheStudentsLoops()
    {
        foreach ((int n, int d, int k) in Shapes)
        {
            (double[] x, int[] y, double[] w) = WholeNumbers(n, d, k, density: 1);
            double[] expected = new double[d * k];
            double loss = StudentLoops.Dense(x, y, w, k, 1, expected);
            foreach (GradientPlan plan in (GradientPlan[])[GradientPlan.Parts, GradientPlan.Columns])
            {
                Check<float>((visitor, gradient) => DensePass.RunVectorized<float, float>(Narrow(x), n, d, w, k, WeightLayout.ByFeature(k), visitor, gradient, 3, plan));
                Check<double>((visitor, gradient) => DensePass.RunVectorized<float, double>(Narrow(x), n, d, w, k, WeightLayout.ByFeature(k), visitor, gradient, 3, plan));
                Check<double>((visitor, gradient) => DensePass.RunVectorized<double, double>(x, n, d, w, k, WeightLayout.ByFeature(k), visitor, gradient, 3, plan));
            }

            void Check<T>(Func<IScoreVisitor<T>, double[], double> run)
                where T : unmanaged, INumber<T> =>
                RequireStudents(run, y, k, loss, expected, $"N = {n}, D = {d}, K = {k}");
        }
    }

    [Fact]
    public void SparsePass_WithWestonWatkins_IsTheStudentsLoops()
    {
        foreach ((int n, int d, int k) in Shapes)
        {
            (double[] x, int[] y, double[] w) = WholeNumbers(n, d, k, density: 0.4);
            (long[] offsets, int[] columns, double[] values) = Storage.Compress(x, n, d);
            double[] expected = new double[d * k];
            double loss = StudentLoops.Sparse(offsets, columns, values, y, w, k, 1, expected);
            Check<float>((visitor, gradient) => SparsePass.RunVectorized<float, float>(offsets, columns, Narrow(values), d, w, k, WeightLayout.ByFeature(k), visitor, gradient, 3));
            Check<double>((visitor, gradient) => SparsePass.RunVectorized<float, double>(offsets, columns, Narrow(values), d, w, k, WeightLayout.ByFeature(k), visitor, gradient, 3));
            Check<double>((visitor, gradient) => SparsePass.RunVectorized<double, double>(offsets, columns, values, d, w, k, WeightLayout.ByFeature(k), visitor, gradient, 3));

            void Check<T>(Func<IScoreVisitor<T>, double[], double> run)
                where T : unmanaged, INumber<T> =>
                RequireStudents(run, y, k, loss, expected, $"N = {n}, D = {d}, K = {k}");
        }
    }

    [Fact]
    public void PassReference_WholeNumbers_IsTheSimdPass()
    {
        foreach ((int n, int d, int k) in Shapes)
        {
            (double[] x, _, double[] w) = WholeNumbers(n, d, k, density: 0.4);
            (long[] offsets, int[] columns, double[] values) = Storage.Compress(x, n, d);
            WeightLayout layout = WeightLayout.ByFeature(k);
            float[] coefficients = CoefficientPatterns.Integers<float>(1, n, k);
            RecordingVisitor<float> simd = new(k, coefficients), plain = new(k, coefficients, isPadded: false);
            double[] expected = new double[d * k], actual = new double[d * k];
            string at = $"N = {n}, D = {d}, K = {k}";

            double loss = DensePass.RunVectorized<float, float>(Narrow(x), n, d, w, k, layout, simd, expected, 1, GradientPlan.Parts);
            Assert.Equal(loss, PassReference.Dense<float, float>(new LongBuffer<float>(Narrow(x)), n, d, w, k, layout, plain, actual));
            MatrixAssert.Close(expected, actual, k, 0, $"gradient, dense, {at}");
            MatrixAssert.Close(simd.Scores(n), plain.Scores(n), k, 0, $"scores, dense, {at}");

            plain.Forget();
            Assert.Equal(loss, PassReference.Sparse<float, float>(new LongBuffer<long>(offsets), new LongBuffer<int>(columns), new LongBuffer<float>(Narrow(values)), d, w, k, layout, plain, actual));
            MatrixAssert.Close(expected, actual, k, 0, $"gradient, sparse, {at}");
            MatrixAssert.Close(simd.Scores(n), plain.Scores(n), k, 0, $"scores, sparse, {at}");
        }
    }

    private static void RequireStudents<T>(Func<IScoreVisitor<T>, double[], double> run, int[] labels, int k, double expectedLoss, double[] expected, string at)
        where T : unmanaged, INumber<T>
    {
        double[] gradient = new double[expected.Length];
        double loss = run(new WestonWatkinsVisitor<T>(labels, k), gradient);
        MatrixAssert.Close([expectedLoss], [loss], 1, 0, $"loss, {at}");
        MatrixAssert.Close(expected, gradient, k, 0, $"gradient, {at}");
    }

    private static float[] Narrow(double[] values) => [.. values.Select(v => (float)v)];

    private static (double[] X, int[] Y, double[] W) WholeNumbers(int n, int d, int k, double density)
    {
        Random random = new(n);
        double[] x = new double[n * d], w = new double[d * k];
        for (int e = 0; e < x.Length; e++) x[e] = random.NextDouble() < density ? random.Next(-3, 4) : 0;
        for (int e = 0; e < w.Length; e++) w[e] = random.Next(-2, 3);
        return (x, [.. Enumerable.Range(0, n).Select(_ => random.Next(k))], w);
    }

    private sealed class WestonWatkinsVisitor<T>(int[] labels, int classCount) : IScoreVisitor<T>
        where T : unmanaged, INumber<T>
    {
        private readonly T[] _delta = [.. Enumerable.Range(0, Padding.RoundUp(classCount, Vector512<T>.Count))
            .Select(j => j < classCount ? T.One : T.CreateTruncating(double.NegativeInfinity))];

        public double Visit(int firstRow, Span<T> scores, int stride) =>
            WestonWatkinsRows.ValueAndCoefficients(scores, stride, labels.AsSpan(firstRow, scores.Length / stride), _delta);
    }
}
