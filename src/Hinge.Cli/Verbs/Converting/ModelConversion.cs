using System.Text.Json.Nodes;
using Hinge.Data.SvmLight;
using Hinge.Models;
using Hinge.Models.Liblinear;
using Hinge.Models.ScikitLearn;

namespace Hinge.Cli.Verbs.Converting;

/// <summary>A model in the format of another program, or one of theirs in Hinge's.</summary>
internal static class ModelConversion
{
    /// <param name="terminal">Where reports go.</param>
    /// <param name="model">The model.</param>
    /// <param name="path">The file that it is from.</param>
    /// <param name="output">The file to write, whose ending says the format.</param>
    /// <param name="writeOnnx">Writes an ONNX file, and ends with an exit code.</param>
    public static int Run(Terminal terminal, LinearModel model, string path, string output, Func<int> writeOnnx)
    {
        OutputFile.RequireWritable(path, ("OUT", output));
        switch (Path.GetExtension(output).ToUpperInvariant())
        {
            case ".HINGE" when LinearModel.IsModel(path):
                throw new ArgumentException($"OUT must be of another format; got {output}, and {path} is a model of Hinge already. Copy the file.");
            case ".HINGE":
                model.Save(output);
                break;
            case ".LIBLINEAR" or ".MODEL":
                LiblinearWriter.Write(output, model);
                RemarkFeatures(terminal, model);
                if (SvmLightNumbering.IsZeroBased(model.Featurization))
                    terminal.Remark("the model's data counts features from 0, and LIBLINEAR's from 1: feature 0 is number 1 there.");
                break;
            case ".NPZ":
                CoefficientArchive.Write(output, model);
                RemarkFeatures(terminal, model);
                break;
            case ".ONNX":
                return writeOnnx();
            default:
                throw new ArgumentException($"OUT must end in .hinge, .liblinear, .model, .npz or .onnx, since {path} is a model; got {output}.");
        }
        Report(terminal, model, path, output);
        return ExitCode.Success;
    }

    /// <summary>What there is to say when the file is there.</summary>
    private static void Report(Terminal terminal, LinearModel model, string path, string output)
    {
        string? program = model.Certificate.ImportedFrom;
        terminal.Line($"{Path.GetFileName(path)}: a model of {Numbers.Count(model.ClassCount)} classes, {Numbers.Count(model.FeatureCount)} features{(program is null ? "" : $", from {program}: it has no certificate")}");
        long length = new FileInfo(output).Length;
        terminal.Line($"{output}: {Numbers.Count(length)} bytes");
        terminal.Json(new JsonObject
        {
            ["classes"] = model.ClassCount,
            ["features"] = model.FeatureCount,
            ["importedFrom"] = program,
            ["output"] = output,
            ["bytes"] = length,
        });
    }

    private static void RemarkFeatures(Terminal terminal, LinearModel model)
    {
        if (TableArguments.OfTable(model.Featurization) is not null)
            terminal.Remark($"the model's {Numbers.Count(model.FeatureCount)} features are made of a table's columns, which the file cannot say: it takes the features themselves.");
    }
}
