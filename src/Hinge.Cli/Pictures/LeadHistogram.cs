using Hinge.Models;

namespace Hinge.Cli.Pictures;

/// <summary>
/// How sturdy predictions are: counts of log₁₀ of <see cref="Outcome.WeightDistance"/>, the lead of the first score over the second divided by
/// √2·‖x‖. So divided, all rows have one threshold: beyond <see cref="Certificate.WeightErrorBound"/> they are certified. That is an edge of two
/// bins, so the bins beyond it hold exactly the certified predictions.
/// </summary>
internal sealed class LeadHistogram
{
    /// <summary>Of a decade.</summary>
    public const double BinWidth = 0.1;

    /// <summary>What is so far below the largest is counted in the lowest bin.</summary>
    private const double MostDecades = 6;

    private LeadHistogram(double low, int[] right, int[] wrong, double? threshold, int lowest)
    {
        (Low, Right, Wrong, Threshold, LowestCount) = (low, right, wrong, threshold, lowest);
    }

    /// <summary>log₁₀ of the left edge of the first bin.</summary>
    public double Low { get; }

    /// <summary>log₁₀ of the right edge of the last bin.</summary>
    public double High => Low + Right.Count * BinWidth;

    /// <summary>Right predictions a bin.</summary>
    public IReadOnlyList<int> Right { get; }

    /// <summary>Wrong predictions a bin.</summary>
    public IReadOnlyList<int> Wrong { get; }

    /// <summary>log₁₀ of the bound beyond which predictions are certified; null where none can be.</summary>
    public double? Threshold { get; }

    /// <summary>How many of the first bin's are below its left edge, ties of two scores for one.</summary>
    public int LowestCount { get; }

    /// <summary>Counts.</summary>
    /// <param name="outcomes">At least one.</param>
    /// <param name="bound">The model's <see cref="Certificate.WeightErrorBound"/>; ∞ where nothing is certified.</param>
    public static LeadHistogram Of(IReadOnlyList<Outcome> outcomes, double bound)
    {
        double? threshold = double.IsFinite(bound) ? Math.Log10(Math.Max(bound, 1e-300)) : null;
        double[] logarithms = [.. outcomes.Select(outcome => Math.Log10(outcome.WeightDistance))];
        double[] finite = [.. logarithms.Where(double.IsFinite)];
        double most = finite.Length == 0 ? threshold ?? 0 : finite.Max(), least = finite.Length == 0 ? most : finite.Min();
        double anchor = threshold ?? 0;
        if (threshold is { } edge) (most, least) = (Math.Max(most, edge), Math.Min(least, edge));
        least = Math.Max(least, most - MostDecades);
        // Edges are whole bins away from the anchor; a bin more on either side leaves room for the mark.
        int first = (int)Math.Floor((least - anchor) / BinWidth) - 1, end = (int)Math.Floor((most - anchor) / BinWidth) + 2;
        int[] right = new int[end - first], wrong = new int[end - first];
        int lowest = 0;
        for (int i = 0; i < outcomes.Count; i++)
        {
            if (logarithms[i] < anchor + first * BinWidth) lowest++;
            int bin = Math.Clamp(double.IsFinite(logarithms[i]) ? (int)Math.Floor((logarithms[i] - anchor) / BinWidth) : logarithms[i] > 0 ? end : first, first, end - 1);
            // What is certified is decided by leads; rounding of their logarithms has no say.
            if (threshold is not null) bin = outcomes[i].IsCertified ? Math.Max(bin, 0) : Math.Min(bin, Math.Max(-1, first));
            (outcomes[i].IsRight ? right : wrong)[bin - first]++;
        }
        return new LeadHistogram(anchor + first * BinWidth, right, wrong, threshold, lowest);
    }
}
