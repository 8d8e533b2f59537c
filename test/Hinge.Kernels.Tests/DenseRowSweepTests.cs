using Hinge.Kernels.Reference;
using Hinge.Kernels.Vectorized;
using Hinge.Testing;

namespace Hinge.Kernels.Tests;

/// <summary>The SIMD kernels of dense rows against the plain loops, at every length and place, between guard pages.</summary>
public class DenseRowSweepTests
{
    private const int LongestRow = 256, MostClasses = 20, Offsets = 8;

    [Fact]
    public void Scores_DoublesOfEveryShapeAndOffset_AgreeWithReference() => SweepScores(v => v);

    [Fact]
    public void Scores_FloatsOfEveryShapeAndOffset_AgreeWithReference() => SweepScores(v => (float)v);

    [Fact]
    public void AddOuterProduct_DoublesOfEveryShapeAndOffset_AgreesWithReference() => SweepOuterProduct(v => v);

    [Fact]
    public void AddOuterProduct_FloatsOfEveryShapeAndOffset_AgreesWithReference() => SweepOuterProduct(v => (float)v);

    private static void SweepScores<T>(Func<double, T> narrow)
        where T : unmanaged
    {
        T[] xs = [.. Blobs.Normals(LongestRow, seed: 1).Select(narrow)];
        double[] ws = Blobs.Normals(LongestRow * MostClasses, seed: 2), magnitudes = [.. ws.Select(Math.Abs)];
        T[] absolute = [.. xs.Select(v => narrow(Math.Abs(Element.ToDouble(v))))];
        double[] expected = new double[MostClasses], sums = new double[MostClasses];
        using GuardedBuffer<T> xBuffer = new(LongestRow);
        using GuardedBuffer<double> wBuffer = new(LongestRow * MostClasses), sBuffer = new(MostClasses);
        for (int d = 0; d <= LongestRow; d++)
        {
            for (int k = 1; k <= MostClasses; k++)
            {
                DenseReference.Scores<T>(xs.AsSpan(0, d), ws.AsSpan(0, d * k), expected.AsSpan(0, k));
                DenseReference.Scores<T>(absolute.AsSpan(0, d), magnitudes.AsSpan(0, d * k), sums.AsSpan(0, k));
                double tolerance = Tolerances.SumOfProducts(d, sums.AsSpan(0, k).ToArray().Max());

                // Offset 0 touches the guard; the others run through all alignments.
                for (int offset = 0; offset < Offsets; offset++)
                {
                    Span<T> x = xBuffer.EndingAt(d, offset);
                    Span<double> w = wBuffer.EndingAt(d * k, offset), s = sBuffer.EndingAt(k, offset);
                    xs.AsSpan(0, d).CopyTo(x);
                    ws.AsSpan(0, d * k).CopyTo(w);
                    DenseVectorized.Scores<T>(x, w, s);
                    MatrixAssert.Close(expected.AsSpan(0, k), s, 1, tolerance, $"scores, D = {d}, K = {k}, offset {offset}");
                    Assert.True(sBuffer.IsUntouchedOutside(), $"scores were written outside their span, D = {d}, K = {k}, offset {offset}");
                }
            }
        }
    }

    private static void SweepOuterProduct<T>(Func<double, T> narrow)
        where T : unmanaged
    {
        T[] xs = [.. Blobs.Normals(LongestRow, seed: 3).Select(narrow)];
        double[] ws = Blobs.Normals(LongestRow * MostClasses, seed: 4), cs = Blobs.Normals(MostClasses, seed: 5);
        cs[3] = 0;
        double largest = 16 + cs.Max(Math.Abs) * 16;
        double tolerance = Tolerances.SumOfProducts(2, largest);
        double[] expected = new double[LongestRow * MostClasses];
        using GuardedBuffer<T> xBuffer = new(LongestRow);
        using GuardedBuffer<double> wBuffer = new(LongestRow * MostClasses), cBuffer = new(MostClasses);
        for (int d = 0; d <= LongestRow; d++)
        {
            for (int k = 1; k <= MostClasses; k++)
            {
                Span<double> target = expected.AsSpan(0, d * k);
                ws.AsSpan(0, d * k).CopyTo(target);
                DenseReference.AddOuterProduct<T>(xs.AsSpan(0, d), cs.AsSpan(0, k), target);

                for (int offset = 0; offset < Offsets; offset++)
                {
                    Span<T> x = xBuffer.EndingAt(d, offset);
                    Span<double> w = wBuffer.EndingAt(d * k, offset), c = cBuffer.EndingAt(k, offset);
                    xs.AsSpan(0, d).CopyTo(x);
                    ws.AsSpan(0, d * k).CopyTo(w);
                    cs.AsSpan(0, k).CopyTo(c);
                    DenseVectorized.AddOuterProduct<T>(x, c, w);
                    MatrixAssert.Close(target, w, d, tolerance, $"weights by class, D = {d}, K = {k}, offset {offset}");
                    Assert.True(wBuffer.IsUntouchedOutside(), $"weights were written outside their span, D = {d}, K = {k}, offset {offset}");
                }
            }
        }
    }
}
