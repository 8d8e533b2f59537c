using System.Globalization;
using Hinge.Data;

namespace Hinge.Tuning;

/// <summary>
/// A random partition of examples into k folds in which each class is spread evenly: any two folds differ by at most one example, and by at most
/// one of each class.
/// </summary>
/// <remarks>The examples, class after class and each class in random order, are dealt out in turn. The folds depend on labels, k and seed alone.</remarks>
public sealed class StratifiedFolds
{
    private readonly int[] _foldOf;

    /// <summary>Draws the folds.</summary>
    /// <param name="labels">y, length N.</param>
    /// <param name="foldCount">k, in [2, N].</param>
    /// <param name="seed">The seed of the random order.</param>
    /// <exception cref="ArgumentException">foldCount is out of range, or a fold would leave fewer than two classes to train on.</exception>
    public StratifiedFolds(Labels labels, int foldCount, int seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (foldCount < 2 || foldCount > labels.Count)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The number of folds must be at least 2 and at most the number of examples, {labels.Count}; got {foldCount}."), nameof(foldCount));
        Count = foldCount;
        int[] order = InClasses(labels, new RandomOrder(seed));
        _foldOf = new int[labels.Count];
        for (int p = 0; p < order.Length; p++) _foldOf[order[p]] = p % foldCount;
        int[] counts = labels.CountByClass();
        RequireTwoClasses(labels, counts);
        RareClasses = [.. Enumerable.Range(0, counts.Length).Where(j => counts[j] > 0 && counts[j] < foldCount)];
    }

    /// <summary>k.</summary>
    public int Count { get; }

    /// <summary>The classes with fewer than k examples: some folds test none of them; of a class with one example, one fold trains on none.</summary>
    public IReadOnlyList<int> RareClasses { get; }

    /// <summary>The fold, in [0, k), in which the example is tested.</summary>
    public int this[int example] => _foldOf[example];

    /// <summary>The examples tested in a fold, ascending.</summary>
    public int[] TestExamples(int fold) => Examples(isTested: f => f == fold);

    /// <summary>The examples trained on in a fold, ascending: all others.</summary>
    public int[] TrainingExamples(int fold) => Examples(isTested: f => f != fold);

    private int[] Examples(Predicate<int> isTested) => [.. Enumerable.Range(0, _foldOf.Length).Where(i => isTested(_foldOf[i]))];

    /// <summary>Class after class, each shuffled.</summary>
    private static int[] InClasses(Labels labels, RandomOrder random)
    {
        int[] counts = labels.CountByClass(), next = new int[counts.Length], order = new int[labels.Count];
        for (int j = 1; j < counts.Length; j++) next[j] = next[j - 1] + counts[j - 1];
        for (int i = 0; i < order.Length; i++) order[next[labels[i]]++] = i;
        for (int j = 0; j < counts.Length; j++) random.Shuffle(order.AsSpan(next[j] - counts[j], counts[j]));
        return order;
    }

    /// <summary>Only a class with a single example can lie in one fold as a whole.</summary>
    private void RequireTwoClasses(Labels labels, int[] counts)
    {
        int[] left = new int[Count];
        Array.Fill(left, counts.Count(count => count > 0));
        for (int i = 0; i < _foldOf.Length; i++)
            if (counts[labels[i]] == 1) left[_foldOf[i]]--;
        int fold = Array.FindIndex(left, classes => classes < 2);
        if (fold >= 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Every fold must leave at least two classes to train on; fold {fold + 1} of {Count} leaves {left[fold]}. Add examples of the classes that have only one."), nameof(labels));
    }
}
