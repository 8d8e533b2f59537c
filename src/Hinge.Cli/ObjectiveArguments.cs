using System.CommandLine;
using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Objectives;

namespace Hinge.Cli;

/// <summary>The options that make an objective, but for its cost.</summary>
internal sealed class ObjectiveArguments
{
    private readonly LossArguments _loss = new();
    private readonly Option<double> _bias = NumberOption.Create<double>("--bias", "S", "The value of a constant bias feature; 1 where S is left out, no bias without the option.", 0, "a number, at least 0", NumberOption.IsAtLeastZero);
    private readonly Option<string?> _classWeight = new("--class-weight") { Description = "balanced: class j weighs N/(K·N_j).", HelpName = "balanced" };
    private readonly Option<string?> _sampleWeights = new("--sample-weights") { Description = "A weight for each example.", HelpName = "a.npy" };

    public void AddTo(Command command)
    {
        _bias.Arity = ArgumentArity.ZeroOrOne;
        _loss.AddTo(command);
        command.Options.Add(_bias);
        command.Options.Add(_classWeight);
        command.Options.Add(_sampleWeights);
    }

    public Objective Create(ParseResult parsed)
    {
        string? classWeight = parsed.GetValue(_classWeight);
        if (classWeight is not (null or "balanced"))
            throw new ArgumentException($"--class-weight must be balanced; got {classWeight}. Leave it out for equal weights.");
        // --bias without a value means a constant feature of 1.
        bool isBare = parsed.GetResult(_bias) is { Implicit: false, Tokens.Count: 0 };
        return new Objective
        {
            Loss = _loss.Create(parsed),
            BiasScale = isBare ? 1 : parsed.GetValue(_bias),
            BalancesClasses = classWeight is not null,
            SampleWeights = parsed.GetValue(_sampleWeights) is { } path ? ReadSampleWeights(path) : null,
        };
    }

    /// <summary>Refuses data and options that do not go together, before anything is said or trained.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">What is trained on.</param>
    /// <param name="objective">What <see cref="Create"/> made, the cost given or not.</param>
    /// <param name="path">The file of the data.</param>
    /// <param name="isSplit">Whether a part of the file was set aside for testing.</param>
    public void RequireFit(ParseResult parsed, Dataset data, Objective objective, string path, bool isSplit)
    {
        if (data.Labels.ClassCount < 2)
            throw new DataFormatException(path, null, $"the data must hold at least two classes; it has only \"{data.Labels.ClassNames[0]}\". Add examples of another class.");
        if (parsed.GetValue(_sampleWeights) is { } weights && objective.SampleWeights!.Count != data.ExampleCount)
            throw new DataFormatException(weights, null, $"the weights must be one an example to train on: {data.ExampleCount}; got {objective.SampleWeights.Count}. {(isSplit ? "Use --test instead of --test-split." : "Give as many as the data has rows.")}");
        objective.Validate(data);
    }

    /// <summary>The weights of a NumPy file.</summary>
    public static double[] ReadSampleWeights(string path)
    {
        NpyArray array = NpyFile.Read(path);
        array.RequireDimensions(1, "N weights");
        return array.ToDoubles();
    }
}
