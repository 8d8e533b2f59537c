using System.Globalization;
using Hinge.Models;

namespace Hinge.Checking.Diagnosing;

/// <content>The programs that are suspected, and how each is compared with dW.</content>
public sealed partial class GradientDiagnosis
{
    /// <summary>Up to so many terms within rounding of their kinks are fitted one by one to each suspect.</summary>
    private const int FewKinks = 256;

    /// <summary>Buffers for one suspect after the other, D×K: there are hundreds of suspects.</summary>
    private readonly WeightMatrix _suspect, _residual;

    /// <summary>The program accepted as the explanation; null for none. A factor that was fitted is NaN.</summary>
    private GradientProgram? _explanation;

    /// <summary>The programs with one known mistake.</summary>
    private List<(Mistake[] Mistakes, GradientProgram Program)> WithOne()
    {
        List<(Mistake[] Mistakes, GradientProgram Program)> single = [];
        foreach (Mistake mistake in MistakeCatalogue.For(_form.Loss))
            if (mistake.In(GradientProgram.Right, _form.Data.ExampleCount) is { } program) single.Add(([mistake], program));
        return single;
    }

    /// <summary>The programs with one known mistake, then with two, that compute dW exactly; the first kind found counts.</summary>
    private List<FoundMistake> Suspect(List<(Mistake[] Mistakes, GradientProgram Program)> single)
    {
        IReadOnlyList<Mistake> catalogue = MistakeCatalogue.For(_form.Loss);
        int n = _form.Data.ExampleCount;
        List<(Mistake[] Mistakes, GradientProgram Program)> pairs = [];
        foreach ((Mistake[] first, GradientProgram program) in single)
        {
            foreach (Mistake second in catalogue)
            {
                if (second.Id != first[0].Id && second.In(program, n) is { } both && pairs.TrueForAll(pair => pair.Program != both))
                    pairs.Add(([first[0], second], both));
            }
        }

        List<FoundMistake> found = Matching(single);
        if (found.Count > 0) return found;
        if (Scaled([([], GradientProgram.Right)]) is { Count: > 0 } scaled) return scaled;
        found = Matching(pairs);
        return found.Count > 0 ? found : Scaled(single);
    }

    /// <summary>The suspects that agree; where several do, each with its share of the confidence.</summary>
    private List<FoundMistake> Matching(List<(Mistake[] Mistakes, GradientProgram Program)> suspects)
    {
        List<(Mistake[] Mistakes, GradientProgram Program, double Distance)> agreeing = [];
        foreach ((Mistake[] mistakes, GradientProgram program) in suspects)
            if (CanMatter(program) && DistanceTo(program) is { } distance) agreeing.Add((mistakes, program, distance));
        if (agreeing.Count == 0) return [];
        // The same gradient can come from several programs: those that leave clearly less come first, then the
        // catalogue's order says which is suspected first.
        double least = agreeing.Min(suspect => suspect.Distance);
        (Mistake[] Mistakes, GradientProgram Program, double)[] ordered = [.. agreeing.OrderBy(suspect => suspect.Distance > ClearlyMore * least)];
        _explanation = ordered[0].Program;
        Mistake[][] sorted = [.. ordered.Select(suspect => suspect.Mistakes)];
        double confidence = 1.0 / sorted.Length;
        int shown = sorted[0].Length == 1 ? sorted.Length : 1;
        return [.. sorted.Take(shown).SelectMany(mistakes => mistakes).Select(mistake => new FoundMistake(mistake.Id, confidence, mistake.Explanation, mistake.CodePattern))];
    }

    /// <summary>What the program that explains dW touches, and the examples of which it gets terms wrong.</summary>
    private (MistakeExtent Extent, IReadOnlyList<int> Examples) Touched(GradientProgram program)
    {
        // A factor, or dW turned over, is a mistake in every example's part, whatever else there is.
        if (program.DataScale != 1 || program.IsTransposed) return (MistakeExtent.Everything, []);
        return program.HasRightExamples ? (MistakeExtent.Regularization, []) : (MistakeExtent.Examples, AffectedExamples.Find(_form, _weights, _programs.Scores, program, _precision, _threads));
    }

    /// <summary>Whether the program's differences can be seen: a scale of a regularization that is zero cannot.</summary>
    private bool CanMatter(GradientProgram program)
    {
        if (program.IsTransposed != _isTransposedShape && _weights.FeatureCount != _weights.ClassCount) return false;
        return program.PenaltyScale == 1 || program.PenaltyScale == program.DataScale || _hasPenalty;
    }

    /// <summary>‖dW − the program's gradient‖ where rounding explains it; else null.</summary>
    private double? DistanceTo(GradientProgram program)
    {
        WeightMatrix found = Oriented(program);
        double scale = Math.Max(Math.Abs(program.DataScale), Math.Abs(program.PenaltyScale));
        foreach (bool takesKinks in KinkVariants(program))
        {
            WeightMatrix gradient = _suspect;
            _programs.Data(program, takesKinks, gradient);
            Scale(gradient, program.DataScale);
            ProgramGradients.Add(gradient, program.PenaltyScale, _programs.Penalty);
            DataTerms terms = _programs.Terms(program, takesKinks);
            if (Excess(found, gradient, program, terms, scale) <= 1) return found.DistanceTo(gradient);
        }
        return DistanceAmongKinks(program, found, scale);
    }

