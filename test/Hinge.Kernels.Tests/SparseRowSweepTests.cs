using System.Numerics;
using Hinge.Kernels.Reference;
using Hinge.Kernels.Vectorized;
using Hinge.Testing;

namespace Hinge.Kernels.Tests;

/// <summary>The SIMD kernels of sparse rows against the plain loops, at every length and place, between guard pages.</summary>
public class SparseRowSweepTests
{
    private const int MostNonzeros = 256, Offsets = 8;
    private static readonly int[] Strides = [8, 16, 24, 32, 40];

    [Fact]
    public void Kernels_DoublesOfEveryShapeAndOffset_AgreeWithReference() => Sweep(v => v);

    [Fact]
    public void Kernels_FloatsOfEveryShapeAndOffset_AgreeWithReference() => Sweep(v => (float)v);

    private static void Sweep<T>(Func<double, T> narrow)
        where T : unmanaged, INumber<T>
    {
        int d = MostNonzeros + 50, widest = Strides[^1];
        T[] values = [.. Blobs.Normals(MostNonzeros, seed: 6).Select(narrow)];
        int[] columns = [.. Enumerable.Range(0, d).OrderBy(c => c * 7919 % d).Take(MostNonzeros)];
        double[] ws = Blobs.Normals(d * widest, seed: 7), cs = Blobs.Normals(widest, seed: 8);
        double[] expected = new double[widest], expectedWeights = new double[d * widest];
        double largest = ws.Max(Math.Abs) * values.Max(v => Math.Abs(Element.ToDouble(v)));
        using GuardedBuffer<T> vBuffer = new(MostNonzeros);
        using GuardedBuffer<int> columnBuffer = new(MostNonzeros);
        using GuardedBuffer<double> wBuffer = new(d * widest), sBuffer = new(widest);
        for (int n = 0; n <= MostNonzeros; n++)
        {
            foreach (int stride in Strides)
            {
                // The highest column used ends W, so that the last row lies against the guard.
                int rows = columns[..n].DefaultIfEmpty(-1).Max() + 1, length = rows * stride;
                int offset = (n + stride / 8) % Offsets;
                string at = $"{n} nonzeros, stride {stride}, offset {offset}";
                Span<T> v = vBuffer.EndingAt(n, offset);
                Span<int> c = columnBuffer.EndingAt(n, offset);
                Span<double> w = wBuffer.EndingAt(length, 0), s = sBuffer.EndingAt(stride, offset);
                values.AsSpan(0, n).CopyTo(v);
                columns.AsSpan(0, n).CopyTo(c);
                ws.AsSpan(0, length).CopyTo(w);

                SparseVectorized.Scores<T>(c, v, w, s);
                SparseReference.Scores<T>(c, v, ws.AsSpan(0, length), expected.AsSpan(0, stride));
                MatrixAssert.Close(expected.AsSpan(0, stride), s, 1, Tolerances.SumOfProducts(n, n * largest), $"scores, {at}");
                Assert.True(sBuffer.IsUntouchedOutside(), $"scores were written outside their span, {at}");

                cs.AsSpan(0, stride).CopyTo(s);
                ws.AsSpan(0, length).CopyTo(expectedWeights);
                SparseVectorized.AddOuterProduct<T>(c, v, s, w);
                SparseReference.AddOuterProduct<T>(c, v, s, expectedWeights.AsSpan(0, length));
                MatrixAssert.Close(expectedWeights.AsSpan(0, length), w, stride, Tolerances.SumOfProducts(2, 4 * largest), $"weights, {at}");
                Assert.True(wBuffer.IsUntouchedOutside(), $"weights were written outside their span, {at}");
            }
        }
    }
}
