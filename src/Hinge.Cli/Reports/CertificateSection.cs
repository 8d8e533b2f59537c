using System.Xml.Linq;
using Hinge.Cli.Verbs;
using Hinge.Data;
using Hinge.Models;
using static Hinge.Cli.Reports.HtmlPage;

namespace Hinge.Cli.Reports;

/// <summary>What is proved of a model, what that means, and what data it is about.</summary>
/// <param name="model">The model.</param>
/// <param name="data">The data that it was evaluated on.</param>
/// <param name="evaluation">How it did.</param>
internal sealed class CertificateSection(LinearModel model, Dataset data, Evaluation evaluation)
{
    private readonly Certificate _certificate = model.Certificate;

    /// <summary>Adds it to a page.</summary>
    public void AddTo(HtmlPage page)
    {
        page.AddHeading("The certificate");
        page.Add(new XElement("p", Meaning()));
        HtmlTable table = new("What was computed from the weights as stored");
        AddNumbers(table);
        AddOrigin(table);
        page.Add(table.ToElement());
    }

    /// <summary>Two sentences where there is a certificate, one where there is none.</summary>
    private string Meaning()
    {
        if (_certificate.ImportedFrom is { } program) return $"Nothing is proved: the model was imported from {Text(program)}, without a certificate.";
        if (!_certificate.HasDual) return "How far these weights are from the best is not known: for this objective there is no dual, so nothing is proved.";
        string first = $"No weights whatever have an objective below the dual, {Numbers.Short(_certificate.Dual)}, so that of these, {Numbers.Short(_certificate.Primal)}, is within {Numbers.Scientific(_certificate.RelativeGap)} of the lowest there is.";
        double bound = _certificate.WeightErrorBound;
        return double.IsFinite(bound)
            ? $"{first} It follows that they differ from the best weights W* by ‖W − W*‖ ≤ {Numbers.Short(bound)}, and that every prediction which leads by more than √2·‖x‖ times that is the one W* makes: this is certain for {Numbers.Percent(evaluation.CertifiedShare)} of the predictions here, right or wrong."
            : $"{first} Without the term ½‖W‖² nothing follows from it for single predictions.";
    }

    private void AddNumbers(HtmlTable table)
    {
        table.AddRow("primal P(W)", Value(_certificate.Primal, Numbers.Short(_certificate.Primal)));
        table.AddRow("dual", Value(_certificate.Dual, Numbers.Short(_certificate.Dual)));
        table.AddRow("gap", Value(_certificate.Gap, Numbers.Short(_certificate.Gap)));
        table.AddRow("relative gap", Value(_certificate.RelativeGap, Numbers.Scientific(_certificate.RelativeGap)));
        table.AddRow("bound on ‖W − W*‖", Value(_certificate.WeightErrorBound, Numbers.Short(_certificate.WeightErrorBound)));
    }

    private void AddOrigin(HtmlTable table)
    {
        string fingerprint = data.Fingerprint();
        if (_certificate.Solver.Length > 0)
        {
            table.AddRow("trained by", $"{_certificate.Solver}, seed {_certificate.Seed}, {Numbers.Count(_certificate.Epochs)} epochs, Hinge {_certificate.Version}");
            table.AddRow("stopped by", TrainVerb.StopReasonWord(_certificate.StopReason));
        }
        if (_certificate.ExampleCount > 0) table.AddRow("training examples", Value(_certificate.ExampleCount, Numbers.Count(_certificate.ExampleCount)));
        table.AddRow("fingerprint of the training data", new XElement("code", _certificate.Fingerprint.Length == 0 ? "not known" : _certificate.Fingerprint));
        table.AddRow("fingerprint of this data", new XElement("code", fingerprint));
        table.AddRow("evaluated on", fingerprint == _certificate.Fingerprint ? "the training data itself: expect less of other data" : "other data than it was trained on, as a whole");
    }
}
