using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using Hinge.Checking;
using Hinge.Cli.Verbs.Explaining;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge demo</c>: trains on the shipped digits, checks, certifies and explains.</summary>
internal sealed class DemoVerb
{
    private const double Cost = 0.1;
    private const double TestShare = 0.2;

    private readonly Option<int> _threads = NumberOption.Threads();

    public static Command Create()
    {
        DemoVerb verb = new();
        Command command = new("demo", "Trains on 80 % of the shipped digits, checks the gradient, certifies the optimum, and explains one example: the main job at a glance.");
        command.Options.Add(verb._threads);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        TrainingOptions options = new() { Threads = parsed.GetValue(_threads) };
        long started = Stopwatch.GetTimestamp();
        (Dataset train, Dataset test) = Digits().Split(TestShare, options.Seed);
        TimeSpan reading = Stopwatch.GetElapsedTime(started);

        terminal.Line("1. Train a multiclass SVM on handwritten digits of 8×8 pixels");
        terminal.Line($"{TrainVerb.Describe(train)}");
        Objective objective = new() { Cost = Cost };
        terminal.Line(objective.Formula(train.ExampleCount));
        TrainingResult result = TrainVerb.Train(terminal, Trainers.DefaultFor(objective.Loss), train, objective, options);
        TrainVerb.Report(terminal, result, options, output: null);
        Evaluation evaluation = Evaluation.Of(result.Model, test, options.Threads);
        terminal.Line($"test       accuracy {Numbers.Percent(evaluation.Accuracy)} of {evaluation.ExampleCount} digits never seen; {Numbers.Percent(evaluation.CertifiedShare)} of the predictions certified to be the exact optimum's");

        terminal.Line();
        terminal.Line("2. Check its gradient against numeric differentiation, at the weights just trained");
        MeanForm form = new(train, objective.Loss, objective.LambdaFor(train.ExampleCount));
        GradientCheckResult check = GradientCheck.RunForm(form, result.Model.Weights, new GradientCheckOptions(), options.Threads);
        CheckReport.Show(terminal, check, form, form.Loss.Name);

        terminal.Line();
        terminal.Line("3. Explain it: why is the correct class's column touched for every violating class?");
        Explanation explanation = MostViolated(train, objective, result.Model);
        ExampleReport.Show(terminal, explanation, train.Labels.ClassNames, objective.Loss);

        terminal.Line();
        terminal.Line("Next:");
        terminal.Line("  ./hinge train samples/digits.svm --cost 0.1 --test-split 0.2 -o digits.hinge");
        terminal.Line("  ./hinge verify digits.hinge samples/digits.svm --test-split 0.2");
        terminal.Line("  ./hinge evaluate digits.hinge samples/digits.svm");
        terminal.Line("  ./hinge explain samples/digits.svm --example 5 --model digits.hinge");
        terminal.Line("  ./hinge check samples/digits.svm --loss softmax");

        JsonObject json = TrainVerb.Json(result, train, options, evaluation, reading, output: null);
        json["check"] = CheckReport.Json(check, form.Loss.Name);
        json["explanation"] = ExampleReport.Json(explanation, train.Labels.ClassNames, objective.Loss);
        terminal.Json(json);
        return check.IsCorrect ? ExitCode.Success : ExitCode.NegativeAnswer;
    }

    internal static Dataset Digits()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("digits.svm")!;
        return SvmLightReader.Read<float>(stream, "digits.svm");
    }

    /// <summary>The first of the examples with the most violated terms: it has the most to explain.</summary>
    private static Explanation MostViolated(Dataset data, Objective objective, LinearModel model) =>
        Enumerable.Range(0, data.ExampleCount)
            .Select(i => Explanation.Of(data, objective.Loss, model.Weights, i))
            .MaxBy(explanation => explanation.Violated.Count())!;
}
