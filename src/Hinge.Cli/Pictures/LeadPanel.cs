using ScottPlot;
using static Hinge.Cli.Pictures.PlotPaper;

namespace Hinge.Cli.Pictures;

/// <summary>Draws the histogram of leads: right predictions, below them wrong ones on a scale of their own, and the certified region shaded in both.</summary>
/// <param name="histogram">What to draw.</param>
/// <param name="certifiedShare">The share of predictions that is certified.</param>
internal sealed class LeadPanel(LeadHistogram histogram, double certifiedShare)
{
    /// <summary>Points.</summary>
    private const float RightHeight = 170, WrongHeight = 150, Left = 84, Right = 24;

    /// <summary>The share of the height kept for words above the bars.</summary>
    private const double Headroom = 0.25;

    /// <summary>Draws below what the picture has.</summary>
    public void AddTo(Picture picture)
    {
        picture.AddLegend((Pale, $"right: {Numbers.Count(histogram.Right.Sum())}"), (Red, $"wrong: {Numbers.Count(histogram.Wrong.Sum())}, on a scale of its own"), (Region, $"certified: {Numbers.Percent(certifiedShare)} of all"));
        Plot right = Panel(histogram.Right, Pale, "right", bottomRoom: 26), wrong = Panel(histogram.Wrong, Red, "wrong", bottomRoom: 56);
        wrong.Axes.Bottom.Label.Text = "lead of the first score over the second, divided by √2·‖x‖";
        picture.Add(right, RightHeight);
        picture.Add(wrong, WrongHeight);
    }

    private Plot Panel(IReadOnlyList<int> counts, Color color, string name, float bottomRoom)
    {
        Plot plot = NewPlot();
        double top = Math.Max(1, counts.Max()) * (1 + Headroom);
        plot.Axes.SetLimits(histogram.Low, histogram.High, 0, top);
        if (histogram.Threshold is { } threshold)
        {
            ScottPlot.Plottables.Rectangle region = plot.Add.Rectangle(threshold, histogram.High, 0, top);
            (region.FillColor, region.LineWidth) = (Region, 0);
            plot.Add.Plottable(new DashedLine(new(threshold, 0), new(threshold, top), Green));
        }
        Bar[] bars = [.. counts.Select((count, bin) => new Bar
        {
            Position = histogram.Low + (bin + 0.5) * LeadHistogram.BinWidth,
            Value = count,
            Size = 0.92 * LeadHistogram.BinWidth,
            FillColor = color,
            LineWidth = 0,
        }).Where(bar => bar.Value > 0)];
        if (bars.Length > 0) plot.Add.Bars(bars);
        plot.Axes.Left.Label.Text = name;
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, TargetTickCount = 4 };
        plot.Axes.Bottom.TickGenerator = Decades.Ticks(histogram.Low, histogram.High);
        plot.Layout.Fixed(new PixelPadding(Left, Right, bottomRoom, 6));
        return plot;
    }
}
