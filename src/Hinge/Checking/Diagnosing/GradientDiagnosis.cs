using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking.Diagnosing;

/// <summary>A user's gradient, to be diagnosed.</summary>
/// <param name="Gradient">dW as given: D×K, or K×D.</param>
/// <param name="LossValue">The loss that the user's program returned, or null.</param>
/// <param name="IsSingle">Whether the program works in float32. Where dW holds float32 numbers only, this is seen by itself.</param>
public sealed record UserGradient(WeightMatrix Gradient, double? LossValue = null, bool IsSingle = false)
{
    /// <summary>By how much the loss value may have been rounded when it was written down, such as 0.005 for 8.73; 0 for a value in full.</summary>
    public double LossRounding { get; init; }
}

/// <summary>
/// Says whether a gradient is right, which known mistake it shows, and where: compares it with the right gradient, and
/// then with the gradients of programs that have one or two known mistakes in them.
/// </summary>
/// <remarks>
/// A mistake is a change to the program (<see cref="GradientProgram"/>), so the gradient of every suspected program is
/// computed exactly, kinks included; a suspect is accepted only when nothing but rounding is left. What no suspect
/// explains is localized, never guessed.
/// </remarks>
public sealed partial class GradientDiagnosis
{
    /// <summary>An unexplained error of up to so many times what rounding allows is called noise.</summary>
    private const double NoiseFactor = 20;

    /// <summary>A suspect that leaves this much more of dW unexplained than another comes after it.</summary>
    private const double ClearlyMore = 1.1;

    private readonly MeanForm _form;
    private readonly WeightMatrix _weights;
    private readonly WeightMatrix _found;
    private readonly bool _isTransposedShape;
    private readonly double? _lossValue;
    private readonly double _lossRounding;
    private readonly Precision _precision;
    private readonly ProgramGradients _programs;
    private readonly DataTerms _terms;
    private readonly WeightMatrix _expected;
    private readonly WeightMatrix _zero;
    private readonly bool _isFinite;
    private readonly bool _hasPenalty;
    private readonly int _threads;

    private GradientDiagnosis(MeanForm form, WeightMatrix weights, UserGradient user, int threads)
    {
        _form = form;
        _weights = weights;
        _threads = threads;
        _isTransposedShape = (user.Gradient.FeatureCount, user.Gradient.ClassCount) != (weights.FeatureCount, weights.ClassCount);
        _found = _isTransposedShape ? ProgramGradients.Transpose(user.Gradient) : user.Gradient;
        _lossValue = user.LossValue;
        _lossRounding = user.LossRounding;
        _precision = Precision.Of(form, user.IsSingle, user.Gradient.Values);
        _programs = new ProgramGradients(form, weights, _precision, threads);
        _terms = _programs.Terms(GradientProgram.Right, takesKinks: false);
        _expected = _programs.Data(GradientProgram.Right, takesKinks: false);
        ProgramGradients.Add(_expected, 1, _programs.Penalty);
        _zero = new WeightMatrix(_found.FeatureCount, _found.ClassCount);
        _suspect = new WeightMatrix(_found.FeatureCount, _found.ClassCount);
        _residual = new WeightMatrix(_found.FeatureCount, _found.ClassCount);
        _isFinite = !_found.Values.ContainsAny(double.NaN, double.PositiveInfinity, double.NegativeInfinity);
        _hasPenalty = _programs.Penalty.Values.ContainsAnyExcept(0.0);
    }

    /// <summary>Diagnoses.</summary>
    /// <param name="form">The objective that the user meant: data, loss, λ.</param>
    /// <param name="weights">W, D×K, where the gradient was taken.</param>
    /// <param name="user">What the user's program returned.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">dW is neither D×K nor K×D, or W does not fit the data.</exception>
    public static DiagnosisReport Run(MeanForm form, WeightMatrix weights, UserGradient user, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(user);
        form.RequireShape(weights, nameof(weights));
        (int d, int k) = (weights.FeatureCount, weights.ClassCount);
        if ((user.Gradient.FeatureCount, user.Gradient.ClassCount) is var shape && shape != (d, k) && shape != (k, d))
            throw new ArgumentException($"the gradient must be {d}×{k} like W; got {shape.FeatureCount}×{shape.ClassCount}.", nameof(user));
        return new GradientDiagnosis(form, weights, user, threads).Run();
    }

