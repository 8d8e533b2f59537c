using ScottPlot;
using static Hinge.Cli.Pictures.PlotPaper;

namespace Hinge.Cli.Pictures;

/// <summary>Draws the histogram of leads: right predictions below, wrong ones stacked upon them, and the certified region shaded.</summary>
internal static class LeadPanel
{
    private const float Left = 84, Right = 24;

    /// <summary>The share of the height kept for words above the bars.</summary>
    private const double Headroom = 0.3;

    /// <param name="histogram">What to draw.</param>
    /// <param name="certifiedShare">The share of predictions that is certified.</param>
    public static Plot Draw(LeadHistogram histogram, double certifiedShare)
    {
        Plot plot = NewPlot();
        double highest = Math.Max(1, histogram.Right.Zip(histogram.Wrong, (r, w) => r + w).Max()), top = highest * (1 + Headroom);
        plot.Axes.SetLimits(histogram.Low, histogram.High, 0, top);
        if (histogram.Threshold is { } threshold)
        {
            ScottPlot.Plottables.Rectangle region = plot.Add.Rectangle(threshold, histogram.High, 0, top);
            (region.FillColor, region.LineWidth) = (Region, 0);
            plot.Add.Plottable(new DashedLine(new(threshold, 0), new(threshold, top), Green));
            bool hasRoom = histogram.High - threshold > 0.4 * (histogram.High - histogram.Low);
            ScottPlot.Plottables.Text words = plot.Add.Text($"certified: {Numbers.Percent(certifiedShare)}", threshold, top);
            (words.LabelFontColor, words.LabelFontSize, words.LabelAlignment, words.OffsetX, words.OffsetY) = (CellInk, 14, hasRoom ? Alignment.UpperLeft : Alignment.UpperRight, hasRoom ? 8 : -8, 6);
        }
        AddBars(plot, histogram, histogram.Right, bin => 0, Pale, "right");
        AddBars(plot, histogram, histogram.Wrong, bin => histogram.Right[bin], Red, "wrong");
        plot.Axes.Left.Label.Text = "predictions";
        plot.Axes.Bottom.Label.Text = "lead of the first score over the second, divided by √2·‖x‖";
        plot.Axes.Bottom.TickGenerator = Decades.Ticks(histogram.Low, histogram.High);
        plot.Layout.Fixed(new PixelPadding(Left, Right, 60, 8));
        plot.ShowLegend(Alignment.UpperLeft, Orientation.Horizontal);
        return plot;
    }

    private static void AddBars(Plot plot, LeadHistogram histogram, IReadOnlyList<int> counts, Func<int, int> below, Color color, string name)
    {
        Bar[] bars = [.. counts.Select((count, bin) => new Bar
        {
            Position = histogram.Low + (bin + 0.5) * LeadHistogram.BinWidth,
            ValueBase = below(bin),
            Value = below(bin) + count,
            Size = 0.92 * LeadHistogram.BinWidth,
            FillColor = color,
            LineWidth = 0,
        }).Where(bar => bar.Value > bar.ValueBase)];
        if (bars.Length > 0) plot.Add.Bars(bars);
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = name, FillColor = color });
    }
}
