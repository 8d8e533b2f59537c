using System.Globalization;
using Hinge.Data.Tables;

namespace Hinge.Data.Featurization;

/// <summary>Data sets out of tables: to train on, and to go with a model that was trained on one.</summary>
public static class TableDataset
{
    /// <summary>Fewer rows may well have a class each.</summary>
    private const int EnoughRows = 10;

    private static readonly string[] UsualLabelNames = ["label", "class", "target", "y"];

    /// <summary>
    /// Reads a table, chooses what becomes of its columns, and learns what that needs from its rows. <see cref="Dataset.Part"/> learns it anew
    /// from the training part.
    /// </summary>
    /// <param name="source">The table.</param>
    /// <param name="label">The label column; null for the one named label, class, target or y, else the last.</param>
    /// <param name="options">What is not to be chosen; null for nothing.</param>
    /// <param name="remark">Told of what looks odd; null for nobody.</param>
    /// <exception cref="DataFormatException">The table will not do.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static Dataset ForTraining(TableSource source, string? label = null, FeaturizationOptions? options = null, Action<string>? remark = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new FeaturizationOptions();
        options.Validate();
        SourceColumn labelColumn = LabelOf(source, label);
        RequireKnown(source, labelColumn.Name, options);
        (List<ColumnRequest> requests, List<PlannedColumn> leftOut) = Requests(source, labelColumn.Name, options);
        Table table = source.Read([new ColumnRequest(labelColumn.Name, ColumnType.Text), .. requests]);
        if (table.RowCount == 0) throw source.Refused("the table has names of columns but no example. Add rows.");
        Labels labels = LabelsOf(table, labelColumn.Name);
        if (table.RowCount >= EnoughRows && 2 * labels.ClassCount > table.RowCount)
            remark?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{source.Name}: the label column {Quoted.Shown(labelColumn.Name)} has {labels.ClassCount} different values in {table.RowCount} rows, nearly a class for each. Name another with --label if that is not meant."));
        FeaturePlan plan = FeaturePlan.Choose(table, labelColumn.Name, leftOut, options);
        if (plan.Columns.All(column => column.Kind == FeatureKind.Ignored))
            throw source.Refused($"the table must have a column to make features of, besides the label {Quoted.Shown(labelColumn.Name)}; got {(plan.Columns.Count == 0 ? "none" : string.Join(", ", plan.Columns.Take(5).Select(column => $"{Quoted.Shown(column.Name)}: {column.Reason ?? "--ignore"}")))}. Add one, separate the columns by commas, or take one with --numeric, --category or --text.");
        return Learn(plan, table, labels, [.. Enumerable.Range(0, table.RowCount)]).Data;
    }

    /// <summary>Reads a table with labels as the featurizer of a model does.</summary>
    /// <param name="source">The table: its columns may be in any order, and more of them.</param>
    /// <param name="featurizer">The model's: <see cref="Featurizer.Parse"/> of its <see cref="Models.LinearModel.Featurization"/>.</param>
    /// <param name="label">The label column; null for the one of the training table.</param>
    /// <param name="remark">Told of columns that are passed over; null for nobody.</param>
    /// <exception cref="DataFormatException">A column is missing, or a value is not what it must be.</exception>
    public static Dataset ForModel(TableSource source, Featurizer featurizer, string? label = null, Action<string>? remark = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(featurizer);
        string name = source.Column(label ?? featurizer.Label).Name;
        if (featurizer.Requests.Any(request => request.Name == name))
            throw source.Refused($"the label must not be one of the features; got column {Quoted.Shown(name)} as both. Name the label's column with --label.");
        RemarkNew(source, featurizer, name, remark);
        Table table = source.Read([new ColumnRequest(name, ColumnType.Text), .. featurizer.Requests]);
        if (table.RowCount == 0) throw source.Refused("the table has names of columns but no example. Add rows.");
        Labels labels = LabelsOf(table, name);
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        return new Dataset(featurizer.Transform(table, rows), labels, featurizer.FeatureNames(), new DatasetOrigin(featurizer.ToJson(), null, () => featurizer.RowHashesOf(table, rows)));
    }

    /// <summary>Reads features alone as the featurizer of a model does; labels, if there are any, are passed over.</summary>
    /// <param name="source">The table: its columns may be in any order, and more of them.</param>
    /// <param name="featurizer">The model's: <see cref="Featurizer.Parse"/> of its <see cref="Models.LinearModel.Featurization"/>.</param>
    /// <param name="remark">Told of columns that are passed over; null for nobody.</param>
    /// <returns>N×D rows in the order of the table's.</returns>
    /// <exception cref="DataFormatException">A column is missing, or a value is not what it must be.</exception>
    public static FeatureMatrix FeaturesForModel(TableSource source, Featurizer featurizer, Action<string>? remark = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(featurizer);
        RemarkNew(source, featurizer, featurizer.Label, remark);
        return featurizer.Transform(source.Read(featurizer.Requests));
    }

    /// <summary>The features of some rows, learnt from these rows.</summary>
    private static (Dataset Data, Featurizer Featurizer) Learn(FeaturePlan plan, Table table, Labels labels, int[] rows)
    {
        (Featurizer featurizer, FeatureMatrix features) = Featurizer.FitTransform(plan, table, rows);
        return (new Dataset(features, labels, featurizer.FeatureNames(), new DatasetOrigin(featurizer.ToJson(), Parts, () => featurizer.RowHashesOf(table, rows))), featurizer);

        (Dataset Training, Dataset Test) Parts(int[] training, int[] test)
        {
            (Dataset learnt, Featurizer ofTraining) = Learn(plan, table, labels.Select(training), Array.ConvertAll(training, i => rows[i]));
            FeatureMatrix tested = ofTraining.Transform(table, Array.ConvertAll(test, i => rows[i]));
            return (learnt, new Dataset(tested, labels.Select(test), learnt.FeatureNames, new DatasetOrigin(learnt.Featurization!, null, () => ofTraining.RowHashesOf(table, Array.ConvertAll(test, i => rows[i])))));
        }
    }

    private static SourceColumn LabelOf(TableSource source, string? label)
    {
        SourceColumn column = label is not null
            ? source.Column(label)
            : UsualLabelNames.Select(usual => source.Columns.FirstOrDefault(column => column.Name.Equals(usual, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(column => column is not null) ?? source.Columns[^1];
        if (column.Type is ColumnType.Vector or ColumnType.Other)
            throw source.Refused($"the label must be text or numbers; column {Quoted.Shown(column.Name)} is of type {column.SqlType}. Name another with --label.");
        return column;
    }

    private static void RequireKnown(TableSource source, string label, FeaturizationOptions options)
    {
        foreach (string name in options.Numeric.Concat(options.Category).Concat(options.Text).Concat(options.Date).Concat(options.Ignore))
        {
            source.Column(name);
            if (name == label) throw source.Refused($"the label must not be one of the features; got column {Quoted.Shown(name)} as both. Name it once.");
        }
    }

    private static (List<ColumnRequest> Requests, List<PlannedColumn> LeftOut) Requests(TableSource source, string label, FeaturizationOptions options)
    {
        SourceColumn[] columns = [.. source.Columns.Where(column => column.Name != label)];
        IReadOnlyDictionary<string, ColumnType> found = source.FindTypes([.. columns.Select(column => column.Name).Where(name => options.KindOf(name) is null)]);
        List<ColumnRequest> requests = [];
        List<PlannedColumn> leftOut = [];
        foreach (SourceColumn column in columns)
        {
            FeatureKind? kind = options.KindOf(column.Name);
            ColumnType type = kind switch
            {
                FeatureKind.Number => ColumnType.Number,
                FeatureKind.Date => ColumnType.Date,
                FeatureKind.Category or FeatureKind.Text => ColumnType.Text,
                _ => found.GetValueOrDefault(column.Name, ColumnType.Other),
            };
            if (kind == FeatureKind.Ignored) leftOut.Add(new(column.Name, FeatureKind.Ignored, "--ignore"));
            else if (type == ColumnType.Other && column.SqlType == "JSON")
                throw source.Refused($"column {Quoted.Shown(column.Name)} must hold values of one type; it holds several. Correct them, or say --category, --text or --ignore with the column's name.");
            else if (type == ColumnType.Other) leftOut.Add(new(column.Name, FeatureKind.Ignored, $"nothing is made of type {(column.SqlType.Length > 40 ? column.SqlType[..40] + "…" : column.SqlType)}"));
            else requests.Add(new(column.Name, type));
        }
        return (requests, leftOut);
    }

    private static Labels LabelsOf(Table table, string name)
    {
        TextColumn column = (TextColumn)table[name];
        int unlabelled = column.Codes.IndexOf(-1);
        if (unlabelled >= 0)
            throw table.Refused(unlabelled, $"the label in column {Quoted.Shown(name)} must not be empty. Remove the row or label it.");
        string[] names = new string[column.RowCount];
        for (int row = 0; row < names.Length; row++) names[row] = column[row]!;
        return Labels.FromNames(names);
    }

    private static void RemarkNew(TableSource source, Featurizer featurizer, string label, Action<string>? remark)
    {
        foreach (ColumnRequest request in featurizer.Requests) source.Column(request.Name); // what is missing is said first
        HashSet<string> known = new(featurizer.Summary.Select(column => column.Column), StringComparer.Ordinal) { label, featurizer.Label };
        string[] unknown = [.. source.Columns.Select(column => column.Name).Where(name => !known.Contains(name))];
        if (unknown.Length == 0) return;
        remark?.Invoke($"{source.Name}: the model knows nothing of {(unknown.Length == 1 ? "column" : "columns")} {string.Join(", ", unknown.Take(5).Select(Quoted.Shown))}{(unknown.Length > 5 ? " and others" : "")}: ignored.");
    }
}
