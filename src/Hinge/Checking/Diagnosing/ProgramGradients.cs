using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking.Diagnosing;

/// <summary>The gradients of suspected programs, put together from as few passes over the data as they need.</summary>
internal sealed class ProgramGradients
{
    private readonly MeanForm _form;
    private readonly WeightMatrix _weights;
    private readonly Precision _precision;
    private readonly int _threads;
    private BlockTerms[]? _buffers;
    private readonly Dictionary<(string Loss, bool HasDelta, int LabelShift, bool TakesKinks), DataTerms> _passes = [];

    public ProgramGradients(MeanForm form, WeightMatrix weights, Precision precision, int threads)
    {
        _form = form;
        _weights = weights;
        _precision = precision;
        _threads = threads;
        Scores = new ScoreTable(form.Data.Features, weights);
        Penalty = new WeightMatrix(weights.FeatureCount, weights.ClassCount);
        for (int e = 0; e < Penalty.Values.Length; e++)
            Penalty.Values[e] = 2 * form.PenaltyFactor * weights.Values[e];
    }

    /// <summary>The scores at W.</summary>
    public ScoreTable Scores { get; }

    /// <summary>The gradient of the regularization, D×K.</summary>
    public WeightMatrix Penalty { get; }

    /// <summary>The terms of the data as the program computes them.</summary>
    /// <param name="program">The program.</param>
    /// <param name="takesKinks">Whether it takes terms at kinks as violated.</param>
    public DataTerms Terms(GradientProgram program, bool takesKinks)
    {
        string name = program.OtherLoss ?? _form.Loss.Name;
        var key = (name, program.HasDelta, program.LabelShift, takesKinks);
        if (_passes.TryGetValue(key, out DataTerms? terms)) return terms;
        if (takesKinks && Terms(program, takesKinks: false) is { Choices.Count: 0 } without) return _passes[key] = without;
        return _passes[key] = DataTerms.Compute(_form.Data, program.LossFor(_form.Loss), program.LabelShift, _weights, Scores, ref _buffers, _precision, takesKinks, _threads);
    }

    /// <summary>The data's part of the program's gradient as a mean, before its scale.</summary>
    public WeightMatrix Data(GradientProgram program, bool takesKinks)
    {
        WeightMatrix sum = new(_weights.FeatureCount, _weights.ClassCount);
        Data(program, takesKinks, sum);
        return sum;
    }

    /// <summary>The same into <paramref name="sum"/>, D×K, whatever it held.</summary>
    public void Data(GradientProgram program, bool takesKinks, WeightMatrix sum)
    {
        DataTerms terms = Terms(program, takesKinks);
        sum.Values.Clear();
        if (program.AddsWrongClassRows) Add(sum, 1, terms.WrongClass);
        switch (program.CorrectClass)
        {
            case CorrectClassRule.PerViolation: Add(sum, 1, terms.CorrectClass); break;
            case CorrectClassRule.Flipped: Add(sum, -1, terms.CorrectClass); break;
            case CorrectClassRule.OncePerExample: Add(sum, 1, terms.OncePerExample); break;
            case CorrectClassRule.StaleMargin: Add(sum, 1, terms.StaleMargin); break;
            default: break;
        }
    }

    /// <summary>sum ← sum + factor·term.</summary>
    public static void Add(WeightMatrix sum, double factor, WeightMatrix term)
    {
        Span<double> target = sum.Values;
        ReadOnlySpan<double> source = term.Values;
        for (int e = 0; e < target.Length; e++)
            target[e] += factor * source[e];
    }

    /// <summary>The matrix turned over.</summary>
    public static WeightMatrix Transpose(WeightMatrix matrix)
    {
        WeightMatrix result = new(matrix.ClassCount, matrix.FeatureCount);
        for (int f = 0; f < matrix.FeatureCount; f++)
            for (int j = 0; j < matrix.ClassCount; j++)
                result[j, f] = matrix[f, j];
        return result;
    }
}