    private DiagnosisReport Run()
    {
        bool isRight = IsSubgradient(out WeightMatrix nearest) && !_isTransposedShape;
        int kinks = _terms.Choices.Count(choice => choice.IsExact);
        double expectedLoss = _form.Value(_weights, _threads);
        bool? lossIsRight = null;
        FoundMistake? lossMistake = null;
        if (_lossValue is { } value) (lossIsRight, lossMistake) = LossDiagnosis.Of(_form, _weights, value, _lossRounding, expectedLoss, _precision);

        List<FoundMistake> mistakes = [];
        IReadOnlyList<int> examples = [];
        MistakeExtent extent = MistakeExtent.Unknown;
        Verdict verdict = !isRight ? Verdict.Wrong : kinks > 0 ? Verdict.ValidSubgradient : Verdict.Correct;
        if (!isRight)
        {
            List<(Mistake[] Mistakes, GradientProgram Program)> single = WithOne();
            mistakes.AddRange(Suspect(single));
            if (_explanation is { } program) (extent, examples) = Touched(program);
            if (mistakes.Count == 0 && Missing(single) is { Examples.Count: > 0 } missing)
            {
                (extent, examples) = (MistakeExtent.Examples, missing.Examples);
                mistakes.AddRange(missing.Mistakes);
            }
            if (mistakes.Count == 0 && examples.Count == 0 && Excess(_found, nearest) <= NoiseFactor) verdict = Verdict.Noisy;
        }
        if (lossMistake is not null) mistakes.Add(lossMistake);
        if (lossIsRight == false) verdict = Verdict.Wrong;
        return new DiagnosisReport(
            verdict,
            Agreement.RelativeError(_found, nearest),
            isRight,
            lossIsRight,
            expectedLoss,
            mistakes,
            Shares(),
            isRight ? [] : Columns(nearest),
            examples,
            kinks)
        {
            Extent = extent,
        };
    }

    /// <summary>Whether dW is the gradient, or a subgradient where kinks leave a choice; and the nearest one.</summary>
    private bool IsSubgradient(out WeightMatrix nearest)
    {
        nearest = _expected;
        if (Excess(_found, _expected) <= 1) return true;
        if (_terms.Choices.Count == 0 || !_isFinite) return false;
        WeightMatrix residual = new(_found.FeatureCount, _found.ClassCount, _found.Values.ToArray());
        ProgramGradients.Add(residual, -1, _expected);
        KinkFit.Reduce(residual, _form.Data.Features, _terms.Choices);
        nearest = new WeightMatrix(_found.FeatureCount, _found.ClassCount, _found.Values.ToArray());
        ProgramGradients.Add(nearest, -1, residual);
        return Excess(_found, nearest) <= 1;
    }

    /// <summary>Whether terms at kinks are left out, and where there are any, also taken: code tests > or ≥.</summary>
    private bool[] KinkVariants(GradientProgram program) =>
        _programs.Terms(program, takesKinks: false).Choices.Any(choice => choice.IsExact) ? [false, true] : [false];

    private List<TermShare> Shares()
    {
        if (!_isFinite) return [];
        double[] shares = Agreement.Fit(_found, _hasPenalty ? [_terms.WrongClass, _terms.CorrectClass, _programs.Penalty] : [_terms.WrongClass, _terms.CorrectClass]);
        string[] names = ["wrong-class rows", "correct-class rows", "regularization"];
        return [.. shares.Select((share, term) => new TermShare(names[term], 1, share))];
    }

