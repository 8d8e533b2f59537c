using System.Runtime.CompilerServices;
using System.Text.Json;
using Hinge.Data.Tables;

namespace Hinge.Data.Featurization;

/// <summary>
/// Turns the columns of a table into features, with all that was learnt from training rows: means, categories, vocabularies. It is plain data,
/// stored in the model, so that another table is read in the very same way.
/// </summary>
/// <remarks>Instances are immutable and may be used by several threads at once.</remarks>
public sealed class Featurizer
{
    /// <summary>
    /// By the very text that <see cref="ToJson"/> gave or <see cref="Parse"/> took, for as long as that lives: reading a vocabulary of 132,000 terms
    /// takes 60 ms when the process is young, and a run reads it again for its report, its test data and its model.
    /// </summary>
    private static readonly ConditionalWeakTable<string, Featurizer> Known = [];

    private readonly FeaturizerState _state;
    private readonly Lazy<string> _json;
    private readonly Lazy<IReadOnlyList<string>> _names;

    private Featurizer(FeaturizerState state)
    {
        _state = state;
        _json = new(() => Remember(JsonSerializer.Serialize(_state, StateJson.Default.FeaturizerState)));
        _names = new(NamesOfFeatures);
        FeatureCount = checked(state.Columns.Sum(column => column.FeatureCount));
    }

    /// <summary>The column of the labels.</summary>
    public string Label => _state.Label;

    /// <summary>What each column becomes.</summary>
    internal IReadOnlyList<ColumnFeatures> Columns => _state.Columns;

    /// <summary>D.</summary>
    public int FeatureCount { get; }

    /// <summary>The columns to read, and as what.</summary>
    public IReadOnlyList<ColumnRequest> Requests => [.. _state.Columns.Select(column => new ColumnRequest(column.Name, column.Reads))];

    /// <summary>What became of each column, those left out at the end.</summary>
    public IReadOnlyList<ColumnSummary> Summary =>
    [
        .. _state.Columns.Select(column => new ColumnSummary(column.Name, column.Kind, column.FeatureCount, column.Describe())),
        .. _state.Ignored.Select(column => new ColumnSummary(column.Name, FeatureKind.Ignored, 0, column.Reason)),
    ];

    /// <summary>What each feature is: <c>age</c>, <c>age missing</c>, <c>country=DE</c>, <c>body: word</c>. D of them.</summary>
    public IReadOnlyList<string> FeatureNames() => _names.Value;

    /// <summary>The features of a table whose columns were read as <see cref="Requests"/> says.</summary>
    /// <exception cref="DataFormatException">A value does not fit.</exception>
    public FeatureMatrix Transform(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Transform(table, [.. Enumerable.Range(0, table.RowCount)]);
    }

    /// <summary>What it knows, as one JSON object.</summary>
    public string ToJson() => _json.Value;

