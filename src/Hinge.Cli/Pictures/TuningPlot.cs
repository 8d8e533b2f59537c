using Hinge.Tuning;
using ScottPlot;
using ScottPlot.TickGenerators;
using static Hinge.Cli.Pictures.PlotPaper;

namespace Hinge.Cli.Pictures;

/// <summary>Accuracy along log C with its standard errors, and below it the certified gaps.</summary>
/// <param name="result">At least one finished fold.</param>
/// <param name="chosen">The score of the cost to mark.</param>
/// <param name="targetGap">The relative gap asked for.</param>
/// <param name="title">What was tuned.</param>
/// <param name="formula">What was minimized.</param>
internal sealed class TuningPlot(CrossValidationResult result, CostScore chosen, double targetGap, string title, string formula)
{
    /// <summary>Points.</summary>
    private const int AccuracyHeight = 370, GapHeight = 220;

    /// <summary>Room for the numbers beside both panels, so that their frames line up.</summary>
    private const float Left = 84, Right = 24;

    /// <summary>Gaps so far below the one asked for are drawn at the lower edge: training at the smallest costs ends with none at all.</summary>
    private const double GapDecades = 3;

    /// <summary>Draws it.</summary>
    public Picture Draw()
    {
        Picture picture = new(title, formula);
        picture.Add(AccuracyPanel(), AccuracyHeight);
        picture.Add(GapPanel(), GapHeight);
        return picture;
    }

    private double[] Xs => [.. result.Scores.Select(score => Math.Log10(score.Cost))];

    private Plot AccuracyPanel()
    {
        Plot plot = Panel(bottomRoom: 34);
        double[] xs = Xs;
        double[] means = [.. result.Scores.Select(score => 100 * score.MeanAccuracy)];
        double[] errors = [.. result.Scores.Select(score => double.IsNaN(score.StandardError) ? 0 : 100 * score.StandardError)];
        CostScore best = result.Best, small = result.OneStandardError;
        MarkChosen(plot, $"chosen: C = {Numbers.Short(chosen.Cost)}, {Numbers.Percent(chosen.MeanAccuracy)}");
        if (small != best)
        {
            double enough = 100 * (best.MeanAccuracy - best.StandardError);
            plot.Add.Plottable(new DashedLine(new(plot.Axes.Bottom.Min, enough), new(plot.Axes.Bottom.Max, enough), Green, "one standard error below the best"));
        }
        for (int f = 0; f < result.Folds.Count; f++)
        {
            ScottPlot.Plottables.Scatter fold = plot.Add.ScatterPoints(xs, [.. result.Scores.Select(score => 100 * score.Accuracies[f])], Pale);
            fold.MarkerSize = 4;
            if (f == 0) fold.LegendText = "each fold";
        }
        ScottPlot.Plottables.ErrorBar bars = plot.Add.ErrorBar(xs, means, errors);
        bars.Color = Blue;
        bars.LineWidth = 1.6f;
        bars.CapSize = 4;
        ScottPlot.Plottables.Scatter mean = plot.Add.Scatter(xs, means, Blue);
        mean.LineWidth = 2;
        mean.MarkerSize = 7;
        mean.LegendText = "mean ± standard error";
        plot.Add.Marker(Math.Log10(chosen.Cost), 100 * chosen.MeanAccuracy, MarkerShape.FilledCircle, 10, Red);
        plot.Axes.Left.Label.Text = "accuracy, %";
        // The corner below the higher end of the curve is free of points.
        plot.ShowLegend(means[^1] >= means[0] ? Alignment.LowerRight : Alignment.LowerLeft, Orientation.Vertical);
        double low = result.Scores.Min(score => 100 * score.Accuracies.Min()), high = result.Scores.Max(score => 100 * score.Accuracies.Max()), room = Math.Max(0.5, 0.08 * (high - low));
        plot.Axes.SetLimitsY(low - room, high + room);
        return plot;
    }

    private Plot GapPanel()
    {
        Plot plot = Panel(bottomRoom: 62);
        double target = Math.Log10(targetGap), lowest = target - GapDecades;
        double[] gaps = [.. result.Scores.Select(score => Math.Max(Math.Log10(Math.Max(score.RelativeGap, double.Epsilon)), lowest))];
        double low = Math.Floor(Math.Min(gaps.Min(), target - 1)), high = Math.Max(gaps.Max(), target) + 0.5;
        MarkChosen(plot, null);
        plot.Add.Plottable(new DashedLine(new(plot.Axes.Bottom.Min, target), new(plot.Axes.Bottom.Max, target), Ink));
        ScottPlot.Plottables.Text wanted = plot.Add.Text($"asked for: {Numbers.Scientific(targetGap)}", plot.Axes.Bottom.Min, target);
        (wanted.LabelFontColor, wanted.LabelFontSize, wanted.LabelAlignment, wanted.OffsetX) = (Ink, 13, Alignment.LowerLeft, 6);
        ScottPlot.Plottables.Scatter reached = plot.Add.Scatter(Xs, gaps, Blue);
        reached.LineWidth = 2;
        reached.MarkerSize = 7;
        plot.Axes.Left.Label.Text = "largest certified gap";
        plot.Axes.Bottom.Label.Text = "cost C";
        plot.Axes.SetLimitsY(low, high);
        plot.Axes.Left.TickGenerator = Decades.Ticks(low, high);
        return plot;
    }

    private void MarkChosen(Plot plot, string? text)
    {
        ScottPlot.Plottables.VerticalLine line = plot.Add.VerticalLine(Math.Log10(chosen.Cost), 1.6f, Red);
        if (text is not null) line.LegendText = text;
    }

    private Plot Panel(float bottomRoom)
    {
        Plot plot = PlotPaper.NewPlot();
        double[] xs = Xs;
        double room = xs.Length == 1 ? 0.5 : 0.04 * (xs[^1] - xs[0]), low = xs[0] - room, high = xs[^1] + room;
        plot.Axes.SetLimitsX(low, high);
        plot.Axes.Bottom.TickGenerator = high - low >= 2 ? Decades.Ticks(low, high) : new NumericManual(xs, [.. result.Scores.Select(score => Numbers.Short(score.Cost))]);
        plot.Layout.Fixed(new PixelPadding(Left, Right, bottomRoom, 10));
        return plot;
    }
}
