using Hinge.Models;

namespace Hinge.Cli.Pictures;

/// <summary>How a model does on labelled data: confusions in an order that puts similar classes side by side, each class's precision, recall and examples, and how far predictions lead.</summary>
/// <param name="model">The model.</param>
/// <param name="outcomes">What it makes of each example, at least one.</param>
/// <param name="evaluation">Their sum.</param>
/// <param name="data">What the data is called.</param>
internal sealed class EvaluationPicture(LinearModel model, IReadOnlyList<Outcome> outcomes, Evaluation evaluation, string data)
{
    /// <summary>So many classes are readable on a page.</summary>
    private const int MostClasses = 40;

    /// <summary>The classes shown, in their order.</summary>
    public int[] Order()
    {
        int[] shown = ClassOrder.MostConfused(evaluation.Confusion, MostClasses);
        return [.. ClassOrder.Of(ClassOrder.Distances(evaluation.Confusion, shown)).Select(at => shown[at])];
    }

    /// <summary>Which classes are shown, in words.</summary>
    public string Shown => model.ClassCount <= MostClasses
        ? "classes that are taken for each other stand side by side"
        : $"shown are the {MostClasses} of {Numbers.Count(model.ClassCount)} classes that take part in the most mistakes; those taken for each other stand side by side";

    /// <summary>All of it in one picture.</summary>
    public Picture Draw()
    {
        Picture picture = new($"{data}: {Numbers.Percent(evaluation.Accuracy)} of {Numbers.Count(evaluation.ExampleCount)} predictions are right", $"{model.Objective.Formula(model.Certificate.ExampleCount)}\n{Shown}");
        new ConfusionPanel(evaluation, model.ClassNames, Order()).AddTo(picture);
        AddLeads(picture);
        return picture;
    }

    /// <summary>The confusions and classes alone.</summary>
    public Picture DrawClasses()
    {
        Picture picture = new("Who is taken for whom, and each class's precision, recall and number of examples", "", showsTitle: false);
        new ConfusionPanel(evaluation, model.ClassNames, Order()).AddTo(picture);
        return picture;
    }

    /// <summary>The leads alone.</summary>
    public Picture DrawLeads()
    {
        Picture picture = new("How far predictions lead", Leads, showsTitle: false);
        AddLeads(picture, isAlone: true);
        return picture;
    }

    private string Leads => double.IsFinite(model.Certificate.WeightErrorBound)
        ? $"beyond ‖W − W*‖ ≤ {Numbers.Short(model.Certificate.WeightErrorBound)}, the dashed line, the exact optimum W* predicts the same"
        : "nothing is certified: no finite bound on the distance from the exact optimum is known";

    private void AddLeads(Picture picture, bool isAlone = false)
    {
        if (!isAlone)
        {
            picture.AddLine("How far predictions lead", 14, PlotPaper.Ink, isBold: true);
            picture.AddLine(Leads, 13, PlotPaper.Soft, isBold: false);
        }
        new LeadPanel(LeadHistogram.Of(outcomes, model.Certificate.WeightErrorBound), evaluation.CertifiedShare).AddTo(picture);
    }
}
