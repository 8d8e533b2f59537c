using Hinge.Kernels;

namespace Hinge.Data;

/// <summary>The labels y, one class in [0, K) an example, and the classes' names.</summary>
public sealed class Labels
{
    private readonly int[] _values;

    /// <summary>Wraps class indices without copying them.</summary>
    /// <param name="values">N indices, each in [0, K).</param>
    /// <param name="classNames">K different names, in the order of W's columns.</param>
    /// <exception cref="ArgumentException">An index is out of range or a name is repeated.</exception>
    public Labels(int[] values, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(classNames);
        for (int i = 0; i < values.Length; i++)
            if ((uint)values[i] >= (uint)classNames.Count)
                throw new ArgumentException($"labels must be in [0, {classNames.Count}); got {values[i]} at example {i} (counted from 0).", nameof(values));
        if (classNames.Distinct(StringComparer.Ordinal).Count() != classNames.Count)
            throw new ArgumentException("classNames must differ from each other.", nameof(classNames));
        _values = values;
        ClassNames = [.. classNames];
    }

    /// <summary>Labels of classes named "0" to "K−1".</summary>
    /// <param name="values">N indices, each in [0, K).</param>
    /// <param name="classCount">K ≥ 0.</param>
    /// <exception cref="ArgumentException">An index is out of range.</exception>
    public Labels(int[] values, int classCount)
        : this(values, [.. Enumerable.Range(0, classCount).Select(j => j.ToString(System.Globalization.CultureInfo.InvariantCulture))])
    {
    }

    /// <summary>N, the number of examples.</summary>
    public int Count => _values.Length;

    /// <summary>K, the number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>The classes' names, in the order of W's columns.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>All N class indices.</summary>
    public ReadOnlySpan<int> Values => _values;

    /// <summary>Asks for a label to be brought near: a hint.</summary>
    internal void Fetch(int example) => Nearby.FetchElement(_values, example);

    /// <summary>The class of <paramref name="example"/>.</summary>
    public int this[int example] => _values[example];

    /// <summary>How many examples each class has, length K.</summary>
    public int[] CountByClass()
    {
        int[] counts = new int[ClassCount];
        foreach (int y in _values)
            counts[y]++;
        return counts;
    }

    /// <summary>
    /// Labels from one name an example. Classes are sorted: as numbers when every name is a number, else by code point;
    /// different names of equal numbers by code point too, so that the order of the examples does not matter.
    /// </summary>
    /// <param name="names">The class of each example, N of them, none null.</param>
    public static Labels FromNames(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] classes = [.. names.Distinct(StringComparer.Ordinal)];
        Array.Sort(classes, StringComparer.Ordinal);
        double[] numbers = new double[classes.Length];
        bool areNumbers = true;
        for (int j = 0; j < classes.Length && areNumbers; j++)
            areNumbers = double.TryParse(classes[j], System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out numbers[j]);
        // OrderBy is stable: equal numbers stay in the order of code points.
        if (areNumbers) classes = [.. numbers.Zip(classes).OrderBy(pair => pair.First).Select(pair => pair.Second)];
        return new Labels(Index(names, classes), classes);
    }

    /// <summary>The labels of the given examples, in their order, with the same classes, even those of which no example is left.</summary>
    /// <param name="examples">Indices in [0, N).</param>
    public Labels Select(ReadOnlySpan<int> examples)
    {
        int[] values = new int[examples.Length];
        for (int r = 0; r < examples.Length; r++)
            values[r] = _values[examples[r]];
        return new Labels(values, ClassNames);
    }

    /// <summary>For each example the index of its class in <paramref name="classNames"/>, or −1 where it is not among them.</summary>
    /// <param name="classNames">Names that differ from each other, such as a model's.</param>
    /// <exception cref="ArgumentException">A name is repeated.</exception>
    public int[] IndicesIn(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        int[] indexOfClass = Index(ClassNames, classNames);
        int[] indices = new int[Count];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = indexOfClass[_values[i]];
        return indices;
    }

    private static int[] Index(IReadOnlyList<string> names, IReadOnlyList<string> classes)
    {
        Dictionary<string, int> lookup = new(classes.Count, StringComparer.Ordinal);
        for (int j = 0; j < classes.Count; j++)
            lookup.Add(classes[j], j);
        int[] indices = new int[names.Count];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = lookup.GetValueOrDefault(names[i], -1);
        return indices;
    }
}
