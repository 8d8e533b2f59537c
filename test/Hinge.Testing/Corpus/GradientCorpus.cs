namespace Hinge.Testing.Corpus;

/// <summary>Some four thousand gradients, right and wrong, of six sizes and a large one: what the checkers of gradients are measured on.</summary>
public static class GradientCorpus
{
    /// <summary>Problems of each setting whose right gradient is a case, and those of them that are also done with mistakes.</summary>
    private const int RightSeeds = 10, MistakenSeeds = 2;

    private static readonly bool[] Both = [false, true];

    private static readonly double[] Lambdas = [0, 0.125];

    private static readonly string[][] Pairs =
    [
        ["missing-correct-class-term", "missing-regularization"], ["not-averaged", "missing-delta"], ["stale-margin", "halved-regularization"],
        ["sign-flipped", "missing-regularization"], ["correct-class-once-per-example", "averaged-twice"], ["labels-shifted", "not-averaged"],
        ["missing-delta", "missing-correct-class-term"], ["scaled", "correct-class-sign-flipped"],
        ["missing-examples", "not-averaged"], ["missing-examples", "missing-regularization"], ["missing-examples", "scaled"],
    ];

    /// <summary>Mistakes of which a program can make only one: in the place of −x, in the regularization, a factor, and Δ, or which loss it is.</summary>
    private static readonly string[][] Alternatives =
    [
        ["missing-wrong-class-term", "missing-correct-class-term"],
        ["missing-correct-class-term", "correct-class-once-per-example", "stale-margin", "correct-class-sign-flipped", "other-loss:"],
        ["missing-wrong-class-term", "other-loss:"], ["missing-delta", "other-loss:"], ["labels-shifted", "other-loss:"],
        ["missing-regularization", "halved-regularization", "doubled-regularization", "regularization-averaged"],
        ["not-averaged", "averaged-twice", "scaled"], ["sign-flipped", "scaled"],
    ];

    /// <summary>All two mistakes that one program can make together.</summary>
    public static IReadOnlyList<string[]> AllPairs { get; } =
    [
        .. from first in MistakenLoops.Names
           from second in MistakenLoops.Names
           where string.CompareOrdinal(first, second) < 0 && !Alternatives.Any(one => IsIn(first, one) && IsIn(second, one))
           select new[] { first, second },
    ];

    /// <summary>N, D, K.</summary>
    public static IReadOnlyList<(int N, int D, int K)> Sizes { get; } = [(3, 2, 2), (5, 3, 3), (12, 4, 3), (20, 6, 5), (50, 10, 4), (60, 30, 12)];

    /// <summary>The cases of all settings but the large one.</summary>
    public static IEnumerable<CorpusCase> Cases() =>
        from size in Enumerable.Range(0, Sizes.Count)
        from isSingle in Both
        from atKinks in Both
        from item in Cases(size, isSingle, atKinks)
        select item;

    /// <summary>The cases of one setting.</summary>
    /// <param name="size">An index of <see cref="Sizes"/>.</param>
    /// <param name="isSingle">Whether in float32.</param>
    /// <param name="atKinks">Whether at exact kinks.</param>
    public static IEnumerable<CorpusCase> Cases(int size, bool isSingle, bool atKinks)
    {
        (int n, int d, int k) = Sizes[size];
        for (int seed = 1; seed <= RightSeeds; seed++)
            foreach (double lambda in Lambdas)
                foreach (CorpusCase item in Cases(new CorpusProblem(n, d, k, isSingle, atKinks, lambda, 100 * size + seed), withMistakes: seed <= MistakenSeeds))
                    yield return item;
    }

    /// <summary>Every pair of mistakes, at one size: random in float64 and in float32, and at kinks.</summary>
    public static IEnumerable<CorpusCase> PairCases() =>
        [.. PairCases(isSingle: false, atKinks: false), .. PairCases(isSingle: true, atKinks: false), .. PairCases(isSingle: false, atKinks: true)];

    /// <summary>The cases of 500×300×50, random, in float32.</summary>
    public static IEnumerable<CorpusCase> LargeCases() =>
        Cases(new CorpusProblem(500, 300, 50, isSingle: true, atKinks: false, 0.01, seed: 3), withMistakes: true);

    private static IEnumerable<CorpusCase> PairCases(bool isSingle, bool atKinks)
    {
        CorpusProblem problem = new(40, 12, 4, isSingle, atKinks, 0.125, seed: 1);
        Subdifferential subgradients = new(problem);
        return AllPairs.Select(pair => new CorpusCase(problem, CaseKind.TwoMistakes, subgradients, pair));
    }

    private static bool IsIn(string name, string[] alternatives) => alternatives.Any(one => name.StartsWith(one, StringComparison.Ordinal));

    private static IEnumerable<CorpusCase> Cases(CorpusProblem problem, bool withMistakes)
    {
        Subdifferential subgradients = new(problem);
        yield return new CorpusCase(problem, CaseKind.Right, subgradients);
        if (!withMistakes) yield break;
        foreach (string mistake in MistakenLoops.Names) yield return new CorpusCase(problem, CaseKind.OneMistake, subgradients, mistake);
        foreach (string[] pair in Pairs) yield return new CorpusCase(problem, CaseKind.TwoMistakes, subgradients, pair);
        yield return new CorpusCase(problem, CaseKind.UnknownMistake, subgradients);
    }
}
