using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hinge.Checking;
using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge check</c>: the gradient of a built-in loss, or of any program, against numeric differentiation.</summary>
internal sealed class CheckVerb
{
    /// <summary>The shape of the random data for a program that comes without any.</summary>
    private const int RandomExamples = 20, RandomFeatures = 5, RandomClasses = 4;

    private readonly DataArguments _data = new();
    private readonly MeanFormArguments _form = new();
    private readonly Option<string?> _weights = WeightsArgument.Create();
    private readonly Option<string?> _exec = new("--exec") { Description = "Check this program instead of a built-in loss: it answers lines of JSON, see docs/check-your-program.md. DATA may be left out then.", HelpName = "CMD" };
    private readonly Option<double> _timeout = NumberOption.Create("--timeout", "S", "How many seconds the program may take for one answer.", 60.0, "a number above 0", NumberOption.IsPositive);
    private readonly Option<int> _entries = NumberOption.Create("--entries", "N", "How many entries of the gradient to check, drawn at random.", new GradientCheckOptions().EntryCount, "a whole number, at least 1", entries => entries >= 1);
    private readonly Option<int> _seed = NumberOption.Seed("The seed of that choice, and of data and W where none are given.", 1);
    private readonly Option<int> _threads = NumberOption.Threads();

    public static Command Create()
    {
        CheckVerb verb = new();
        Command command = new("check", "Checks the gradient of a built-in loss, or of your program, against numeric derivatives. Exit code 1 where it is wrong.");
        verb._data.AddOptionalTo(command);
        command.Options.Add(verb._weights);
        verb._form.AddTo(command);
        foreach (Option option in new Option[] { verb._exec, verb._timeout, verb._entries, verb._seed, verb._threads })
            command.Options.Add(option);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        string? command = parsed.GetValue(_exec);
        GradientCheckOptions options = new() { EntryCount = parsed.GetValue(_entries), Seed = parsed.GetValue(_seed) };
        WeightMatrix? given = parsed.GetValue(_weights) is { } path ? WeightsArgument.Read(path) : null;
        Dataset data = _data.IsGiven(parsed) ? _data.LoadForGradient(parsed, given)
            : command is not null ? RandomData(given, options.Seed)
            : throw new ArgumentException("DATA must be given, unless --exec names a program to check.");
        MeanForm form = _form.Create(parsed, data);
        WeightMatrix weights = given ?? WeightMatrix.Random(data.Features.FeatureCount, data.Labels.ClassCount, ScaleFor(data.Features), options.Seed);
        GradientCheckResult result = command is null
            ? GradientCheck.RunForm(form, weights, options, parsed.GetValue(_threads))
            : CheckProgram(command, parsed.GetValue(_timeout), form, weights, options);
        CheckReport.Show(terminal, result, form, command is null ? form.Loss.Name : "your program");
        JsonObject json = CheckReport.Json(result, form.Loss.Name);
        if (command is not null) Compare(terminal, json, result, form, weights);
        terminal.Json(json);
        return result.Verdict == Verdict.Wrong ? ExitCode.NegativeAnswer : ExitCode.Success;
    }

    private static GradientCheckResult CheckProgram(string command, double timeout, MeanForm form, WeightMatrix weights, GradientCheckOptions options)
    {
        if (!(timeout > 0 && timeout <= TimeSpan.FromDays(1).TotalSeconds))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--timeout must be above 0 and at most a day of seconds; got {timeout}."));
        using ExternalProgram program = new(command, TimeSpan.FromSeconds(timeout), form.Lambda);
        return GradientCheck.RunProgram(program.On, form, weights, options);
    }

    /// <summary>Says whether the program's loss is the built-in one.</summary>
    private static void Compare(Terminal terminal, JsonObject json, GradientCheckResult result, MeanForm form, WeightMatrix weights)
    {
        double expected = form.Value(weights);
        bool isSame = Math.Abs(result.Value - expected) <= Math.Max(result.Noise, 1e-6 * Math.Abs(expected));
        json["builtInLoss"] = Numbers.Json(expected);
        json["isBuiltInLoss"] = isSame;
        terminal.Line($"loss       {Numbers.Short(result.Value)}; {form.Loss.Name}{(form.Lambda > 0 ? " with its penalty" : "")} is {(isSame ? "the same" : $"{Numbers.Short(expected)}: another function, or a mistake in the value")}");
    }

    private static Dataset RandomData(WeightMatrix? weights, int seed)
    {
        int d = weights?.FeatureCount ?? RandomFeatures, k = weights?.ClassCount ?? RandomClasses;
        WeightMatrix features = WeightMatrix.Random(RandomExamples, d, 1, seed + 1);
        int[] labels = [.. Enumerable.Range(0, RandomExamples).Select(i => i % k)];
        return new Dataset(new DenseMatrix<double>(RandomExamples, d, features.Values.ToArray()), new Labels(labels, k));
    }

    /// <summary>A scale of random weights at which scores are about as large as the margin.</summary>
    private static double ScaleFor(FeatureMatrix features)
    {
        double sum = 0;
        for (int i = 0; i < features.ExampleCount; i++)
            sum += features.SquaredNorm(i);
        return sum > 0 ? 1 / Math.Sqrt(sum / features.ExampleCount) : 1;
    }
}
