using System.Globalization;
using Hinge.Models;

namespace Hinge.Checking.Diagnosing;

/// <content>Examples that are missing from dW, by themselves or beside another mistake or a factor.</content>
public sealed partial class GradientDiagnosis
{
    /// <summary>What the search beside other mistakes may cost, in multiplications: seconds.</summary>
    private const double PursuitWork = 1e10;

    /// <summary>What it may cost beside one of them.</summary>
    private const double PursuitShare = 3e9;

    /// <summary>The same by themselves.</summary>
    private const double RightWork = 6e9;

    /// <summary>Up to so many missing examples are searched for.</summary>
    private const int MostMissing = 64;

    private double[]? _squaredNorms;

    /// <summary>The examples whose part in dW is off by whole factors, and the mistakes to be named: those beside it too, none where an example is not plainly missing.</summary>
    private (IReadOnlyList<int> Examples, IReadOnlyList<FoundMistake> Mistakes) Missing(List<(Mistake[] Mistakes, GradientProgram Program)> single)
    {
        if (!_isFinite) return ([], []);
        MissingExamples.Explanation? right = InRightProgram();
        if (right is not null && right.Parts.All(part => part.Factor == -1)) return Named(right, [], null);

        List<MissingSearch> searches = [];
        foreach ((Mistake[] mistakes, GradientProgram program) in single)
            if (CanMatter(program)) searches.Add(new MissingSearch(mistakes, program, IsWhole: false, IsFitted: false));
        foreach ((Mistake[] mistakes, GradientProgram program) in single.Prepend(([], GradientProgram.Right)))
        {
            if (program.DataScale != 1 || !CanMatter(program)) continue;
            searches.Add(new MissingSearch(mistakes, program, IsWhole: !_hasPenalty, IsFitted: true));
            if (_hasPenalty && program.PenaltyScale != 0) searches.Add(new MissingSearch(mistakes, program, IsWhole: true, IsFitted: true));
        }
        foreach (bool isAtEnds in new[] { true, false })
        {
            double work = 0;
            foreach (MissingSearch search in searches)
                if (Search(search, isAtEnds, ref work) is { } found) return Named(found, search.Mistakes, search.IsFitted ? search.IsWhole : null);
        }
        return (right is null ? [] : [.. right.Parts.Select(part => part.Example)], []);
    }

    /// <summary>A program in which examples may be missing, and how its factor is treated.</summary>
    private sealed record MissingSearch(Mistake[] Mistakes, GradientProgram Program, bool IsWhole, bool IsFitted);

    private MissingExamples.Explanation? InRightProgram()
    {
        WeightMatrix target = Target(_found, 1);
        foreach (bool takesKinks in KinkVariants(GradientProgram.Right))
        {
            WeightMatrix sum = _programs.Data(GradientProgram.Right, takesKinks);
            MissingExamples missing = NewSearch(GradientProgram.Right, takesKinks);
            if (missing.FindAtEnds(target, sum, 1, Small) is { } atEnd) return atEnd;
            if (IsWithinReach(missing, target, sum, 1) && missing.Find(target, sum, 1, Small, Passes(RightWork)) is { } parts) return parts;
        }
        return null;

        bool Small(WeightMatrix left, WeightMatrix kept, double scale) => IsRounding(new MissingSearch([], GradientProgram.Right, IsWhole: false, IsFitted: false), left, kept, scale);
    }

    private MissingExamples.Explanation? Search(MissingSearch search, bool isAtEnds, ref double work)
    {
        GradientProgram program = search.Program;
        double? scale = search.IsFitted ? null : program.DataScale;
        double penalty = search.IsWhole ? 0 : program.PenaltyScale;
        WeightMatrix target = Target(Oriented(program), penalty);
        foreach (bool takesKinks in KinkVariants(program))
        {
            WeightMatrix sum = _programs.Data(program, takesKinks);
            if (search.IsWhole) ProgramGradients.Add(sum, program.PenaltyScale, _programs.Penalty);
            MissingExamples missing = NewSearch(program, takesKinks);
            MissingExamples.Explanation? found = null;
            if (isAtEnds)
            {
                found = missing.FindAtEnds(target, sum, scale, Small);
            }
            else if (IsWithinReach(missing, target, sum, scale) && work < PursuitWork)
            {
                found = missing.Find(target, sum, scale, Small, Passes(Math.Min(PursuitShare, PursuitWork - work)));
                work += missing.Passes * PassWork;
            }
            if (found is { Parts.Count: > 0 } && found.Parts.Count < _form.Data.ExampleCount && found.Parts.All(part => part.Factor == -1)) return found;
        }
        return null;

        bool Small(WeightMatrix left, WeightMatrix kept, double factor) => IsRounding(search, left, kept, factor);
    }

