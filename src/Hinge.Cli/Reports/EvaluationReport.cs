using System.Xml.Linq;
using Hinge.Cli.Pictures;
using Hinge.Data;
using Hinge.Models;
using static Hinge.Cli.Reports.HtmlPage;

namespace Hinge.Cli.Reports;

/// <summary>How a model does on labelled data, how good it is proved to be, and what it looks for, on one page.</summary>
/// <param name="model">The model.</param>
/// <param name="data">The data.</param>
/// <param name="outcomes">What the model makes of each example.</param>
/// <param name="evaluation">Their sum.</param>
/// <param name="probabilities">How good its probabilities are; null where it has none.</param>
/// <param name="modelName">What the model is called.</param>
/// <param name="dataName">What the data is called.</param>
/// <param name="shape">That of its images, where the features are some.</param>
internal sealed class EvaluationReport(LinearModel model, Dataset data, Outcome[] outcomes, Evaluation evaluation, ProbabilityEvaluation? probabilities, string modelName, string dataName, ImageShape? shape)
{
    /// <summary>The most mistakes and features listed.</summary>
    private const int MostMistakes = 20, MostFeatures = 6;

    private readonly HtmlPage _page = new($"{modelName} on {dataName}");
    private int _pictures;

    /// <summary>Writes the file atomically.</summary>
    public void Save(string path)
    {
        AddSummary();
        new CertificateSection(model, data, evaluation).AddTo(_page);
        AddClasses();
        AddMistakes();
        if (probabilities is not null) AddReliability(probabilities);
        AddWeights();
        _page.Save(path);
    }

    private void AddSummary()
    {
        _page.Add(new XElement("p", new XAttribute("class", "formula"), model.Objective.Formula(model.Certificate.ExampleCount)));
        _page.Add(new XElement(
            "dl",
            new XAttribute("class", "figures"),
            Figure("right predictions", Value(evaluation.Accuracy, Numbers.Percent(evaluation.Accuracy))),
            Figure("certified predictions", Value(evaluation.CertifiedShare, Numbers.Percent(evaluation.CertifiedShare))),
            Figure("examples", Value(evaluation.ExampleCount, Numbers.Count(evaluation.ExampleCount))),
            Figure("classes", Value(model.ClassCount, Numbers.Count(model.ClassCount)))));
        if (evaluation.UnknownCount > 0)
            _page.Add(new XElement("p", Value(evaluation.UnknownCount, Numbers.Count(evaluation.UnknownCount)), " labels are of classes that the model does not know; they count as wrong."));
    }

    private static XElement Figure(string name, XElement value) => new("div", new XElement("dt", name), new XElement("dd", value));

    private void AddClasses()
    {
        EvaluationPicture pictures = new(model, outcomes, evaluation, dataName);
        _page.AddHeading("Classes");
        AddPicture(pictures.DrawClasses(), $"Each row holds the examples of a class, each column the predictions of one; on the diagonal they are right. The order is that of the best tree of similar classes: {pictures.Shown}. Numbers of all classes are in the table below.");
        HtmlTable table = new("Precision, recall and number of examples of each class", "class", "examples", "precision", "recall");
        for (int y = 0; y < model.ClassCount; y++)
            table.AddRow(model.ClassNames[y], Value(evaluation.Support(y), Numbers.Count(evaluation.Support(y))), Share(evaluation.Precision(y)), Share(evaluation.Recall(y)));
        _page.Add(table.ToElement());
        _page.AddHeading("Leads");
        AddPicture(pictures.DrawLeads(), "A lead is the first score minus the second. Divided by √2·‖x‖ it says how far the weights would at least have to move, as ‖W − W'‖, before another class could lead.");
    }

    private void AddMistakes()
    {
        int[] mistakes = Mistakes();
        _page.AddHeading("The most confident mistakes");
        if (mistakes.Length == 0)
        {
            _page.Add(new XElement("p", "There is none: every prediction of a class that the model knows is right."));
            return;
        }
        if (shape is { } images) AddMistakeImages(mistakes, images);
        HtmlTable table = new($"The {mistakes.Length} wrong predictions whose score is the furthest above that of the right class; examples are counted from 0, as hinge explain {dataName} --example does", "example", "is", "predicted as", "ahead by", "certified");
        foreach (int i in mistakes)
            table.AddRow(i.ToString(System.Globalization.CultureInfo.InvariantCulture), Text(model.ClassNames[outcomes[i].Label]), Text(model.ClassNames[outcomes[i].Prediction]), Value(outcomes[i].Deficit, Numbers.Short(outcomes[i].Deficit)), outcomes[i].IsCertified ? "yes: the exact optimum makes it too" : "no");
        _page.Add(table.ToElement());
    }

    /// <summary>The examples of known classes with wrong predictions, the furthest off first, of equals the lower.</summary>
    private int[] Mistakes() =>
        [.. Enumerable.Range(0, outcomes.Length).Where(i => outcomes[i].Label >= 0 && !outcomes[i].IsRight).OrderByDescending(i => outcomes[i].Deficit).Take(MostMistakes)];

    private void AddMistakeImages(int[] mistakes, ImageShape images)
    {
        Picture picture = new("The most confident mistakes as images", "example: right class → prediction", showsTitle: false);
        PanelSheet.Add(picture, new PanelRow(images, [.. mistakes.Select(i =>
        {
            double[] x = new double[data.Features.FeatureCount];
            data.Features.CopyRow(i, x);
            return new Panel($"{i}: {model.ClassNames[outcomes[i].Label]} → {model.ClassNames[outcomes[i].Prediction]}", x);
        })]), "value of a pixel");
        AddPicture(picture, "Above each image its example, its class, and what it is predicted as.");
    }

    private void AddReliability(ProbabilityEvaluation reliability)
    {
        _page.AddHeading("Probabilities");
        ReliabilityPlot plot = new(reliability, "Are the probabilities right?", "", showsTitle: false);
        AddPicture(plot.Draw(), "Predictions that are said to be 80 % probable should be right in 80 of 100 cases: on the dashed line.");
        HtmlTable table = new("How good the probabilities are");
        table.AddRow("log loss", Value(reliability.LogLoss, Numbers.Short(reliability.LogLoss)));
        table.AddRow("Brier score", Value(reliability.BrierScore, Numbers.Short(reliability.BrierScore)));
        table.AddRow("expected calibration error", Share(reliability.ExpectedCalibrationError));
        _page.Add(table.ToElement());
    }

    private void AddWeights()
    {
        _page.AddHeading("What each class looks for");
        WeightsPicture weights = new(model, [.. Enumerable.Range(0, model.ClassCount)], modelName, isOnPage: true);
        AddPicture(shape is { } images ? weights.Draw(images) : weights.Draw(MostFeatures), $"The weights of each class; hinge weights {modelName} lists them.");
    }

    private static XElement Share(double share) => Value(share, Numbers.Percent(share));

    private void AddPicture(Picture picture, string caption) =>
        _page.Add(new XElement("figure", picture.ToSvg($"p{++_pictures}-"), new XElement("figcaption", Text(caption))));
}
