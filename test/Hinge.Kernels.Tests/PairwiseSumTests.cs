using Hinge.Testing;

namespace Hinge.Kernels.Tests;

/// <summary>Sums along a fixed tree, and the hint that has no effect.</summary>
public class PairwiseSumTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 70), 1023, 1024, 1025, 2047, 2048, 2049, 3000, 5000, 100_001];

    [Fact]
    public void Of_WholeNumbers_IsExact()
    {
        foreach (int length in Lengths)
            Assert.Equal(length * (length + 1L) / 2, PairwiseSum.Of([.. Enumerable.Range(1, length).Select(n => (double)n)]));
    }

    [Fact]
    public void OfSquares_WholeNumbers_IsExact()
    {
        foreach (int length in Lengths)
        {
            double[] values = [.. Enumerable.Range(0, length).Select(n => (double)(n % 201 - 100))];
            Assert.Equal(values.Sum(v => v * v), PairwiseSum.OfSquares(values));
        }
    }

    [Fact]
    public void OfSquares_RealNumbers_IsWithinRounding()
    {
        foreach (int length in Lengths)
        {
            double[] values = Blobs.Normals(length, seed: length);
            double expected = values.Sum(v => v * v);
            MatrixAssert.Close([expected], [PairwiseSum.OfSquares(values)], 1, Tolerances.SumOfProducts(length, expected), $"length {length}");
        }
    }

    // 2^20 equal terms add up exactly along a binary tree: every partial sum is the term times a power of two. In order
    // of the terms they do not.
    [Fact]
    public void Of_EqualTermsOfAPowerOfTwo_IsExact()
    {
        double[] terms = new double[1 << 20];
        Array.Fill(terms, 0.1);
        Assert.Equal(0.1 * terms.Length, PairwiseSum.Of(terms));
        Assert.NotEqual(0.1 * terms.Length, terms.Aggregate((sum, term) => sum + term));
    }

    [Fact]
    public void OfAndOfSquares_AtAnyAddress_SameBits()
    {
        const int Length = 5000;
        double[] wide = new double[Length + 8], values = Blobs.Normals(Length, seed: 1);
        for (int offset = 0; offset < 8; offset++)
        {
            values.CopyTo(wide, offset);
            MatrixAssert.SameBits([PairwiseSum.Of(values)], [PairwiseSum.Of(wide.AsSpan(offset, Length))], 1, $"sum at offset {offset}");
            MatrixAssert.SameBits([PairwiseSum.OfSquares(values)], [PairwiseSum.OfSquares(wide.AsSpan(offset, Length))], 1, $"squares at offset {offset}");
        }
    }
}
