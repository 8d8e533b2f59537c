using Apache.Arrow;
using Apache.Arrow.Ipc;
using DuckDB.NET.Data;

namespace Hinge.Data.Tables;

/// <summary>An embedded DuckDB in memory that reads local files and nothing else: no extension is fetched, no file of settings read.</summary>
internal sealed class DuckDbSession : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly string _source;

    /// <param name="source">What is read, for messages.</param>
    public DuckDbSession(string source)
    {
        _source = source;
        _connection = new DuckDBConnection("DataSource=:memory:");
        _connection.Open();
        foreach (string setting in new[]
        {
            "autoinstall_known_extensions=false", "autoload_known_extensions=false", "preserve_insertion_order=true", "TimeZone='UTC'",
            // Made only where a query outgrows memory, and removed with it; by itself DuckDB would take the working folder.
            $"temp_directory={Quoted.Text(Path.Combine(Path.GetTempPath(), $"hinge-{Guid.NewGuid():N}"))}",
        })
        {
            Execute($"SET {setting}");
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>How many threads the queries may use. One alone is sure to give the rows of joins and groups in the same order each time.</summary>
    public int Threads
    {
        set => Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SET threads={value}"));
    }

    public void Execute(string sql)
    {
        using DuckDBCommand command = Command(sql);
        Translate(command.ExecuteNonQuery);
    }

    /// <summary>A few rows, as objects.</summary>
    public List<object?[]> Rows(string sql) => Translate(() =>
    {
        using DuckDBCommand command = Command(sql);
        using DuckDBDataReader reader = command.ExecuteReader();
        List<object?[]> rows = [];
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(c => reader.IsDBNull(c) ? null : reader.GetValue(c))]);
        return rows;
    });

    /// <summary>Shows many rows, batch by batch as Arrow arrays over DuckDB's own memory: nothing is kept of a batch once it was shown.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="visit">Shown each batch.</param>
    /// <param name="progress">Told the share of the work that is done, from 0 to 1, never less than before; null for nobody.</param>
    public void ForEachBatch(string sql, Action<RecordBatch> visit, Action<double>? progress = null)
    {
        if (progress is not null)
            foreach (string setting in new[] { "enable_progress_bar=true", "enable_progress_bar_print=false", "progress_bar_time=0" }) Execute($"SET {setting}");
        double done = 0;
        using DuckDBCommand command = Command(sql);
        command.UseStreamingMode = true;
        using IArrowArrayStream stream = Translate(command.ExecuteArrowStream);
        while (Translate(() => stream.ReadNextRecordBatchAsync().AsTask().GetAwaiter().GetResult()) is { } batch)
        {
            using (batch) visit(batch);
            if (progress is null || !(_connection.GetQueryProgress().Percentage / 100 is var share && share > done)) continue;
            done = Math.Min(1, share);
            progress(done);
        }
    }

    /// <summary>Adds rows to a table.</summary>
    public void Append(string table, Action<DuckDBAppender> append) => Translate(() =>
    {
        using DuckDBAppender appender = _connection.CreateAppender(table);
        append(appender);
        return 0;
    });

    private DuckDBCommand Command(string sql)
    {
        DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private T Translate<T>(Func<T> query)
    {
        try
        {
            return query();
        }
        catch (DuckDBException e)
        {
            throw DuckDbErrors.Translated(_source, e);
        }
    }
}
