using System.Runtime.Intrinsics;

namespace Hinge.Kernels;

/// <summary>Sums along a fixed binary tree: their bits depend on the terms only, and rounding grows with log N.</summary>
public static class PairwiseSum
{
    private const int SquaresBlock = 1024;

    /// <summary>Of fewer values a second thread would be no help.</summary>
    private const int LongestAlone = 1 << 18;

    /// <summary>The sum of the terms; 0 for none.</summary>
    public static double Of(ReadOnlySpan<double> terms) => terms.Length switch
    {
        0 => 0,
        1 => terms[0],
        _ => Of(terms[..(terms.Length / 2)]) + Of(terms[(terms.Length / 2)..]),
    };

    /// <summary>Σ x²: lane by lane in blocks, those along the tree.</summary>
    public static double OfSquares(ReadOnlySpan<double> values)
    {
        if (values.Length > SquaresBlock)
        {
            int half = Half(values.Length);
            return OfSquares(values[..half]) + OfSquares(values[half..]);
        }
        Vector512<double> sum = default;
        int e = 0;
        for (; e + Vector512<double>.Count <= values.Length; e += Vector512<double>.Count)
        {
            Vector512<double> x = Vector512.Create(values.Slice(e, Vector512<double>.Count));
            sum = Vector512.MultiplyAddEstimate(x, x, sum);
        }
        double total = Element.Fold(sum);
        for (; e < values.Length; e++) total = double.MultiplyAddEstimate(values[e], values[e], total);
        return total;
    }

    /// <summary>The same, to the same bits, by several threads.</summary>
    /// <param name="values">Any.</param>
    /// <param name="threads">How many threads may work, at least 1.</param>
    public static double OfSquares(ReadOnlyMemory<double> values, int threads)
    {
        if (threads == 1 || values.Length <= LongestAlone) return OfSquares(values.Span);
        int half = Half(values.Length);
        double left = 0, right = 0;
        Parallel.Invoke(() => left = OfSquares(values[..half], threads / 2), () => right = OfSquares(values[half..], threads - threads / 2));
        return left + right;
    }

    /// <summary>Σ |x|, along the tree.</summary>
    public static double OfMagnitudes(ReadOnlySpan<double> values)
    {
        if (values.Length > SquaresBlock)
            return OfMagnitudes(values[..(values.Length / 2)]) + OfMagnitudes(values[(values.Length / 2)..]);
        double sum = 0;
        foreach (double x in values) sum += Math.Abs(x);
        return sum;
    }

    /// <summary>Where the tree parts: at whole blocks.</summary>
    private static int Half(int length) => length / 2 / SquaresBlock * SquaresBlock + (length / 2 < SquaresBlock ? SquaresBlock : 0);
}
