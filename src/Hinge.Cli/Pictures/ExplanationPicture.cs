using Hinge.Checking;
using Hinge.Cli.Verbs.Explaining;
using Hinge.Losses;
using ScottPlot;
using SkiaSharp;
using static Hinge.Cli.Pictures.PlotPaper;

namespace Hinge.Cli.Pictures;

/// <summary>
/// Why one example's gradient is what it is: each class's score, its violation, and the multiple of x that its column of dW receives; below,
/// what that adds to dW, as images or at the example's largest features.
/// </summary>
/// <param name="explanation">The example's.</param>
/// <param name="x">Its features.</param>
/// <param name="classNames">The classes' names.</param>
/// <param name="featureNames">The features' names, or null.</param>
/// <param name="loss">The loss.</param>
internal sealed class ExplanationPicture(Explanation explanation, double[] x, IReadOnlyList<string> classNames, IReadOnlyList<string>? featureNames, Loss loss)
{
    /// <summary>So many classes and features are readable on a page.</summary>
    private const int MostClasses = 24, MostFeatures = 16;

    /// <summary>Points.</summary>
    private const float Margin = 24, RowHeight = 22, Between = 24, TitleRoom = 28;

    /// <summary>Draws the terms, and x's largest features times their coefficients.</summary>
    public Picture Draw()
    {
        ClassTerm[] shown = Shown();
        Picture picture = Begin(shown);
        new GradientCells(shown, x, classNames, featureNames, MostFeatures).AddTo(picture);
        return picture;
    }

    /// <summary>Draws the terms, and below them images.</summary>
    public Picture Draw(PanelRow images)
    {
        Picture picture = Begin(Shown());
        picture.AddLine("What the example adds to the columns of dW", 14, Ink, isBold: true);
        PanelSheet.Add(picture, images, "what is added to an entry of dW");
        return picture;
    }

    /// <summary>All classes, or those that matter the most: y, those whose columns receive something, the highest scores.</summary>
    private ClassTerm[] Shown() =>
    [
        .. explanation.Terms
            .OrderByDescending(term => term.Class == explanation.Label)
            .ThenByDescending(term => Math.Abs(term.Coefficient))
            .ThenByDescending(term => term.Score)
            .Take(MostClasses)
            .OrderBy(term => term.Class),
    ];

    private Picture Begin(ClassTerm[] shown)
    {
        string right = classNames[explanation.Label], reduced = shown.Length < explanation.Terms.Count ? $"; the {shown.Length} of {Numbers.Count(explanation.Terms.Count)} classes that matter the most" : "";
        int violated = explanation.Violated.Count();
        string answer = loss is WestonWatkins ? $"\n{Answer(violated, Lettering.Label(right, 40))}" : "";
        Picture picture = new($"Example {Numbers.Count(explanation.Example)}, of class {Lettering.Label(right, 40)}", $"loss = {loss.Formula} = {Numbers.Short(explanation.Loss)}{reduced}{answer}");
        string[] names = [.. shown.Select(term => Lettering.Label(classNames[term.Class]) + (term.Class == explanation.Label ? " = y" : ""))];
        float left = Margin + names.Max(name => Lettering.Width(name, 13)) + 14;
        List<BarColumn> columns = [Scores(shown)];
        if (shown.Any(term => term.Violation is not null)) columns.Add(Violations(shown));
        columns.Add(Coefficients(shown));
        SKRect place = picture.Take(TitleRoom + shown.Length * RowHeight + 24);
        float top = place.Top + TitleRoom, width = (Picture.Width - Margin - left - (columns.Count - 1) * Between) / columns.Count;
        picture.Add(canvas =>
        {
            for (int row = 0; row < names.Length; row++)
            {
                bool isRight = shown[row].Class == explanation.Label;
                Lettering.Draw(canvas, names[row], left - 14, top + (row + 0.5f) * RowHeight + 5, 13, Ink, SKTextAlign.Right, isBold: isRight);
            }
            for (int c = 0; c < columns.Count; c++)
                columns[c].Draw(canvas, SKRect.Create(left + c * (width + Between), top, width, shown.Length * RowHeight), RowHeight);
        });
        return picture;
    }

    private static string Answer(int violated, string right) => violated switch
    {
        0 => "no term is violated: the example adds nothing to dW",
        1 => $"1 term is violated: it adds +x to its own column of dW and −x to column {right}",
        _ => $"{violated} terms are violated: each adds +x to its own column of dW and −x to column {right}",
    };

    private BarColumn Scores(ClassTerm[] shown) => new(
        "score s",
        [.. shown.Select(term => (double?)term.Score)],
        [.. shown.Select(term => Numbers.Weight(term.Score))],
        [.. shown.Select(term => term.Class == explanation.Label ? Blue : Grey)]);

    private BarColumn Violations(ClassTerm[] shown) => new(
        loss.Delta is null ? "violation" : "violation s_j − s_y + Δ",
        [.. shown.Select(term => term.Violation)],
        [.. shown.Select(term => term.Violation is { } violation ? Numbers.Weight(violation) : "")],
        [.. shown.Select(term => term.Violation > 0 ? Red : Pale)]);

    private static BarColumn Coefficients(ClassTerm[] shown) => new(
        "what its column of dW receives",
        [.. shown.Select(term => (double?)term.Coefficient)],
        [.. shown.Select(term => term.Coefficient == 0 ? "" : Short(term.Coefficient))],
        [.. shown.Select(term => term.Coefficient > 0 ? Red : Blue)]);

    private static string Short(double coefficient) =>
        Math.Abs(coefficient) == Math.Round(Math.Abs(coefficient)) ? Multiples.OfX(coefficient) : $"{Numbers.Weight(coefficient)}·x";
}
