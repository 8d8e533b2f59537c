using System.Globalization;
using Apache.Arrow;

namespace Hinge.Data.Tables;

/// <summary>
/// A table in files or a database of this machine, or the answer to a query: CSV, Parquet, JSON lines, DuckDB, SQLite, or any SELECT over them, read
/// through an embedded DuckDB.
/// </summary>
/// <remarks>
/// <para>
/// Rows come in the order of the files, the files in the order of their names; queries run on one thread, so that joins and groups give the same
/// order each time. Nothing depends on the number of processors.
/// </para>
/// <para>
/// CSV is UTF-8, with a header, fields quoted as in RFC 4180, between them commas, semicolons, tabs or bars, whichever the header has most;
/// gzip or not. Its values are text: what a column holds is found by looking at all of its rows (<see cref="FindTypes"/>).
/// </para>
/// <para>A source is for one thread at a time, and is to be disposed; what was read from it stays.</para>
/// </remarks>
public sealed class TableSource : IDisposable
{
    /// <summary>A text column with so large a share of numbers or dates is meant to be one.</summary>
    private const double MeantShare = 0.9;

    /// <summary>Of a wide table no more columns are counted in one query.</summary>
    private const int CensusWidth = 500;

    private readonly DuckDbSession _session;
    private readonly IReadOnlyList<TablePart> _parts;
    private StoredStream? _stored;

    private TableSource(string name, DuckDbSession session, IReadOnlyList<TablePart> parts, bool isQuery)
    {
        Name = name;
        _session = session;
        _parts = parts;
        if (isQuery) session.Threads = 1;
        Columns = Schema(parts[0]);
        if (isQuery) RequireDifferentNames(parts[0]);
        foreach (TablePart part in parts.Skip(1)) RequireSameColumns(part);
    }

    /// <summary>What it was opened by, for messages.</summary>
    public string Name { get; }

    /// <summary>Its columns, in its order.</summary>
    public IReadOnlyList<SourceColumn> Columns { get; }

    /// <summary>The length of its files together; 0 for a query or a stream.</summary>
    public long FileBytes => _parts.Sum(part => part.FileBytes);

    /// <summary>Told how many of <see cref="FileBytes"/> have been read, while rows are; null for nobody.</summary>
    public IProgress<long>? Progress { get; set; }

    /// <summary>Whether a file's name, or a pattern, ends as a table's does: .csv, .tsv, .parquet, .pq, .json, .jsonl, .ndjson, .duckdb, .ddb, .db, .sqlite, .sqlite3; .gz may follow. Also .arrow, .feather and .ipc, which <see cref="Open(string)"/> refuses with a remedy.</summary>
    public static bool IsTable(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string ending = TableFiles.EndingOf(path);
        return TableFiles.Endings.Contains(ending) || TableFiles.ArrowEndings.Contains(ending);
    }

    /// <summary>Whether a file's name ends as one of CSV or JSON lines does, .gz or not.</summary>
    public static bool HasLines(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TableFiles.LineEndings.Contains(TableFiles.EndingOf(path));
    }

