using Hinge.Models;
using ScottPlot;
using static Hinge.Cli.Pictures.PlotPaper;

namespace Hinge.Cli.Pictures;

/// <summary>How often predictions are right against how probable they were said to be, and below it how many there are of each.</summary>
/// <param name="evaluation">At least one example.</param>
/// <param name="title">What was evaluated.</param>
/// <param name="subtitle">How well.</param>
/// <param name="showsTitle">Whether the title is drawn.</param>
internal sealed class ReliabilityPlot(ProbabilityEvaluation evaluation, string title, string subtitle, bool showsTitle = true)
{
    /// <summary>Points.</summary>
    private const int ReliabilityHeight = 410, CountHeight = 200;

    /// <summary>Room for the numbers beside both panels, so that their frames line up.</summary>
    private const float Left = 84, Right = 24;

    private const double BinWidth = 1.0 / ProbabilityEvaluation.BinCount;

    /// <summary>Draws it.</summary>
    public Picture Draw()
    {
        Picture picture = new(title, subtitle, showsTitle);
        picture.Add(ReliabilityPanel(), ReliabilityHeight);
        picture.Add(CountPanel(), CountHeight);
        return picture;
    }

    private Plot ReliabilityPanel()
    {
        Plot plot = Panel(bottomRoom: 34, topRoom: 10);
        plot.Add.Plottable(new DashedLine(new(0, 0), new(1, 1), Ink, "perfectly calibrated"));
        ReliabilityBin[] bins = [.. evaluation.Reliability.Where(bin => bin.Count > 0)];
        // What a share of so many examples may be off by chance, one standard deviation of the probability that was said.
        double[] xs = [.. bins.Select(bin => bin.Confidence)], ys = [.. bins.Select(bin => bin.Accuracy)];
        ScottPlot.Plottables.ErrorBar chance = plot.Add.ErrorBar(xs, ys, [.. bins.Select(bin => Math.Sqrt(bin.Confidence * (1 - bin.Confidence) / bin.Count))]);
        (chance.Color, chance.LineWidth, chance.CapSize) = (Blue, 1.6f, 4);
        ScottPlot.Plottables.Scatter measured = plot.Add.Scatter(xs, ys, Blue);
        (measured.LineWidth, measured.MarkerSize, measured.LegendText) = (2, 8, "share of right predictions ± chance");
        plot.Axes.Left.Label.Text = "share of right predictions";
        plot.Axes.SetLimitsY(-0.02, 1.02);
        plot.ShowLegend(Alignment.UpperLeft, Orientation.Vertical);
        return plot;
    }

    private Plot CountPanel()
    {
        Plot plot = Panel(bottomRoom: 62, topRoom: 10);
        Bar[] bars = [.. evaluation.Reliability.Select((bin, b) => new Bar { Position = (b + 0.5) * BinWidth, Value = (double)bin.Count / evaluation.ExampleCount, Size = 0.9 * BinWidth, FillColor = Pale, LineWidth = 0 })];
        plot.Add.Bars(bars);
        plot.Axes.Left.Label.Text = "share of examples";
        plot.Axes.Bottom.Label.Text = "probability of the prediction";
        plot.Axes.SetLimitsY(0, 1.08 * evaluation.Reliability.Max(bin => bin.Count) / evaluation.ExampleCount);
        return plot;
    }

    private static Plot Panel(float bottomRoom, float topRoom)
    {
        Plot plot = NewPlot();
        plot.Axes.SetLimitsX(-0.02, 1.02);
        plot.Layout.Fixed(new PixelPadding(Left, Right, bottomRoom, topRoom));
        return plot;
    }
}