    /// <summary>Whether a few missing examples can make the difference at all: without a pass over the data it is told of most programs that they cannot.</summary>
    private static bool IsWithinReach(MissingExamples missing, WeightMatrix target, WeightMatrix sum, double? scale)
    {
        double factor = scale ?? Agreement.Fit(target, [sum])[0];
        WeightMatrix left = new(target.FeatureCount, target.ClassCount, target.Values.ToArray());
        ProgramGradients.Add(left, -factor, sum);
        // The factor was fitted with the examples missing: twice leaves room for that.
        return factor != 0 && Math.Sqrt(left.SquaredNorm()) <= 2 * MostMissing * Math.Abs(factor) * missing.LargestPart();
    }

    /// <summary>What one pass over the data costs, in multiplications.</summary>
    private double PassWork => (double)_form.Data.Features.NonzeroCount * _weights.ClassCount;

    private int Passes(double work) => (int)Math.Min(int.MaxValue, Math.Ceiling(work / PassWork));

    private MissingExamples NewSearch(GradientProgram program, bool takesKinks)
    {
        _squaredNorms ??= [.. Enumerable.Range(0, _form.Data.ExampleCount).Select(_form.Data.Features.SquaredNorm)];
        return new MissingExamples(_form, program, _weights, _precision, takesKinks, _programs.Scores, _squaredNorms, _threads);
    }

    /// <summary>dW without so much of the regularization.</summary>
    private WeightMatrix Target(WeightMatrix found, double penaltyScale)
    {
        WeightMatrix target = new(found.FeatureCount, found.ClassCount, found.Values.ToArray());
        ProgramGradients.Add(target, -penaltyScale, _programs.Penalty);
        return target;
    }

    /// <summary>Whether nothing but rounding is left, of sums or of terms near their kinks, some of which the program took and others not.</summary>
    private bool IsRounding(MissingSearch search, WeightMatrix left, WeightMatrix sum, double scale)
    {
        const int Refinements = 4;
        GradientProgram program = search.Program;
        DataTerms terms = _programs.Terms(program, takesKinks: false);
        if (scale == 0) return false;
        if (Excess(left, _zero, program, terms, Largest()) <= 1) return true;
        List<KinkChoice> choices = ChoicesWithinRounding(program);
        if (choices.Count == 0) return false;
        WeightMatrix target = new(left.FeatureCount, left.ClassCount, left.Values.ToArray()), reduced = new(left.FeatureCount, left.ClassCount, left.Values.ToArray());
        ProgramGradients.Add(target, scale, sum);
        for (int refinement = 0; refinement <= (search.IsFitted ? Refinements : 0); refinement++)
        {
            Scale(reduced, 1 / scale);
            WeightMatrix taken = new(left.FeatureCount, left.ClassCount, reduced.Values.ToArray());
            KinkFit.Reduce(reduced, _form.Data.Features, choices);
            if (Excess(reduced, _zero, program, terms, Largest() / Math.Abs(scale)) <= 1) return true;
            // The terms near their kinks take their part, and the factor is fitted again.
            ProgramGradients.Add(taken, -1, reduced);
            ProgramGradients.Add(taken, 1, sum);
            scale = Agreement.Fit(target, [taken])[0];
            if (scale == 0) return false;
            target.Values.CopyTo(reduced.Values);
            ProgramGradients.Add(reduced, -scale, sum);
        }
        return false;

        double Largest() => Math.Max(Math.Abs(scale), Math.Abs(search.IsWhole ? scale * program.PenaltyScale : program.PenaltyScale));
    }

    private (IReadOnlyList<int> Examples, IReadOnlyList<FoundMistake> Mistakes) Named(MissingExamples.Explanation found, Mistake[] others, bool? isScaledAsWhole)
    {
        int[] examples = [.. found.Parts.Select(part => part.Example)];
        List<FoundMistake> mistakes = [MissingMistake(examples)];
        mistakes.AddRange(others.Select(mistake => new FoundMistake(mistake.Id, 1, mistake.Explanation, mistake.CodePattern)));
        if (isScaledAsWhole is { } isWhole) mistakes.Add(new FoundMistake("scaled", 1, ScaleText(isWhole, found.Scale, examples.Length), ""));
        return (examples, mistakes);
    }

    private FoundMistake MissingMistake(int[] examples)
    {
        const int Shown = 10;
        string list = string.Join(", ", examples.Take(Shown).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        return new FoundMistake(
            "missing-examples",
            1,
            $"The part of {(examples.Length == 1 ? "example" : "examples")} {list}{(examples.Length > Shown ? ", …" : "")} (counted from 0) is missing from dW, {examples.Length} of {_form.Data.ExampleCount}. Look at the range of the loop over examples.",
            "for i in range(num_train - 1):");
    }
}
