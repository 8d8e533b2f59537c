namespace Hinge.Testing.Corpus;

/// <summary>A gradient of the corpus: who made it, and what it is in truth.</summary>
public sealed class CorpusCase
{
    private readonly Lazy<Truth> _truth;
    private readonly bool _changesLoss;

    /// <summary>A case.</summary>
    /// <param name="problem">Data and weights.</param>
    /// <param name="kind">How the gradient is made.</param>
    /// <param name="subgradients">The problem's.</param>
    /// <param name="mistakes">Names of <see cref="MistakenLoops.Names"/>: none, one or two, as the kind says.</param>
    public CorpusCase(CorpusProblem problem, CaseKind kind, Subdifferential subgradients, params string[] mistakes)
    {
        (Problem, Kind, Mistakes) = (problem, kind, mistakes);
        _changesLoss = mistakes.Any(name => name is "missing-delta" or "labels-shifted" or "missing-examples" || name.StartsWith("other-loss:", StringComparison.Ordinal));
        Gradient = At(problem.Weights.Values.ToArray()).Gradient;
        _truth = new(() => kind == CaseKind.Right ? Truth.Right : subgradients.Of(Gradient));
    }

    public CorpusProblem Problem { get; }

    public CaseKind Kind { get; }

    public IReadOnlyList<string> Mistakes { get; }

    /// <summary>dW at the problem's weights.</summary>
    public double[] Gradient { get; }

    /// <summary>What the gradient is at the problem's weights; right where it was made without a mistake.</summary>
    public Truth Truth => _truth.Value;

    /// <summary>The column that <see cref="CaseKind.UnknownMistake"/> changes.</summary>
    public int ChangedColumn => Problem.ClassCount - 1;

    public string Name => $"{Problem.Name}, {(Kind == CaseKind.UnknownMistake ? "unknown mistake" : Mistakes.Count == 0 ? "right" : string.Join(" + ", Mistakes))}";

    /// <summary>The right loss, and the case's gradient, at any weights: the program under test as a function.</summary>
    public (double Loss, double[] Gradient) At(double[] weights)
    {
        (double loss, double[] gradient) = Problem.RunAt(weights, Problem.TakesZero, [.. Mistakes]);
        // The mistakes are in the gradient alone: of a loss that has them too it may be the gradient.
        if (_changesLoss) loss = Problem.RunAt(weights, Problem.TakesZero).Loss;
        if (Kind == CaseKind.UnknownMistake)
        {
            int k = Problem.ClassCount;
            for (int f = 0; f < gradient.Length / k; f++)
            {
                ref double entry = ref gradient[f * k + ChangedColumn];
                entry += 0.01 * (f + 1.5) * (1 + Math.Abs(entry));
                if (Problem.IsSingle) entry = (float)entry;
            }
        }
        return (loss, gradient);
    }
}