    /// <summary>The same where a few terms are so near their kinks that the program's own rounding takes some and leaves others.</summary>
    private double? DistanceAmongKinks(GradientProgram program, WeightMatrix found, double scale)
    {
        DataTerms terms = _programs.Terms(program, takesKinks: false);
        List<KinkChoice> choices = ChoicesWithinRounding(program);
        if (choices.Count == 0) return null;
        WeightMatrix residual = _residual;
        found.Values.CopyTo(residual.Values);
        ProgramGradients.Add(residual, -program.PenaltyScale, _programs.Penalty);
        Scale(residual, 1 / program.DataScale);
        _programs.Data(program, takesKinks: false, _suspect);
        ProgramGradients.Add(residual, -1, _suspect);
        KinkFit.Reduce(residual, _form.Data.Features, choices);
        double left = scale / Math.Abs(program.DataScale);
        return Excess(residual, _zero, program, terms, left) <= 1 ? Math.Sqrt(residual.SquaredNorm()) * Math.Abs(program.DataScale) : null;
    }

    /// <summary>The suspects that agree but for one factor, of the sum over examples or of the whole.</summary>
    private List<FoundMistake> Scaled(List<(Mistake[] Mistakes, GradientProgram Program)> suspects)
    {
        foreach ((Mistake[] mistakes, GradientProgram program) in suspects)
        {
            if (program.DataScale != 1 || !CanMatter(program)) continue;
            foreach (bool takesKinks in KinkVariants(program))
            {
                if (ScaledText(program, takesKinks) is not { } text) continue;
                _explanation = program with { DataScale = double.NaN };
                return [.. mistakes.Select(mistake => new FoundMistake(mistake.Id, 1, mistake.Explanation, mistake.CodePattern)), new FoundMistake("scaled", 1, text, "")];
            }
        }
        return [];
    }

    /// <summary>By what dW is scaled against the program's gradient; null where it is not.</summary>
    private string? ScaledText(GradientProgram program, bool takesKinks)
    {
        const double Near = 0.02;
        const int Refinements = 4;
        WeightMatrix found = Oriented(program), data = _suspect, residual = _residual;
        _programs.Data(program, takesKinks, data);
        DataTerms terms = _programs.Terms(program, takesKinks);
        List<KinkChoice> choices = ChoicesWithinRounding(program);
        for (int refinement = 0; refinement <= Refinements; refinement++)
        {
            double[] fit = Agreement.Fit(found, [data, _programs.Penalty]);
            (double factor, double penaltyFactor) = (fit[0], fit[1]);
            if (!data.Values.ContainsAnyExcept(0.0)) factor = penaltyFactor;
            bool isWhole = !_hasPenalty || Math.Abs(penaltyFactor - factor * program.PenaltyScale) <= Near * Math.Abs(factor);
            if (factor == 0 || !(isWhole || Math.Abs(penaltyFactor - program.PenaltyScale) <= Near)) return null;
            found.Values.CopyTo(residual.Values);
            ProgramGradients.Add(residual, isWhole ? -factor * program.PenaltyScale : -program.PenaltyScale, _programs.Penalty);
            ProgramGradients.Add(residual, -factor, data);
            if (Excess(residual, _zero, program, terms, Math.Max(1, Math.Abs(factor))) <= 1)
                return ScaleText(isWhole, factor, missing: 0);
            if (choices.Count == 0) return null;
            // The terms within rounding of their kinks take their part, and the factor is fitted again.
            Scale(residual, 1 / factor);
            ProgramGradients.Add(data, 1, residual);
            KinkFit.Reduce(residual, _form.Data.Features, choices);
            ProgramGradients.Add(data, -1, residual);
        }
        return null;
    }

    /// <summary>The program's terms that are so near their kinks that its own rounding takes some and leaves others; none where kinks are exact, or many.</summary>
    private List<KinkChoice> ChoicesWithinRounding(GradientProgram program)
    {
        IReadOnlyList<KinkChoice> choices = _programs.Terms(program, takesKinks: false).Choices;
        return !_isFinite || choices.Count > FewKinks || choices.Any(choice => choice.IsExact) ? [] : program.ChoicesOf(choices, _form.Data, _weights.ClassCount);
    }

    /// <summary>What is said of a factor.</summary>
    /// <param name="isWhole">Whether it is of the whole gradient, or of the sum over examples only.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="missing">How many examples are missing beside it.</param>
    private string ScaleText(bool isWhole, double factor, int missing)
    {
        string what = isWhole ? "The whole gradient" : "The sum over examples (not the regularization)";
        return string.Create(CultureInfo.InvariantCulture, $"{what} is {factor:G6} times what it must be{Hint(factor, missing)}. Remove the factor, or say which objective was meant.");
    }

    private string Hint(double factor, int missing)
    {
        double k = _form.Data.Labels.ClassCount, n = _form.Data.ExampleCount;
        const double Near = 1e-5;
        return missing > 0 && Math.Abs(factor * (n - missing) / n - 1) < Near ? string.Create(CultureInfo.InvariantCulture, $", N/(N − {missing}): the mean is over the examples left, so the missing ones are dropped before the loop")
            : Math.Abs(factor * k - 1) < Near ? ", 1/K: PyTorch's MultiMarginLoss divides by the number of classes"
            : Math.Abs(factor * (k - 1) - 1) < Near ? ", 1/(K − 1): it was divided by the number of other classes"
            : Math.Abs(factor - 2) < Near ? ": perhaps each term was added twice"
            : Math.Abs(factor - 0.5) < Near ? ": perhaps the loss was meant with a factor of ½"
            : "";
    }
}
