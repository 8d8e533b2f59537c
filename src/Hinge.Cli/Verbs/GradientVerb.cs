using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge gradient</c>: the loss and its gradient at given weights.</summary>
internal sealed class GradientVerb
{
    private readonly DataArguments _data = new();
    private readonly MeanFormArguments _form = new();
    private readonly Option<string?> _weights = WeightsArgument.Create();
    private readonly Option<int> _threads = NumberOption.Threads();
    private readonly Option<int> _repeat = NumberOption.Create("--repeat", "R", "Measure this many passes, after one that is not counted.", 1, "a whole number, at least 1", passes => passes >= 1);
    private readonly Option<string?> _precision = new("--precision") { Description = "Multiply in single (float32) or double. Default: single where X is dense float32 or CSV, or W is float32 and X not float64; else double.", HelpName = "single|double" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Where to write the gradient, D×K: float32 in single precision, else float64.", HelpName = "dW.npy" };

    public static Command Create()
    {
        GradientVerb verb = new();
        Command command = new("gradient", "Computes (1/N)·Σ loss + λ‖W‖² and its gradient, D×K, at the given weights.");
        verb._data.AddTo(command);
        verb._weights.Required = true;
        command.Options.Add(verb._weights);
        verb._form.AddTo(command);
        foreach (Option option in new Option[] { verb._threads, verb._repeat, verb._precision, verb._output })
            command.Options.Add(option);
        verb._precision.AcceptOnlyFromAmong("single", "double");
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        int repeat = parsed.GetValue(_repeat);
        string? output = parsed.GetValue(_output);
        if (output is not null) OutputFile.RequireWritable(output);
        WeightMatrix weights = WeightsArgument.Read(parsed.GetValue(_weights)!, out bool weightsAreFloat32);
        Dataset data = _data.LoadForGradient(parsed, weights);
        bool isSingle = data.Features is DenseMatrix<float> || (weightsAreFloat32 && data.Features is SparseMatrix<float>);
        if (parsed.GetValue(_precision) is { } precision)
            isSingle = precision == "single" && data.Features is DenseMatrix<float> or SparseMatrix<float>;
        MeanForm form = _form.Create(parsed, data, isSingle);
        int threads = parsed.GetValue(_threads);

        WeightMatrix gradient = new(weights.FeatureCount, weights.ClassCount);
        double loss = form.ValueAndGradient(weights, gradient, threads);
        double[] seconds = new double[repeat];
        for (int pass = 0; pass < repeat; pass++)
        {
            long started = Stopwatch.GetTimestamp();
            form.ValueAndGradient(weights, gradient, threads);
            seconds[pass] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        Array.Sort(seconds);
        double median = 0.5 * (seconds[(repeat - 1) / 2] + seconds[repeat / 2]);

        if (output is not null) Write(output, gradient, isSingle);
        terminal.Line($"loss       {Numbers.Short(loss)}");
        terminal.Line($"gradient   {gradient.FeatureCount}×{gradient.ClassCount}, norm {Numbers.Short(Math.Sqrt(gradient.SquaredNorm()))}{(output is null ? "; write it with -o dW.npy" : $", in {output}")}");
        terminal.Line($"seconds    {Numbers.Short(median)} a pass (median of {repeat})");
        terminal.Json(new JsonObject { ["loss"] = Numbers.Json(loss), ["seconds"] = median, ["gradient"] = output });
        return ExitCode.Success;
    }

    private static void Write(string path, WeightMatrix gradient, bool asFloat)
    {
        double[] values = gradient.Values.ToArray();
        if (asFloat) NpyFile.Write(path, Array.ConvertAll(values, x => (float)x), gradient.FeatureCount, gradient.ClassCount);
        else NpyFile.Write(path, values, gradient.FeatureCount, gradient.ClassCount);
    }
}
