using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Data.SvmLight;
using Hinge.Data.Tables;

namespace Hinge.Cli;

/// <summary>The options that say which table to read and what to make of its columns.</summary>
internal sealed class TableArguments
{
    private readonly Option<string?> _sql = new("--sql")
    {
        Description = "Read the answer to this SELECT. Files stand in it by their names in quotes; DATA is left out, or a DuckDB or SQLite file whose tables it names.",
        HelpName = "SELECT",
    };

    private readonly Option<string[]> _numeric = Columns("--numeric", "Columns to take as numbers.");
    private readonly Option<string[]> _category = Columns("--category", "Columns to take as categories: one feature each, 1 where it is the row's.");
    private readonly Option<string[]> _text = Columns("--text", "Columns to take as text: weighed words.");
    private readonly Option<string[]> _date = Columns("--date", "Columns to take as dates: year, month, day of the week, hour.");
    private readonly Option<string[]> _ignore = Columns("--ignore", "Columns to leave out.");

    private readonly Option<string?> _scale = new("--scale")
    {
        Description = "How numbers are scaled: standard (mean 0, deviation 1; the default), max-abs (zeros stay zeros), or none.",
        HelpName = "RULE",
    };

    private readonly Option<int?> _categoryLimit = NumberOption.CreateOptional<int>("--category-limit", "N", "The most categories of a column that get a feature each; the rarer ones share one. Default 100.", "a whole number, at least 1", limit => limit >= 1);

    public void AddTo(Command command) => command.Options.Add(_sql);

    /// <summary>Adds the options of verbs that learn from a table.</summary>
    public void AddFeaturizationTo(Command command)
    {
        foreach (Option option in new Option[] { _numeric, _category, _text, _date, _ignore, _scale, _categoryLimit })
            command.Options.Add(option);
    }

    /// <summary>Whether there is a query, so that DATA may be left out.</summary>
    public bool HasQuery(CommandResult result) => result.GetResult(_sql) is { Tokens.Count: > 0 };

    /// <summary>Whether there is a query.</summary>
    public bool HasQuery(ParseResult parsed) => parsed.GetValue(_sql) is not null;

    /// <summary>Whether the path names a table, by its ending.</summary>
    public static bool IsTable(string path) => TableSource.IsTable(path);

    /// <summary>How features were made of a table's columns, or null: other readers leave something too.</summary>
    public static string? OfTable(string? featurization) => SvmLightNumbering.IsZeroBased(featurization) ? null : featurization;

