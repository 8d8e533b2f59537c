using Hinge.Models;
using Hinge.Training;
using ScottPlot;
using static Hinge.Cli.Pictures.PlotPaper;

namespace Hinge.Cli.Pictures;

/// <summary>Primal and dual against time, and below them the relative gap on a logarithmic axis.</summary>
/// <param name="history">What training reported; may be empty.</param>
/// <param name="result">What it ended with: the last point of every line, recomputed from the weights as stored.</param>
/// <param name="targetGap">The relative gap asked for.</param>
/// <param name="title">What was trained.</param>
/// <param name="formula">What was minimized.</param>
internal sealed class TrainingPlot(IReadOnlyList<TrainingProgress> history, TrainingResult result, double targetGap, string title, string formula)
{
    /// <summary>Points.</summary>
    private const float ObjectiveHeight = 330, GapHeight = 270;

    /// <summary>Room for the numbers beside both panels, so that their frames line up.</summary>
    private const float Left = 96, Right = 24;

    /// <summary>Of the first primals, which may be a hundred times the last, so much is shown: what matters happens below.</summary>
    private const double HighestShown = 3;

    /// <summary>Gaps so far below the one asked for are drawn at the lower edge: training may end with none at all.</summary>
    private const double GapDecades = 4;

    /// <summary>Lines of more points look no different.</summary>
    private const int MostPoints = 2000;

    private readonly Certificate _certificate = result.Certificate;

    /// <summary>Draws it.</summary>
    public Picture Draw()
    {
        Picture picture = new(title, formula);
        Coordinates[] primal = Line(at => at.Primal, _certificate.Primal), dual = Line(at => at.Dual, _certificate.Dual);
        string first = primal.Length > 1 ? $"from {Numbers.Short(primal[0].Y)} " : "";
        (Color, string) primalWords = (Red, $"primal P(W), {first}to {Numbers.Short(_certificate.Primal)}");
        if (dual.Length == 0) picture.AddLegend(primalWords);
        else picture.AddLegend(primalWords, (Blue, $"dual, below which no P(W) lies, to {Numbers.Short(_certificate.Dual)}"));
        picture.Add(ObjectivePanel(primal, dual), ObjectiveHeight);
        picture.Add(GapPanel(), GapHeight);
        return picture;
    }

    private double LastSecond => Math.Max(result.Elapsed.TotalSeconds, history.Count == 0 ? 0 : history[^1].Elapsed.TotalSeconds);

    private Plot ObjectivePanel(Coordinates[] primal, Coordinates[] dual)
    {
        Plot plot = Panel(bottomRoom: 30, topRoom: 10);
        Add(plot, primal, Red, 3);
        Add(plot, dual, Blue, 1.6f);
        double last = primal.Length == 0 ? 1 : primal[^1].Y, low = dual.Concat(primal).Select(point => point.Y).DefaultIfEmpty(0).Min();
        double high = Math.Min(primal.Select(point => point.Y).DefaultIfEmpty(1).Max(), last > 0 ? HighestShown * last : double.PositiveInfinity);
        if (dual.Length == 0) low = Math.Min(low, 0);
        double room = high > low ? 0.05 * (high - low) : Math.Max(0.5, Math.Abs(high));
        plot.Axes.SetLimitsY(low - room, high + room);
        plot.Axes.Left.Label.Text = "objective";
        return plot;
    }

    private Plot GapPanel()
    {
        Plot plot = Panel(bottomRoom: 56, topRoom: 14);
        double target = Math.Log10(targetGap), lowest = target - GapDecades;
        Coordinates[] gaps = [.. Line(at => at.RelativeGap, _certificate.RelativeGap).Select(point => new Coordinates(point.X, Math.Max(Math.Log10(Math.Max(point.Y, double.Epsilon)), lowest)))];
        double low = Math.Floor(gaps.Select(point => point.Y).Append(target - 1).Min()), high = gaps.Select(point => point.Y).Append(target).Max() + 0.5;
        double[] shown = [plot.Axes.Bottom.Min, plot.Axes.Bottom.Max];
        plot.Axes.Left.Label.Text = "relative gap";
        plot.Axes.Bottom.Label.Text = "seconds of training";
        plot.Axes.SetLimitsY(low, high);
        plot.Axes.Left.TickGenerator = Decades.Ticks(low, high);
        if (gaps.Length == 0)
        {
            Note(plot, _certificate.HasDual ? "no gap was reported" : "the gap is not known: a bias free of the penalty has no dual here", (shown[0] + shown[1]) / 2, (low + high) / 2, Alignment.MiddleCenter);
            return plot;
        }
        plot.Add.Plottable(new DashedLine(new(shown[0], target), new(shown[1], target), Ink));
        Note(plot, $"asked for: {Numbers.Scientific(targetGap)}", shown[0], target, Alignment.LowerLeft);
        Add(plot, gaps, Blue, 2);
        plot.Add.Marker(gaps[^1], MarkerShape.FilledCircle, 9, Blue);
        Note(plot, $"certified: {Numbers.Scientific(_certificate.RelativeGap)}", gaps[^1].X, gaps[^1].Y, gaps[^1].Y <= target ? Alignment.UpperRight : Alignment.LowerRight, -8, gaps[^1].Y <= target ? 6 : -6);
        return plot;
    }

    private static void Note(Plot plot, string text, double x, double y, Alignment alignment, float offsetX = 6, float offsetY = 0)
    {
        ScottPlot.Plottables.Text note = plot.Add.Text(text, x, y);
        (note.LabelFontColor, note.LabelFontSize, note.LabelAlignment, note.OffsetX, note.OffsetY) = (Ink, 13, alignment, offsetX, offsetY);
    }

    private static void Add(Plot plot, Coordinates[] points, Color color, float width)
    {
        if (points.Length == 0) return;
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(points, color);
        line.LineWidth = width;
        // Few reports are shown one by one: between them nothing is known.
        line.MarkerSize = points.Length <= 60 ? 5 : 0;
    }

    /// <summary>The finite values with their seconds, thinned out evenly where there are many, and what the certificate says at the end.</summary>
    private Coordinates[] Line(Func<TrainingProgress, double> value, double last)
    {
        int step = 1 + history.Count / MostPoints;
        IEnumerable<Coordinates> points = history.Where((_, r) => r % step == 0).Select(at => new Coordinates(at.Elapsed.TotalSeconds, value(at)));
        return [.. points.Append(new Coordinates(LastSecond, last)).Where(point => double.IsFinite(point.Y))];
    }

    private Plot Panel(float bottomRoom, float topRoom)
    {
        Plot plot = NewPlot();
        double end = LastSecond > 0 ? LastSecond : 1;
        plot.Axes.SetLimitsX(-0.01 * end, 1.02 * end);
        plot.Layout.Fixed(new PixelPadding(Left, Right, bottomRoom, topRoom));
        return plot;
    }
}