    /// <summary>
    /// The columns that no choice at the kinks explains: neither the nearest one, which may bend right columns to make
    /// up for a wrong one, nor that of code with &gt; or with ≥, nor where kinks are few one made for the column alone.
    /// </summary>
    private List<ColumnError> Columns(WeightMatrix nearest)
    {
        List<WeightMatrix> right = [nearest];
        if (_terms.Choices.Count > 0)
        {
            WeightMatrix taken = _programs.Data(GradientProgram.Right, takesKinks: true);
            ProgramGradients.Add(taken, 1, _programs.Penalty);
            right.AddRange([_expected, taken]);
        }
        List<ColumnError> columns = [], fromNearest = [];
        for (int j = 0; j < _found.ClassCount; j++)
        {
            (double RelativeError, bool IsOff)[] errors = [.. right.Select(gradient => ErrorOf(j, gradient))];
            if (errors[0].IsOff) fromNearest.Add(new ColumnError(j, errors[0].RelativeError));
            if (errors.All(error => error.IsOff) && !IsExplainedAlone(j)) columns.Add(new ColumnError(j, errors[0].RelativeError));
        }
        // Each column may be right for one choice, and no choice for all: then the nearest has to say.
        return columns.Count > 0 ? columns : fromNearest;
    }

    /// <summary>Whether some choice at a few kinks makes the column right, whatever it does to others.</summary>
    private bool IsExplainedAlone(int column)
    {
        if (!_isFinite || _terms.Choices.Count is 0 or > FewKinks) return false;
        List<KinkChoice> choices = [];
        foreach (KinkChoice choice in _terms.Choices)
        {
            if (choice.Column1 == column) choices.Add(choice with { Column1 = 0, Column2 = -1, Value2 = 0 });
            else if (choice.Column2 == column) choices.Add(choice with { Column1 = 0, Value1 = choice.Value2, Column2 = -1, Value2 = 0 });
        }
        WeightMatrix residual = new(_found.FeatureCount, 1);
        for (int f = 0; f < _found.FeatureCount; f++) residual[f, 0] = _found[f, column] - _expected[f, column];
        KinkFit.Reduce(residual, _form.Data.Features, choices);
        Func<int, int, double> allowed = Allowed(GradientProgram.Right, _terms);
        return Agreement.Excess(residual, new WeightMatrix(_found.FeatureCount, 1), (f, _) => allowed(f, column)) <= 1;
    }

    /// <summary>By how much a column differs from that of a right gradient, and whether that is more than rounding.</summary>
    private (double RelativeError, bool IsOff) ErrorOf(int column, WeightMatrix right)
    {
        Func<int, int, double> allowed = Allowed(GradientProgram.Right, _terms);
        double difference = 0, norm = 0;
        bool isOff = false;
        for (int f = 0; f < _found.FeatureCount; f++)
        {
            double error = Math.Abs(_found[f, column] - right[f, column]);
            isOff |= !(error <= allowed(f, column));
            difference += error * error;
            norm += right[f, column] * right[f, column];
        }
        return (norm > 0 ? Math.Sqrt(difference / norm) : Math.Sqrt(difference), isOff);
    }

    /// <summary>dW as the program would have it: turned over where the program's is K×D.</summary>
    private WeightMatrix Oriented(GradientProgram program) =>
        program.IsTransposed && !_isTransposedShape ? ProgramGradients.Transpose(_found) : _found;

    private double Excess(WeightMatrix found, WeightMatrix expected) => Excess(found, expected, GradientProgram.Right, _terms, scale: 1);

    private double Excess(WeightMatrix found, WeightMatrix expected, GradientProgram program, DataTerms terms, double scale)
    {
        Func<int, int, double> allowed = Allowed(program, terms);
        return Agreement.Excess(found, expected, (f, j) => scale * allowed(f, j));
    }

    /// <summary>What rounding allows each entry of the program's gradient, unscaled.</summary>
    private Func<int, int, double> Allowed(GradientProgram program, DataTerms terms)
    {
        double factor = _precision.FactorFor(program.OtherLoss is { } name ? Loss.Create(name) : _form.Loss, terms.LargestScore);
        return (f, j) => factor * _precision.Sum(terms.Reach[f, j], terms.Spread[f], terms.Blocks, _programs.Penalty[f, j]);
    }

    private static void Scale(WeightMatrix matrix, double factor)
    {
        foreach (ref double value in matrix.Values)
            value *= factor;
    }
}
