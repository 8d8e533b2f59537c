using System.Globalization;
using Hinge.Data.Tables;

namespace Hinge.Data.Featurization;

/// <summary>
/// Which column becomes what. Chosen once for a table, by the types of its columns and how often their values repeat; means, categories and
/// vocabularies are learnt afterwards, from training rows only (<see cref="Featurizer.FitTransform"/>).
/// </summary>
internal sealed class FeaturePlan
{
    /// <summary>From so many rows on, text that is different in nearly each, or a number named like one, is taken to name the row.</summary>
    private const int EnoughRows = 20;

    /// <summary>Values in so large a share of the rows are nearly all different.</summary>
    private const double NearlyAll = 0.9;

    /// <summary>Text with so many different values at most, and each in two rows on average, is a category however long.</summary>
    private const int FewCategories = 100;

    private FeaturePlan(string label, FeaturizationOptions options, IReadOnlyList<PlannedColumn> columns)
    {
        Label = label;
        Options = options;
        Columns = columns;
    }

    /// <summary>The column of the labels.</summary>
    public string Label { get; }

    public FeaturizationOptions Options { get; }

    /// <summary>All columns but the label, those left out as well.</summary>
    public IReadOnlyList<PlannedColumn> Columns { get; }

    /// <summary>Chooses for a table.</summary>
    /// <param name="table">Its columns, but for those in <paramref name="leftOut"/>.</param>
    /// <param name="label">The column of the labels.</param>
    /// <param name="leftOut">Columns that were not read, and why.</param>
    /// <param name="options">What is not to be chosen.</param>
    public static FeaturePlan Choose(Table table, string label, IReadOnlyList<PlannedColumn> leftOut, FeaturizationOptions options)
    {
        PlannedColumn[] columns = [.. table.Columns.Where(column => column.Name != label).Select(column => Choose(column, options)), .. leftOut];
        return new FeaturePlan(label, options, columns);
    }

    private static PlannedColumn Choose(TableColumn column, FeaturizationOptions options)
    {
        if (options.KindOf(column.Name) is { } kind) return new(column.Name, kind);
        int known = Enumerable.Range(0, column.RowCount).Count(row => !column.IsMissing(row));
        if (known == 0) return Ignored("it has no value in any row");
        return column switch
        {
            NumberColumn numbers when NamesRows(numbers) => Ignored("a number of its own in every row, named like one: --numeric takes it all the same"),
            NumberColumn { Type: ColumnType.Boolean } => new(column.Name, FeatureKind.Boolean),
            NumberColumn => new(column.Name, FeatureKind.Number),
            DateColumn => new(column.Name, FeatureKind.Date),
            VectorColumn => new(column.Name, FeatureKind.Embedding),
            TextColumn text => Choose(text, known),
            _ => throw new InvalidOperationException($"A column of type {column.Type} must not be read."),
        };

        PlannedColumn Ignored(string reason) => new(column.Name, FeatureKind.Ignored, reason);
    }

    private static PlannedColumn Choose(TextColumn text, int known)
    {
        int different = text.Values.Count;
        if (different <= FewCategories && 2 * different <= known) return new(text.Name, FeatureKind.Category);
        if (WordUse.IsText(text.Values)) return new(text.Name, FeatureKind.Text);
        return known >= EnoughRows && different > NearlyAll * known
            ? new(text.Name, FeatureKind.Ignored, string.Create(CultureInfo.InvariantCulture, $"{different} different values in {known} rows, a word each: --category or --text takes it all the same"))
            : new(text.Name, FeatureKind.Category);
    }

    private static bool NamesRows(NumberColumn column)
    {
        string name = column.Name;
        bool isNamedSo = name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Id", StringComparison.Ordinal)
            || name.Equals("index", StringComparison.OrdinalIgnoreCase) || name.Equals("row", StringComparison.OrdinalIgnoreCase);
        if (!isNamedSo || column.RowCount < EnoughRows) return false;
        HashSet<double> seen = new(column.RowCount);
        foreach (double value in column.Values)
            if (value != Math.Truncate(value) || !seen.Add(value)) return false;
        return true;
    }
}