    /// <summary>Opens a file, or all files that a pattern such as <c>reviews/*.parquet</c> names, which must have the same columns.</summary>
    /// <param name="path">The file or pattern; what it is, its ending says (<see cref="IsTable"/>).</param>
    /// <exception cref="DataFormatException">There is no such file, it is damaged, or of no known kind.</exception>
    public static TableSource Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Open(path, session => TableFiles.Open(path, session), isQuery: false);
    }

    /// <summary>
    /// Opens a table in a stream: CSV, JSON lines or Parquet, as its first bytes tell. It is stored in a temporary file, since what columns hold is
    /// found by looking at all rows before any is read; the file goes when the source is disposed.
    /// </summary>
    /// <param name="stream">The table, decompressed; read to its end.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public static TableSource Open(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        StoredStream stored = new(stream, name);
        try
        {
            TableSource source = Open(name, session => [TableFiles.Part(stored.Path, session, name)], isQuery: false);
            source._stored = stored;
            return source;
        }
        catch
        {
            stored.Dispose();
            throw;
        }
    }

    /// <summary>Opens the answer to a query.</summary>
    /// <param name="sql">One SELECT. Files stand in it by their names in quotes: <c>select * from 'x/*.parquet'</c>.</param>
    /// <param name="database">A DuckDB or SQLite file whose tables the query may name, opened for reading only; or null. SQLite answers the query itself.</param>
    /// <exception cref="DataFormatException">The query is no SELECT, or names what is not there.</exception>
    public static TableSource OpenQuery(string sql, string? database = null)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return Open("query", session => TableFiles.Query(sql, database, session), isQuery: true);
    }

    /// <summary>What columns hold, by looking at all of their rows where their source does not say.</summary>
    /// <param name="names">Names of columns.</param>
    /// <returns>A type for each name.</returns>
    /// <exception cref="DataFormatException">There is no such column, or nearly all values of one are numbers or dates, and some are not.</exception>
    public IReadOnlyDictionary<string, ColumnType> FindTypes(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Dictionary<string, ColumnType> types = new(StringComparer.Ordinal);
        List<SourceColumn> unknown = [];
        foreach (SourceColumn column in names.Select(Column))
        {
            if (column.Type is { } type) types.Add(column.Name, type);
            else unknown.Add(column);
        }
        foreach (SourceColumn[] columns in unknown.Chunk(CensusWidth)) Count(columns, types);
        return types;
    }

    /// <summary>Reads columns of all rows into memory.</summary>
    /// <param name="requests">The columns, and as what.</param>
    /// <exception cref="DataFormatException">There is no such column, or a value is not what it must be.</exception>
    public Table Read(IReadOnlyList<ColumnRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        string select = requests.Count == 0 ? "1" : string.Join(", ", requests.Select(request => ColumnSql.Of(Column(request.Name), request.Type)));
        bool hasVectors = requests.Any(request => request.Type == ColumnType.Vector);
        // One thread holds one group of rows at a time: with vectors the memory of a second would show.
        if (hasVectors) _session.Threads = 1;
        // Files may claim more rows than they have: beforehand there is room for as many as there are bytes.
        long bytes = _parts.All(part => part.Bytes is not null) ? _parts.Sum(part => part.Bytes!.Value) : System.Array.MaxLength;
        int expected = hasVectors ? (int)Math.Min(Count(), Math.Min(bytes, System.Array.MaxLength)) : 0;
        ColumnBuilder[] builders = [.. requests.Select(request => ColumnBuilder.Create(request, expected, bytes))];
        int[] firstRows = new int[_parts.Count + 1];
        long readBytes = 0;
        for (int p = 0; p < _parts.Count; p++)
        {
            int rows = firstRows[p];
            _session.ForEachBatch(
                $"SELECT {select} FROM {_parts[p].From}",
                batch =>
                {
                    for (int c = 0; c < builders.Length; c++) Append(builders[c], batch.Column(c), p, firstRows[p]);
                    if ((long)rows + batch.Length > System.Array.MaxLength)
                        throw Refused($"the table must have at most {System.Array.MaxLength} rows to be held in memory. Read a part of them, for example with --sql.");
                    rows += batch.Length;
                },
                Progress is { } progress ? share => progress.Report(readBytes + (long)(share * _parts[p].FileBytes)) : null);
            firstRows[p + 1] = rows;
            readBytes += _parts[p].FileBytes;
            Progress?.Report(readBytes);
        }
        TableColumn[] columns = [.. builders.Select(builder => builder.Build())];
        RequireNumbers(columns);
        return new Table(Name, firstRows[^1], columns, row => Place(row, firstRows));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _stored?.Dispose();
    }

    /// <summary>The column of that name.</summary>
    /// <exception cref="DataFormatException">There is none.</exception>
    public SourceColumn Column(string name) =>
        Columns.FirstOrDefault(column => column.Name == name)
        ?? throw new DataFormatException(_parts[0].Source, _parts[0].HeaderLine, $"there is no column {Quoted.Shown(name)}. {NearestName.Remedy(name, [.. Columns.Select(column => column.Name)])}");

    /// <summary>What to throw where the table as a whole will not do.</summary>
    internal DataFormatException Refused(string message) => new(_parts[0].Source, _parts[0].HeaderLine, message);

    private static TableSource Open(string name, Func<DuckDbSession, IReadOnlyList<TablePart>> open, bool isQuery)
    {
        DuckDbSession session = new(name);
        try
        {
            return new TableSource(name, session, open(session), isQuery);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private IReadOnlyList<SourceColumn> Schema(TablePart part)
    {
        if (part.Csv is { } csv) return [.. csv.Names.Select(name => new SourceColumn(name, null, "VARCHAR"))];
        return [.. _session.Rows($"DESCRIBE SELECT * FROM {part.From}").Select(row => new SourceColumn((string)row[0]!, part.HoldsText ? null : TypeOf((string)row[1]!), (string)row[1]!))];
    }

    private static ColumnType TypeOf(string sql)
    {
        if (sql.EndsWith(']'))
            return TypeOf(sql[..sql.LastIndexOf('[')]) == ColumnType.Number ? ColumnType.Vector : ColumnType.Other;
        string word = sql.Split('(', ' ')[0];
        return word switch
        {
            "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT"
                or "FLOAT" or "DOUBLE" or "DECIMAL" => ColumnType.Number,
            "BOOLEAN" => ColumnType.Boolean,
            "DATE" or "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => ColumnType.Date,
            "VARCHAR" or "ENUM" or "UUID" => ColumnType.Text,
            _ => ColumnType.Other,
        };
    }

    /// <summary>Within brackets DuckDB gives the second column of a name another, such as a_1; which is meant is not for it to choose.</summary>
    private void RequireDifferentNames(TablePart query)
    {
        if (!query.From.StartsWith('(')) return;
        string[] names = [.. _session.Rows($"DESCRIBE {query.From[1..^1]}").Select(row => (string)row[0]!)];
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new DataFormatException(query.Source, null, $"column names must differ in more than case; got {Quoted.Shown(repeated.Key)} twice. Rename one with \"as\".");
    }

    private void RequireSameColumns(TablePart part)
    {
        string[] names = [.. Schema(part).Select(column => column.Name)];
        foreach (SourceColumn column in Columns)
            if (!names.Contains(column.Name))
                throw new DataFormatException(part.Source, part.HeaderLine, $"there is no column {Quoted.Shown(column.Name)}, which {_parts[0].Source} has. All files of a table must have the same columns.");
    }

    private decimal Count() => _parts.Sum(part => Convert.ToDecimal(_session.Rows($"SELECT count(*) FROM {part.From}")[0][0], CultureInfo.InvariantCulture));

    private void Count(SourceColumn[] columns, Dictionary<string, ColumnType> types)
    {
        long[] sums = Sums(columns, ColumnSql.NumberCensus, 2);
        List<SourceColumn> others = [];
        for (int c = 0; c < columns.Length; c++)
        {
            if (sums[2 * c] > 0 && sums[2 * c] == sums[2 * c + 1]) types.Add(columns[c].Name, ColumnType.Number);
            else others.Add(columns[c]);
        }
        if (others.Count > 0) CountOthers([.. others], types);
    }

    /// <summary>Numbers over all parts, so many a column.</summary>
    private long[] Sums(SourceColumn[] columns, Func<SourceColumn, string> census, int width)
    {
        long[] sums = new long[width * columns.Length];
        foreach (TablePart part in _parts)
        {
            object?[] counts = _session.Rows($"SELECT {string.Join(", ", columns.Select(census))} FROM {part.From}")[0];
            for (int c = 0; c < sums.Length; c++) sums[c] += Convert.ToInt64(counts[c], CultureInfo.InvariantCulture);
        }
        return sums;
    }

    private void CountOthers(SourceColumn[] columns, Dictionary<string, ColumnType> types)
    {
        long[] sums = Sums(columns, ColumnSql.Census, 4);
        for (int c = 0; c < columns.Length; c++)
        {
            (long values, long numbers, long booleans, long dates) = (sums[4 * c], sums[4 * c + 1], sums[4 * c + 2], sums[4 * c + 3]);
            if (values > 0 && numbers < values && numbers >= MeantShare * values) RefuseOutlier(columns[c], ColumnType.Number, "numbers");
            if (values > 0 && dates < values && dates >= MeantShare * values) RefuseOutlier(columns[c], ColumnType.Date, "dates");
            types.Add(columns[c].Name, values == 0 ? ColumnType.Text : numbers == values ? ColumnType.Number : booleans == values ? ColumnType.Boolean : dates == values ? ColumnType.Date : ColumnType.Text);
        }
    }

    /// <summary>Text that is no number is read as missing: where numbers are missing, looks whether it was for that.</summary>
    private void RequireNumbers(TableColumn[] columns)
    {
        SourceColumn[] gaps = [.. columns.OfType<NumberColumn>()
            .Where(column => column.Type == ColumnType.Number && Enumerable.Range(0, column.RowCount).Any(column.IsMissing))
            .Select(column => Column(column.Name))
            .Where(column => column.Type is not (ColumnType.Number or ColumnType.Boolean))];
        if (gaps.Length == 0) return;
        foreach (TablePart part in _parts)
        {
            object?[] counts = _session.Rows($"SELECT {string.Join(", ", gaps.Select(column => $"count(*) FILTER (WHERE {ColumnSql.IsNot(column, ColumnType.Number)})"))} FROM {part.From}")[0];
            int bad = System.Array.FindIndex(counts, count => Convert.ToInt64(count, CultureInfo.InvariantCulture) > 0);
            if (bad >= 0) RefuseOutlier(gaps[bad], ColumnType.Number, "finite numbers", "");
        }
    }

    private void RefuseOutlier(SourceColumn column, ColumnType type, string what, string why = " as nearly all of its rows do")
    {
        foreach (TablePart part in _parts)
        {
            List<object?[]> found = _session.Rows($"SELECT r, v FROM (SELECT row_number() OVER () AS r, {ColumnSql.Trimmed(column)} AS v, {ColumnSql.IsNot(column, type)} AS o FROM {part.From}) WHERE o LIMIT 1");
            if (found.Count == 0) continue;
            throw Refused(part, Convert.ToInt64(found[0][0], CultureInfo.InvariantCulture) - 1, $"column {Quoted.Shown(column.Name)} must hold {what}{why}; got {Quoted.Shown((string)found[0][1]!)}. Correct the value, leave it empty where it is missing, or say --category, --text or --ignore with the column's name.");
        }
    }

    private void Append(ColumnBuilder builder, IArrowArray values, int part, int firstRow)
    {
        try
        {
            builder.Append(values);
        }
        catch (BadValueException e)
        {
            int row = e.Row - firstRow;
            object? value = _session.Rows($"SELECT CAST({Quoted.Name(builder.Name)} AS VARCHAR) FROM {_parts[part].From} LIMIT 1 OFFSET {row.ToString(CultureInfo.InvariantCulture)}").FirstOrDefault()?[0];
            throw Refused(_parts[part], row, $"column {Quoted.Shown(builder.Name)} must {e.Rule}; got {(value is null ? "nothing" : Quoted.Shown((string)value))}. Correct the value, or leave out the row or the column.");
        }
    }

    private (string Source, long? Line) Place(int row, int[] firstRows)
    {
        int part = 0;
        while (row >= firstRows[part + 1]) part++;
        TablePart found = _parts[part];
        return (found.Source, found.Csv is null ? null : CsvLines.LineOf(found.Csv, row - firstRows[part]));
    }

    private static DataFormatException Refused(TablePart part, long row, string message) =>
        part.Csv is { } csv
            ? new DataFormatException(part.Source, CsvLines.LineOf(csv, row), message)
            : new DataFormatException(part.Source, null, string.Create(CultureInfo.InvariantCulture, $"row {row + 1}: {message}"));
}
