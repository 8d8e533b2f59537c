using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Hinge.Cli.Verbs.Converting;
using Hinge.Data;
using Hinge.Data.Binary;
using Hinge.Data.SvmLight;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge convert</c>: data or a model in another format.</summary>
internal sealed class ConvertVerb
{
    private readonly DataArguments _data = new();
    private readonly Argument<string?> _output = new("OUT")
    {
        Description = "The file to write, by its ending. Of data: .hinge, Hinge's own data file, which opens at once; .svm or .svmlight, svmlight text. Of a model: .hinge; .liblinear or .model, for liblinear-predict; .npz, for scikit-learn; .onnx, with --check.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _outputOption = new("--output", "-o") { Description = "The same as OUT: for --sql without DATA.", HelpName = "OUT" };

    private readonly OnnxConversion _onnx = new();

    public static Command Create()
    {
        ConvertVerb verb = new();
        Command command = new("convert", "Writes data in another format, or a model in another program's: DATA may be a model of hinge train, of liblinear-train, or of scikit-learn (.npz with coef_, intercept_ and classes_). Hinge's own data files keep features as they lie in memory: they need not be parsed, and may be larger than memory.");
        verb._data.AddTo(command);
        command.Arguments.Add(verb._output);
        command.Options.Add(verb._outputOption);
        verb._onnx.AddTo(command);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        string output = (parsed.GetValue(_output), parsed.GetValue(_outputOption)) switch
        {
            ({ } path, null) => path,
            (null, { } path) => path,
            (null, null) => throw new ArgumentException("OUT must be given, the file to write: hinge convert DATA OUT; or with --sql and no DATA as -o OUT."),
            _ => throw new ArgumentException("OUT must be given once: behind DATA, or as -o OUT."),
        };
        if (!_data.HasQuery(parsed) && ModelInput.TryRead(_data.Path(parsed)) is { } model)
            return ModelConversion.Run(terminal, model, _data.Path(parsed), output, () => _onnx.Write(terminal, parsed, model, _data, output));
        _onnx.RefuseForData(parsed);
        Action<string, Dataset> write = Path.GetExtension(output).ToUpperInvariant() switch
        {
            ".HINGE" => DataFile.Write,
            ".SVM" or ".SVMLIGHT" => SvmLightWriter.Write,
            _ => throw new ArgumentException($"OUT must end in .hinge, .svm or .svmlight, since DATA is no model; got {output}."),
        };
        OutputFile.RequireWritable(_data.Path(parsed), ("OUT", output));
        long started = Stopwatch.GetTimestamp();
        Dataset data = _data.LoadForConversion(parsed, Path.GetDirectoryName(Path.GetFullPath(output))!);
        TimeSpan reading = Stopwatch.GetElapsedTime(started);
        write(output, data);
        terminal.Line($"{Path.GetFileName(_data.Path(parsed))}: {TrainVerb.Describe(data)}, read in {Numbers.Seconds(reading)}");
        TimeSpan writing = Stopwatch.GetElapsedTime(started) - reading;
        long length = new FileInfo(output).Length;
        terminal.Line($"{output}: {Numbers.Count(length)} bytes, written in {Numbers.Seconds(writing)}");
        terminal.Json(new JsonObject
        {
            ["examples"] = data.ExampleCount,
            ["features"] = data.Features.FeatureCount,
            ["classes"] = data.Labels.ClassCount,
            ["nonzeros"] = data.Features.NonzeroCount,
            ["isSparse"] = data.Features.IsSparse,
            ["fingerprint"] = data.Fingerprint(),
            ["output"] = output,
            ["bytes"] = length,
            ["readSeconds"] = reading.TotalSeconds,
            ["writeSeconds"] = writing.TotalSeconds,
        });
        return ExitCode.Success;
    }
}
