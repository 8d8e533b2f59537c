using System.Globalization;

namespace Hinge.Data.Describing;

/// <summary>The rules by which something in a data set is suspicious.</summary>
/// <param name="data">The data.</param>
/// <param name="columns">Its columns that are not zero throughout.</param>
/// <param name="firsts">For each row the first that is equal to it.</param>
/// <param name="nonzeros">How many nonzeros each row has.</param>
internal sealed class Suspicions(Dataset data, ColumnDescription[] columns, int[] firsts, double[] nonzeros)
{
    private const double LargestClassRatio = 100, LargestScaleRatio = 1000;

    private readonly int[] _classExamples = data.Labels.CountByClass();

    /// <summary>All that is found, gravest first.</summary>
    public IEnumerable<Suspicion> All() =>
        OfClasses().Concat(OfRows()).Concat(OfColumns());

    private IEnumerable<Suspicion> OfClasses()
    {
        int[] present = Where(_classExamples.Length, y => _classExamples[y] > 0), single = Where(_classExamples.Length, y => _classExamples[y] == 1);
        if (present.Length == 1)
        {
            yield return New(SuspicionKind.OneClass, present, $"all examples are of class {Name(present[0])}", "There is nothing to tell apart: add examples of other classes, or check the labels.");
            yield break;
        }
        if (single.Length > data.ExampleCount / 2)
        {
            yield return New(SuspicionKind.AlmostUniqueLabels, single, $"{Count(single.Length)} of {Count(data.ExampleCount)} labels occur only once", "Check that the labels are classes, and not identifiers or quantities.");
            yield break;
        }
        if (single.Length > 0)
            yield return New(SuspicionKind.OneExampleClasses, single, $"{Plural(single.Length, "class has", "classes have")} one example: {List(single, Name)}", "What is tested on cannot also be learned from: gather more, merge them with others, or leave them out.");
        int largest = present.MaxBy(y => _classExamples[y]), smallest = present.MinBy(y => _classExamples[y]);
        if (_classExamples[largest] >= LargestClassRatio * _classExamples[smallest])
            yield return New(SuspicionKind.UnbalancedClasses, [largest, smallest], $"class {Name(largest)} has {Count(_classExamples[largest])} examples, class {Name(smallest)} {Count(_classExamples[smallest])}", "Accuracy says little about rare classes: look at each class, and try --class-weight balanced.");
    }

    private IEnumerable<Suspicion> OfRows()
    {
        int[] empty = Where(nonzeros.Length, i => nonzeros[i] == 0);
        if (empty.Length > 0)
            yield return New(SuspicionKind.EmptyRows, empty, $"{Plural(empty.Length, "row holds", "rows hold")} zeros only: {List(empty, Index)}", "Their scores are those of the bias alone (--bias); check that nothing was lost.");

        // For each set of equal rows, more than one, how often each label is on them.
        HashSet<int> shared = [.. firsts.Where((first, i) => first != i)];
        Dictionary<int, Dictionary<int, int>> labels = [];
        List<int> repeated = [], contradicting = [];
        for (int i = 0; i < firsts.Length; i++)
        {
            if (!shared.Contains(firsts[i])) continue;
            if (!labels.TryGetValue(firsts[i], out Dictionary<int, int>? ofRow)) labels.Add(firsts[i], ofRow = []);
            int y = data.Labels[i], before = ofRow.GetValueOrDefault(y);
            if (before > 0) repeated.Add(i);
            else if (ofRow.Count > 0 && contradicting.Count == 0) contradicting = [firsts[i], i];
            ofRow[y] = before + 1;
        }
        if (contradicting.Count > 0)
        {
            int wrong = labels.Values.Sum(ofRow => ofRow.Values.Sum() - ofRow.Values.Max());
            string both = string.Join(" and ", contradicting.Select(i => $"{Index(i)} (class {Name(data.Labels[i])})"));
            yield return new Suspicion(SuspicionKind.ContradictingRows, wrong, contradicting, $"equal rows have different labels, first {both}; whatever the weights, at least {Plural(wrong, "example comes", "examples come")} out wrong", "Correct the labels, or add features that tell such rows apart.");
        }
        if (repeated.Count > 0)
            yield return New(SuspicionKind.RepeatedRows, repeated, $"{Plural(repeated.Count, "row repeats", "rows repeat")} another with the same label: {List(repeated, i => $"{Index(i)} (= {Index(firsts[i])})")}", "Each counts as often as it is there: remove copies that are not meant. --test-split keeps equal rows on one side; other splits may test on what was trained on.");
    }

    private IEnumerable<Suspicion> OfColumns()
    {
        int[] constant = [.. columns.Where(column => column.Kind == ColumnKind.Constant).Select(column => column.Column)];
        if (constant.Length > 0)
            yield return New(SuspicionKind.ConstantColumns, constant, $"{Plural(constant.Length, "column is", "columns are")} the same in every row: {List(constant, Column)}", "They tell no row from another: leave them out, and use --bias for a constant.");
        ColumnDescription[] varying = [.. columns.Where(column => column.Kind != ColumnKind.Constant)];
        if (varying.Length > 0)
        {
            ColumnDescription largest = varying.MaxBy(column => column.Scale), smallest = varying.MinBy(column => column.Scale);
            if (largest.Scale >= LargestScaleRatio * smallest.Scale)
                yield return New(SuspicionKind.DifferentScales, [largest.Column, smallest.Column], $"column {Column(largest.Column)} reaches {Number(largest.Scale)}, column {Column(smallest.Column)} only {Number(smallest.Scale)}", "The penalty ½‖W‖² treats all weights alike, so small columns hardly count and training is slow: bring columns to one scale, for instance by their largest magnitude.");
        }
        int emptyCount = data.Features.FeatureCount - columns.Length;
        if (emptyCount > 0)
        {
            int[] empty = FirstEmpty();
            yield return new Suspicion(SuspicionKind.EmptyColumns, emptyCount, empty, $"{Plural(emptyCount, "column holds", "columns hold")} zeros only: {List(empty, Column, emptyCount)}", "Harmless, but their weights take memory; check that nothing was lost.");
        }
    }

    /// <summary>The first columns that are not among those described.</summary>
    private int[] FirstEmpty()
    {
        List<int> empty = [];
        for (int column = 0, next = 0; column < data.Features.FeatureCount && empty.Count < Suspicion.MostPlaces; column++)
        {
            if (next < columns.Length && columns[next].Column == column) next++;
            else empty.Add(column);
        }
        return [.. empty];
    }

    private static Suspicion New(SuspicionKind kind, IReadOnlyList<int> all, string text, string remedy) =>
        new(kind, all.Count, [.. all.Take(Suspicion.MostPlaces)], text, remedy);

    private static int[] Where(int count, Func<int, bool> holds) => [.. Enumerable.Range(0, count).Where(holds)];

    private string Name(int y) => $"\"{data.Labels.ClassNames[y]}\"";

    private string Column(int column) => data.FeatureNames is { } names ? $"\"{names[column]}\"" : Index(column);

    private static string List(IReadOnlyList<int> all, Func<int, string> show, int? count = null) =>
        string.Join(", ", all.Take(Suspicion.MostPlaces).Select(show)) + ((count ?? all.Count) > Suspicion.MostPlaces ? ", …" : "");

    private static string Plural(int count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
