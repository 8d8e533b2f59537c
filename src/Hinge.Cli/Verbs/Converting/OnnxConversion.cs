using System.CommandLine;
using System.Text.Json.Nodes;
using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Models;
using Hinge.Onnx;

namespace Hinge.Cli.Verbs.Converting;

/// <summary>A model as an ONNX file: all of the program that knows of Hinge.Onnx and its native library.</summary>
internal sealed class OnnxConversion
{
    private readonly Option<string?> _check = new("--check")
    {
        Description = "Real rows for which ONNX Runtime must say the same as the model before an .onnx file is written: data in the layout of the training data; labels are passed over.",
        HelpName = "DATA",
    };

    public void AddTo(Command command) => command.Options.Add(_check);

    /// <summary>Throws where rows to check with are given without a model to check.</summary>
    public void RefuseForData(ParseResult parsed)
    {
        if (parsed.GetValue(_check) is not null)
            throw new ArgumentException("--check goes with a model that becomes an .onnx file, and DATA is no model. Leave it out.");
    }

    /// <summary>Writes the file, if ONNX Runtime agrees on every row.</summary>
    public int Write(Terminal terminal, ParseResult parsed, LinearModel model, DataArguments data, string output)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("ONNX files");
        string rows = parsed.GetValue(_check) ?? throw new ArgumentException("--check must be given with an .onnx file: data whose rows ONNX Runtime must label as the model does, such as those to test with.");
        if (File.Exists(rows) && Path.GetFullPath(rows) == Path.GetFullPath(output)) throw new ArgumentException($"OUT must be a file of its own; got {output}, which is --check too. Name another.");
        try
        {
            OnnxVerification verification = Verified(parsed, model, data, rows, output);
            long length = new FileInfo(output).Length;
            terminal.Line($"{output}: {Numbers.Count(length)} bytes; verified on {Numbers.Count(verification.RowCount)} rows of {Path.GetFileName(rows)} by ONNX Runtime");
            terminal.Line($"labels     all equal; the best score leads by {Numbers.Short(verification.LeastLead)} or more");
            terminal.Line($"scores     differ by {Numbers.Scientific(verification.LargestDifference)} at most, {Numbers.Percent(verification.LargestShareOfBound)} of what float32 explains");
            terminal.Json(new JsonObject
            {
                ["classes"] = model.ClassCount,
                ["features"] = model.FeatureCount,
                ["importedFrom"] = model.Certificate.ImportedFrom,
                ["output"] = output,
                ["bytes"] = length,
                ["verified"] = true,
                ["checkedRows"] = verification.RowCount,
                ["largestDifference"] = Numbers.Json(verification.LargestDifference),
                ["largestShareOfBound"] = Numbers.Json(verification.LargestShareOfBound),
                ["leastLead"] = Numbers.Json(verification.LeastLead),
            });
            return ExitCode.Success;
        }
        catch (OnnxDisagreementException e)
        {
            terminal.Line($"NOT written: {rows}: {e.Message}");
            terminal.Json(new JsonObject { ["verified"] = false, ["row"] = e.Row, ["reason"] = e.Message });
            return ExitCode.NegativeAnswer;
        }
    }

    private static OnnxVerification Verified(ParseResult parsed, LinearModel model, DataArguments data, string rows, string output)
    {
        if (TableArguments.OfTable(model.Featurization) is not { } featurization)
            return OnnxExport.Write(output, model, data.LoadFeaturesFor(model, parsed, rows));
        if (!TableArguments.IsTable(rows))
            throw new DataFormatException(rows, null, "the model was trained on a table, and needs its columns; this is none by its name. Give a table with the same columns to --check.");
        Featurizer featurizer = Featurizer.Parse("model", featurization, model.FeatureCount);
        return OnnxExport.Write(output, model, featurizer, TableArguments.ReadFor(featurizer, rows));
    }
}
