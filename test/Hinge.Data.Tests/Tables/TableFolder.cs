using Hinge.Data.Featurization;
using Hinge.Data.Tables;
using Hinge.Testing;

namespace Hinge.Data.Tests.Tables;

/// <summary>A folder of tables, and short ways to read them.</summary>
public abstract class TableFolder : IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    /// <summary>Numbers as they are.</summary>
    private protected static FeaturizationOptions Unscaled { get; } = new() { Scale = NumberScale.None };

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static Dataset Train(string path, string? label = null, FeaturizationOptions? options = null, Action<string>? remark = null)
    {
        using TableSource source = TableSource.Open(path);
        return TableDataset.ForTraining(source, label, options, remark);
    }

    private protected Dataset TrainText(string text, string? label = null, FeaturizationOptions? options = null, string name = "t.csv") =>
        Train(Folder.Write(name, text), label, options);

    private protected static Featurizer FeaturizerOf(Dataset data) => Featurizer.Parse("model", new string(data.Featurization!.AsSpan()), data.Features.FeatureCount);

    private protected static Dataset Like(Dataset training, string path, Action<string>? remark = null)
    {
        using TableSource source = TableSource.Open(path);
        return TableDataset.ForModel(source, FeaturizerOf(training), remark: remark);
    }

    private protected static double[] Row(FeatureMatrix features, int row)
    {
        double[] values = new double[features.FeatureCount];
        features.CopyRow(row, values);
        return values;
    }

    /// <summary>The values of the feature of that name, a row each.</summary>
    private protected static double[] Feature(Dataset data, string name)
    {
        int feature = data.FeatureNames!.ToList().IndexOf(name);
        Assert.True(feature >= 0, $"there must be a feature {name}; there are {string.Join(", ", data.FeatureNames!)}");
        return [.. Enumerable.Range(0, data.ExampleCount).Select(row => Row(data.Features, row)[feature])];
    }

    /// <summary>Runs SQL in a DuckDB file of the folder.</summary>
    private protected void DuckDb(string? file, params string[] statements)
    {
        using DuckDB.NET.Data.DuckDBConnection connection = new($"DataSource={(file is null ? ":memory:" : Folder.File(file))}");
        connection.Open();
        foreach (string sql in statements)
        {
            using DuckDB.NET.Data.DuckDBCommand command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