    /// <summary>The table to train on, learnt from.</summary>
    public Dataset LoadForTraining(ParseResult parsed, string? path, string? label)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Tables");
        using TableSource source = Open(parsed, path);
        return Read(parsed, source, () => TableDataset.ForTraining(source, label, Options(parsed), Remark(parsed)));
    }

    /// <summary>A table whose numbers stay as they are, to go with weights from elsewhere.</summary>
    public Dataset LoadAsItIs(ParseResult parsed, string? path, string? label)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Tables");
        using TableSource source = Open(parsed, path);
        return Read(parsed, source, () => TableDataset.ForTraining(source, label, new FeaturizationOptions { Scale = NumberScale.None }, Remark(parsed)));
    }

    /// <summary>A table of numbers as they are, without featurization: a model finds them by the columns' names.</summary>
    public Dataset LoadNumbers(ParseResult parsed, string? path, string? label)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Tables");
        Dataset data = LoadAsItIs(parsed, path, label);
        string source = path ?? "query";
        foreach (ColumnSummary column in Featurizer.Parse(source, data.Featurization!, data.Features.FeatureCount).Summary)
        {
            if (column.Kind == FeatureKind.Ignored)
                Remark(parsed)($"{source}: column \"{column.Column}\" is left out: {column.Detail}.");
            else if (column is not { Kind: FeatureKind.Number, FeatureCount: 1 })
                throw new DataFormatException(source, null, string.Create(CultureInfo.InvariantCulture, $"columns must be numbers without gaps to be written as they are; column \"{column.Column}\" makes {column.FeatureCount} features as {FeaturizationReport.Word(column.Kind)}. Train on the table itself, so that the model keeps what is made of such columns; or choose others with --sql."));
        }
        return new Dataset(data.Features, data.Labels, data.FeatureNames);
    }

    /// <summary>Another file than DATA, read as the training table was.</summary>
    public static Dataset LoadFor(Featurizer featurizer, ParseResult parsed, string path, string? label)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Tables");
        using TableSource source = OpenFile(path);
        return Read(parsed, source, () => TableDataset.ForModel(source, featurizer, label, Remark(parsed)));
    }

    /// <summary>DATA or the query, read as the training table was.</summary>
    public Dataset LoadDataFor(Featurizer featurizer, ParseResult parsed, string? path, string? label)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Tables");
        using TableSource source = Open(parsed, path);
        return Read(parsed, source, () => TableDataset.ForModel(source, featurizer, label, Remark(parsed)));
    }

    /// <summary>Features alone, read as the training table was.</summary>
    public FeatureMatrix LoadFeaturesFor(Featurizer featurizer, ParseResult parsed, string? path)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Tables");
        using TableSource source = Open(parsed, path);
        return Read(parsed, source, () => TableDataset.FeaturesForModel(source, featurizer, Remark(parsed)));
    }

    /// <summary>The lines of DATA as they come, read as the training table was.</summary>
    public TableLineReader OpenLines(Featurizer featurizer, ParseResult parsed, string path)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Tables");
        if (HasQuery(parsed) || path != StandardInput.Name && !TableSource.HasLines(path))
            throw new DataFormatException(path, null, "--line-by-line reads CSV or JSON lines for a model of a table. Leave it out.");
        return new TableLineReader(path == StandardInput.Name ? StandardInput.Open() : InputFile.Open(path), path, featurizer, Remark(parsed));
    }

    /// <summary>The columns that a featurizer needs of a file.</summary>
    public static Table ReadFor(Featurizer featurizer, string path)
    {
        using TableSource source = OpenFile(path);
        return source.Read(featurizer.Requests);
    }

    /// <summary>How to read a table for a model; a model of a table without featurization takes numbers by their names.</summary>
    public static Featurizer? FeaturizerOf(string? featurization, IReadOnlyList<string>? featureNames, int featureCount, string? label) =>
        OfTable(featurization) is { } ofTable ? Featurizer.Parse("model", ofTable, featureCount)
        : featureNames is not null ? Featurizer.OfNumbers(label ?? "label", featureNames)
        : null;

    private TableSource Open(ParseResult parsed, string? path)
    {
        if (parsed.GetValue(_sql) is { } sql) return TableSource.OpenQuery(sql, path);
        return OpenFile(path!);
    }

    private static TableSource OpenFile(string path) =>
        path == StandardInput.Name ? TableSource.Open(StandardInput.Open(), StandardInput.Name) : TableSource.Open(path);

    private static T Read<T>(ParseResult parsed, TableSource source, Func<T> read) => ReadingBar.Run(Terminal.For(parsed), source.FileBytes, progress =>
    {
        source.Progress = progress;
        return read();
    });

    private static Action<string> Remark(ParseResult parsed) => Terminal.For(parsed).Remark;

    private FeaturizationOptions Options(ParseResult parsed) => new()
    {
        Numeric = Names(parsed, _numeric),
        Category = Names(parsed, _category),
        Text = Names(parsed, _text),
        Date = Names(parsed, _date),
        Ignore = Names(parsed, _ignore),
        Scale = parsed.GetValue(_scale) switch
        {
            null or "standard" => NumberScale.Standard,
            "max-abs" => NumberScale.MaxAbs,
            "none" => NumberScale.None,
            string other => throw new ArgumentException($"--scale must be standard, max-abs or none; got {other}."),
        },
        CategoryLimit = parsed.GetValue(_categoryLimit) ?? new FeaturizationOptions().CategoryLimit,
    };

    private static string[] Names(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static Option<string[]> Columns(string name, string description) => new(name)
    {
        Description = $"{description} Names with commas between, or the option several times.",
        HelpName = "A,B",
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.OneOrMore,
    };
}
