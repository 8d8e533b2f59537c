namespace Hinge.Kernels;

/// <summary>Sums along a fixed binary tree: their bits depend on the terms only, and rounding grows with log N.</summary>
public static class PairwiseSum
{
    /// <summary>The sum of the terms; 0 for none.</summary>
    public static double Of(ReadOnlySpan<double> terms) => terms.Length switch
    {
        0 => 0,
        1 => terms[0],
        _ => Of(terms[..(terms.Length / 2)]) + Of(terms[(terms.Length / 2)..]),
    };
}