    /// <summary>The featurizer that <see cref="ToJson"/> wrote. Nothing is trusted: what no fitting gives is refused.</summary>
    /// <param name="source">The model file it is from, for messages.</param>
    /// <param name="json">Its JSON: the model's <see cref="Models.LinearModel.Featurization"/>, where that is not null.</param>
    /// <param name="featureCount">How many features it must make: the model's <see cref="Models.LinearModel.FeatureCount"/>.</param>
    /// <exception cref="DataFormatException">It is damaged, of a later version, or makes another number of features.</exception>
    public static Featurizer Parse(string source, string json, int featureCount)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (Known.TryGetValue(json, out Featurizer? known) && known.FeatureCount == featureCount) return known;
        try
        {
            FeaturizerState state = JsonSerializer.Deserialize(json, StateJson.Default.FeaturizerState) ?? throw new JsonException("it is null");
            if (state.Version != FeaturizerState.Current)
                throw new DataFormatException(source, null, $"the version of its featurization must be {FeaturizerState.Current}; got {state.Version}. Read it with the version of Hinge that wrote it.");
            if (state.Columns.Contains(null!) || state.Ignored.Contains(null!)) throw new ArgumentException("a column is null");
            if (state.Columns.Count == 0) throw new ArgumentException("it names no column");
            if (state.Columns.GroupBy(column => column.Name, StringComparer.Ordinal).Any(group => group.Count() > 1)) throw new ArgumentException("it names a column twice");
            foreach (ColumnFeatures column in state.Columns) column.Validate();
            Featurizer featurizer = new(state);
            if (featurizer.FeatureCount != featureCount) throw new ArgumentException($"it makes {featurizer.FeatureCount} features, and the model has {featureCount}");
            featurizer.Remember(json);
            return featurizer;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or OverflowException or NotSupportedException or InvalidOperationException)
        {
            throw new DataFormatException(source, null, $"the featurization in the model is damaged: {e.Message.TrimEnd('.')}. Train again.");
        }
    }

    /// <summary>The named columns as numbers as they are.</summary>
    /// <param name="label">The column of the labels.</param>
    /// <param name="columns">The columns, one or more.</param>
    public static Featurizer OfNumbers(string label, IReadOnlyList<string> columns) => new(new FeaturizerState
    {
        Version = FeaturizerState.Current,
        Label = label,
        Columns = [.. columns.Select(name => new NumberFeatures { Name = name, Scaling = Scaling.None, HasMissing = false })],
        Ignored = [],
    });

    /// <summary>Learns from some rows what the plan needs, and gives their features.</summary>
    /// <param name="plan">Which column becomes what.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows to learn from: those to train on, and no others.</param>
    internal static (Featurizer Featurizer, FeatureMatrix Features) FitTransform(FeaturePlan plan, Table table, int[] rows)
    {
        List<ColumnFeatures> columns = [];
        List<FeatureMatrix> blocks = [];
        foreach (PlannedColumn planned in plan.Columns.Where(column => column.Kind != FeatureKind.Ignored))
        {
            TableColumn column = table[planned.Name];
            (ColumnFeatures features, FeatureMatrix? block) = Fit(planned.Kind, plan.Options, table, column, rows);
            columns.Add(features);
            blocks.Add(block ?? features.Transform(table, column, rows));
        }
        FeaturizerState state = new()
        {
            Version = FeaturizerState.Current,
            Label = plan.Label,
            Columns = columns,
            Ignored = [.. plan.Columns.Where(column => column.Kind == FeatureKind.Ignored).Select(column => new IgnoredColumn(column.Name, column.Reason ?? "--ignore"))],
        };
        return (new Featurizer(state), JoinedColumns.Join(blocks));
    }

    /// <summary>The hashes of what some rows hold in the columns that features come from.</summary>
    internal ulong[] RowHashesOf(Table table, int[] rows) => RowHashes.Of([.. _state.Columns.Select(column => table[column.Name])], rows);

    /// <summary>The features of some rows.</summary>
    internal FeatureMatrix Transform(Table table, int[] rows) =>
        JoinedColumns.Join([.. _state.Columns.Select(column => column.Transform(table, table[column.Name], rows))]);

    private string Remember(string json)
    {
        Known.AddOrUpdate(json, this);
        return json;
    }

    private List<string> NamesOfFeatures()
    {
        List<string> names = new(FeatureCount);
        foreach (ColumnFeatures column in _state.Columns) names.AddRange(column.FeatureNames());
        return names;
    }

    private static (ColumnFeatures Features, FeatureMatrix? Block) Fit(FeatureKind kind, FeaturizationOptions options, Table table, TableColumn column, int[] rows) => kind switch
    {
        FeatureKind.Number => (NumberFeatures.Fit(table, (NumberColumn)column, rows, options.Scale), null),
        FeatureKind.Boolean => (BooleanFeatures.Fit((NumberColumn)column, rows), null),
        FeatureKind.Category => (CategoryFeatures.Fit((TextColumn)column, rows, options.CategoryLimit), null),
        FeatureKind.Date => (DateFeatures.Fit((DateColumn)column, rows, options.Scale), null),
        FeatureKind.Text => TextFeatures.FitTransform(table, (TextColumn)column, rows, options.TextTerms),
        FeatureKind.Embedding => (new EmbeddingFeatures { Name = column.Name, Length = ((VectorColumn)column).Length }, null),
        _ => throw new ArgumentException($"kind must be one that makes features; got {kind}.", nameof(kind)),
    };
}
