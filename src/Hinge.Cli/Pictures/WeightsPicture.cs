using Hinge.Cli.Verbs.Weighing;
using Hinge.Models;

namespace Hinge.Cli.Pictures;

/// <summary>What a model looks for: its classes' weights as images where its features are some, else their strongest features as bars.</summary>
/// <param name="model">The model.</param>
/// <param name="classes">The classes to show, in their order.</param>
/// <param name="title">What the model is called.</param>
/// <param name="isOnPage">Whether it is part of a page that has title and formula already.</param>
internal sealed class WeightsPicture(LinearModel model, IReadOnlyList<int> classes, string title, bool isOnPage = false)
{
    /// <summary>More are not readable on a page.</summary>
    private const int MostImages = 64, MostBars = 12;

    /// <summary>Images of the weights, all on one scale.</summary>
    public Picture Draw(ImageShape shape)
    {
        Picture picture = Begin(MostImages);
        PanelSheet.Add(picture, Templates(model, shape, classes.Take(MostImages)), "weight: what a unit of the pixel adds to the class's score");
        return picture;
    }

    /// <summary>The strongest features of either sign.</summary>
    /// <param name="top">How many at most.</param>
    public Picture Draw(int top)
    {
        Picture picture = Begin(MostBars);
        picture.AddLegend((PlotPaper.Red, "raises the class's score, for a unit of the feature"), (PlotPaper.Blue, "lowers it"));
        FeatureBars.Add(picture, [.. classes.Take(MostBars).Select(j => ClassFeatures.Of(model, j, top))], model.ClassNames);
        return picture;
    }

    /// <summary>Each class's weights as an image.</summary>
    public static PanelRow Templates(LinearModel model, ImageShape shape, IEnumerable<int> classes) =>
        new(shape, [.. classes.Select(j => new Panel(model.ClassNames[j], [.. Enumerable.Range(0, model.FeatureCount).Select(f => model.Weights[f, j])]))]);

    private Picture Begin(int most)
    {
        string reduced = classes.Count <= most ? "" : $"the first {most} of {Numbers.Count(classes.Count)} classes; hinge weights --class chooses others";
        return new Picture($"{title}: what each class looks for", isOnPage ? reduced : $"{model.Objective.Formula(model.Certificate.ExampleCount)}\n{reduced}", showsTitle: !isOnPage);
    }
}
