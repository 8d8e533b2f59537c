using System.CommandLine;
using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Data.Binary;
using Hinge.Data.Featurization;
using Hinge.Data.Numpy;
using Hinge.Data.SvmLight;
using Hinge.Models;

namespace Hinge.Cli;

/// <summary>The DATA argument of a verb and the options that say how to read it.</summary>
internal sealed class DataArguments
{
    private readonly Argument<string> _path = new("DATA")
    {
        Description = "svmlight/LIBSVM text, a table (.csv, .tsv, .parquet, .jsonl, .duckdb, .sqlite; or a pattern of files in quotes), or NumPy features (.npy, with --labels), gzip or not; NumPy or SciPy archives (.npz); a data file of hinge convert; - for standard input: svmlight, or with --label or a model of a table CSV, JSON lines or Parquet.",
    };

    private readonly Option<string?> _labelColumn = new("--label")
    {
        Description = "The label column of a table. Default: the one named label, class, target or y, else the last.",
        HelpName = "COLUMN",
    };

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "The labels of NumPy or SciPy features: integers, one a row.",
        HelpName = "y.npy",
    };

    private readonly TableArguments _tables = new();
    private readonly SvmLightArguments _svmLight = new();

    public void AddTo(Command command)
    {
        bool isNeeded = _path.Arity.MinimumNumberOfValues > 0;
        _path.Arity = ArgumentArity.ZeroOrOne;
        if (isNeeded)
            command.Validators.Add(result =>
            {
                if (result.GetResult(_path) is not { Tokens.Count: > 0 } && !_tables.HasQuery(result))
                    result.AddError($"Required argument missing for command: '{command.Name}'.");
            });
        command.Arguments.Add(_path);
        command.Options.Add(_labelColumn);
        command.Options.Add(_labels);
        _tables.AddTo(command);
        _svmLight.AddTo(command);
    }

    /// <summary>Adds it with the options of verbs that learn from a table what to make of its columns.</summary>
    public void AddLearningTo(Command command)
    {
        AddTo(command);
        _tables.AddFeaturizationTo(command);
    }

    /// <summary>Adds them where DATA may be left out; see <see cref="IsGiven"/>.</summary>
    public void AddOptionalTo(Command command)
    {
        _path.Arity = ArgumentArity.ZeroOrOne;
        AddTo(command);
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetResult(_path) is { Tokens.Count: > 0 } || _tables.HasQuery(parsed);

    /// <summary>Whether there is a query, which DATA is then for.</summary>
    public bool HasQuery(ParseResult parsed) => _tables.HasQuery(parsed);

    /// <summary>The file, or what stands for it in messages where there is a query alone.</summary>
    public string Path(ParseResult parsed) => PathIfGiven(parsed) ?? "query";

    /// <summary>What reports call DATA.</summary>
    public string Name(ParseResult parsed) => System.IO.Path.GetFileName(Path(parsed));

    /// <summary>DATA's lines as they come, as a model of a table reads them; null where the model is of none, or DATA is svmlight text.</summary>
    public TableLineReader? OpenTableLines(LinearModel model, ParseResult parsed)
    {
        string path = Path(parsed);
        RequireTable(model.Featurization, parsed, path, isData: true);
        if (FormatOf(parsed, path, IsOfTable(model)) != Format.Table) return null;
        Featurizer featurizer = TableArguments.FeaturizerOf(model.Featurization, model.FeatureNames, model.FeatureCount, parsed.GetValue(_labelColumn))
            ?? throw new DataFormatException(path, null, "the model was not trained on a table. Give svmlight text.");
        return _tables.OpenLines(featurizer, parsed, path);
    }

    /// <summary>DATA's examples one at a time, as a model that was not trained on a table reads them.</summary>
    public SvmLightLineReader<float> OpenLines(LinearModel model, ParseResult parsed)
    {
        string path = Path(parsed);
        if (FormatOf(parsed, path, IsOfTable(model)) != Format.SvmLight)
            throw new DataFormatException(path, null, "--line-by-line reads svmlight text, or CSV or JSON lines for a model of a table. Leave it out.");
        return _svmLight.OpenLines(parsed, path, SvmLightArguments.BaseFor(model.Featurization));
    }

    /// <summary>Features as float and their labels, for training.</summary>
    public Dataset LoadForTraining(ParseResult parsed) => Load(parsed, Path(parsed), asDouble: false, learns: true);

    /// <summary>
    /// Features as float and their labels, as they are: of a table numbers only, which a model then knows by the columns' names; svmlight text may be
    /// larger than memory.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="folder">For temporary files.</param>
    public Dataset LoadForConversion(ParseResult parsed, string folder)
    {
        string path = Path(parsed);
        switch (FormatOf(parsed, path))
        {
            case Format.Table:
                return _tables.LoadNumbers(parsed, PathIfGiven(parsed), parsed.GetValue(_labelColumn));
            case Format.SvmLight when path != StandardInput.Name:
                RefuseLabelColumn(parsed, path);
                RefuseLabelsOption(parsed, path);
                return _svmLight.ReadMapped(parsed, path, folder);
            default:
                return LoadForTraining(parsed);
        }
    }

    /// <summary>Another file of labelled data in the layout of the training data.</summary>
    public Dataset LoadLike(Dataset training, ParseResult parsed, string path) =>
        LoadAs(training.Featurization, training.FeatureNames, training.Features.FeatureCount, parsed, StandardInput.NameOf(path), isData: false);

    /// <summary>Labelled data in the layout of a model.</summary>
    public Dataset LoadFor(LinearModel model, ParseResult parsed) =>
        LoadAs(model.Featurization, model.FeatureNames, model.FeatureCount, parsed, Path(parsed), isData: true);

    /// <summary>Features alone in the layout of a model; labels in the file, if any, are passed over.</summary>
    public FeatureMatrix LoadFeaturesFor(LinearModel model, ParseResult parsed)
    {
        string path = Path(parsed);
        RequireTable(model.Featurization, parsed, path, isData: true);
        return FormatOf(parsed, path, IsOfTable(model)) == Format.Table && FeaturizerOf(model, parsed) is { } featurizer
            ? _tables.LoadFeaturesFor(featurizer, parsed, PathIfGiven(parsed))
            : LoadFeaturesFor(model, parsed, path);
    }

    /// <summary>Features alone of a file that need not be DATA, in the layout of a model that was not trained on a table.</summary>
    public FeatureMatrix LoadFeaturesFor(LinearModel model, ParseResult parsed, string path)
    {
        switch (FormatOf(parsed, path))
        {
            case Format.Npy:
                FeatureMatrix features = NpyFeatures.TryMap(path) ?? Features(NpyFile.Read(path), asDouble: false);
                RequireFeatureCount(features, model.FeatureCount, path);
                return features;
            case Format.Npz:
                (FeatureMatrix found, _) = NpzReader.Read(path, asDouble: false);
                RequireFeatureCount(found, model.FeatureCount, path);
                return found.IsSparse ? found.Widen(model.FeatureCount) : found;
            case Format.Table when FeaturizerOf(model, parsed) is { } featurizer:
                return featurizer.Transform(TableArguments.ReadFor(featurizer, path));
            default:
                return Fitted(Load(parsed, path, asDouble: false, indexBase: SvmLightArguments.BaseFor(model.Featurization)), model.FeatureCount, path).Features;
        }
    }

    /// <summary>How a table is read for a model, or null where it knows no columns.</summary>
    private Featurizer? FeaturizerOf(LinearModel model, ParseResult parsed) =>
        TableArguments.FeaturizerOf(model.Featurization, model.FeatureNames, model.FeatureCount, parsed.GetValue(_labelColumn));

    /// <summary>
    /// Data for the gradient verbs: features as float64 where the source has as much, as many columns as W has rows,
    /// and labels that are columns of W.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="weights">W, or null: then the data's own shape holds.</param>
    public Dataset LoadForGradient(ParseResult parsed, WeightMatrix? weights)
    {
        string path = Path(parsed);
        Dataset data = Load(parsed, path, asDouble: true);
        return weights is null ? data : Fitted(data, weights, path, FormatOf(parsed, path) is Format.Npy or Format.Npz ? parsed.GetValue(_labels) : null);
    }

    /// <summary>NumPy features and labels to go with W.</summary>
    public static Dataset ForWeights(string features, string labels, WeightMatrix weights) =>
        GradientArrays.Data(NpyFile.Read(features), NpyFile.Read(labels), weights);

    /// <param name="parsed">The command line.</param>
    /// <param name="path">The file, which is DATA.</param>
    /// <param name="asDouble">Whether features are float64 where the source has as much.</param>
    /// <param name="learns">Whether features are learnt from a table's columns; otherwise its numbers stay as they are.</param>
    /// <param name="indexBase">How svmlight text counts where its option does not say.</param>
    private Dataset Load(ParseResult parsed, string path, bool asDouble, bool learns = false, IndexBase indexBase = IndexBase.Auto)
    {
        Format format = FormatOf(parsed, path);
        if (format != Format.SvmLight && _svmLight.IsGiven(parsed))
            throw new DataFormatException(path, null, "--zero-based goes with svmlight text, which this is not. Leave it out.");
        switch (format)
        {
            case Format.Npy:
                RefuseLabelColumn(parsed, path);
                string labels = parsed.GetValue(_labels) ?? throw new DataFormatException(path, null, "NumPy features need their labels. Give them with --labels y.npy.");
                return NumpyArchive.Join(NpyFeatures.TryMap(path) ?? Features(NpyFile.Read(path), asDouble), path, NpyFile.Read(labels));
            case Format.Npz:
                RefuseLabelColumn(parsed, path);
                return NumpyArchive.Load(path, parsed.GetValue(_labels), asDouble);
            case Format.Binary:
                RefuseLabelColumn(parsed, path);
                RefuseLabelsOption(parsed, path);
                return DataFile.Read(path);
            case Format.Table:
                RefuseLabelsOption(parsed, path);
                return learns
                    ? _tables.LoadForTraining(parsed, PathIfGiven(parsed), parsed.GetValue(_labelColumn))
                    : _tables.LoadAsItIs(parsed, PathIfGiven(parsed), parsed.GetValue(_labelColumn));
            default:
                RefuseLabelColumn(parsed, path);
                RefuseLabelsOption(parsed, path);
                return _svmLight.Read(parsed, path, asDouble, indexBase);
        }
    }

    private static FeatureMatrix Features(NpyArray array, bool asDouble)
    {
        try
        {
            return array.ToFeatures(asDouble);
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException(array.Source, null, Terminal.MessageOf(e));
        }
    }

    /// <param name="featurization">How the features of a table were made, if they were.</param>
    /// <param name="featureNames">The features' names, if they have some.</param>
    /// <param name="featureCount">D.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The file.</param>
    /// <param name="isData">Whether it is DATA, which a query may stand for.</param>
    private Dataset LoadAs(string? featurization, IReadOnlyList<string>? featureNames, int featureCount, ParseResult parsed, string path, bool isData)
    {
        RequireTable(featurization, parsed, path, isData);
        string? label = parsed.GetValue(_labelColumn);
        bool isTable = IsTable(parsed, path, isData, TableArguments.OfTable(featurization) is not null || featureNames is not null);
        if (!isTable || TableArguments.FeaturizerOf(featurization, featureNames, featureCount, label) is not { } featurizer)
            return Fitted(Load(parsed, path, asDouble: false, indexBase: SvmLightArguments.BaseFor(featurization)), featureCount, path);
        RefuseLabelsOption(parsed, path);
        return isData ? _tables.LoadDataFor(featurizer, parsed, PathIfGiven(parsed), label) : TableArguments.LoadFor(featurizer, parsed, path, label);
    }

    /// <summary>Only a table has the columns that such a model knows.</summary>
    private void RequireTable(string? featurization, ParseResult parsed, string path, bool isData)
    {
        if (TableArguments.OfTable(featurization) is not null && !IsTable(parsed, path, isData, isLikeTable: true))
            throw new DataFormatException(path, null, "the model was trained on a table, and needs its columns; this is none by its name. Give a table with the same columns.");
    }

    /// <param name="data">What was read.</param>
    /// <param name="weights">W.</param>
    /// <param name="path">The file of the features.</param>
    /// <param name="npyLabels">The file of NumPy labels, or null where the labels came with the features.</param>
    private static Dataset Fitted(Dataset data, WeightMatrix weights, string path, string? npyLabels)
    {
        FeatureMatrix features = data.Features;
        if (features.IsSparse && features.FeatureCount < weights.FeatureCount) features = features.Widen(weights.FeatureCount);
        if (features.FeatureCount != weights.FeatureCount)
            throw new DataFormatException(path, null, $"the weights must have one row a feature: {features.FeatureCount}; got {weights.FeatureCount}. Give W of shape D×K.");
        return new Dataset(features, ColumnsOf(weights, data.Labels, npyLabels ?? path, npyLabels is not null), data.FeatureNames);
    }

    private static Dataset Fitted(Dataset data, int featureCount, string path)
    {
        RequireFeatureCount(data.Features, featureCount, path);
        return data.Features.FeatureCount == featureCount ? data : new Dataset(data.Features.Widen(featureCount), data.Labels);
    }

    private static void RequireFeatureCount(FeatureMatrix features, int count, string path)
    {
        bool fits = features.IsSparse ? features.FeatureCount <= count : features.FeatureCount == count;
        if (!fits)
            throw new DataFormatException(path, null, $"the data must have the {count} features that the model was trained on; got {features.FeatureCount}. Give data of the same layout.");
    }

    /// <summary>
    /// Labels as columns of W: NumPy's are columns already; others by their names where these are the numbers 0 to
    /// K − 1, else by the order of the classes.
    /// </summary>
    private static Labels ColumnsOf(WeightMatrix weights, Labels labels, string path, bool areColumns)
    {
        int k = weights.ClassCount;
        Labels columns = new([], k);
        int[] byName = labels.IndicesIn(columns.ClassNames);
        if (!byName.Contains(-1)) return new Labels(byName, k);
        if (labels.ClassCount == k && !areColumns) return labels;
        int outside = Array.IndexOf(byName, -1);
        int[] oneHigher = labels.IndicesIn([.. Enumerable.Range(1, k).Select(y => y.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        string remedy = oneHigher.Contains(-1) ? "Give the labels that belong to these weights." : "They seem to be counted from 1: subtract 1.";
        throw new DataFormatException(path, null, $"labels must be columns of W, 0 to {k - 1}; got {labels.ClassNames[labels[outside]]} at example {outside} (counted from 0). {remedy}");
    }

    private void RefuseLabelColumn(ParseResult parsed, string path)
    {
        if (parsed.GetValue(_labelColumn) is not null)
            throw new DataFormatException(path, null, "--label names a column of a table, which this is not by its name. Leave it out.");
    }

    private void RefuseLabelsOption(ParseResult parsed, string path)
    {
        if (parsed.GetValue(_labels) is not null)
            throw new DataFormatException(path, null, "--labels goes with NumPy features (.npy); this file holds its labels itself. Leave it out.");
    }

    private string? PathIfGiven(ParseResult parsed) => StandardInput.NameOf(parsed.GetValue(_path));

    /// <summary>Whether a model has names of columns, or knows how features are made of them.</summary>
    private static bool IsOfTable(LinearModel model) => model.FeatureNames is not null || TableArguments.OfTable(model.Featurization) is not null;

    private bool IsTable(ParseResult parsed, string path, bool isData, bool isLikeTable) =>
        isData || path == StandardInput.Name ? FormatOf(parsed, path, isLikeTable) == Format.Table : TableArguments.IsTable(path);

    /// <param name="parsed">The command line.</param>
    /// <param name="path">The file.</param>
    /// <param name="isLikeTable">Whether standard input, which has no name to go by, is to be read as a table was.</param>
    private Format FormatOf(ParseResult parsed, string path, bool isLikeTable = false)
    {
        if (_tables.HasQuery(parsed) || TableArguments.IsTable(path)) return Format.Table;
        if (path == StandardInput.Name) return isLikeTable || parsed.GetValue(_labelColumn) is not null ? Format.Table : Format.SvmLight;
        if (DataFile.IsHinge(path)) return Format.Binary;
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return System.IO.Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".NPY" => Format.Npy,
            ".NPZ" => Format.Npz,
            _ => Format.SvmLight,
        };
    }

    private enum Format
    {
        SvmLight,
        Npy,
        Npz,
        Table,
        Binary,
    }
}
