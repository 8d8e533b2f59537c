namespace Hinge.Data.Tables;

/// <summary>Finds out what kind of table a file is, and says it in SQL.</summary>
internal static class TableFiles
{
    /// <summary>How a name must end, gzip or not, to be read as a table.</summary>
    public static readonly string[] Endings = [".csv", ".tsv", ".parquet", ".pq", ".json", ".jsonl", ".ndjson", ".duckdb", ".ddb", ".db", ".sqlite", ".sqlite3"];

    /// <summary>
    /// Arrow's own files, which are known and refused: DuckDB reads them with an extension that must be fetched, and the Apache.Arrow package
    /// reads past the end of damaged ones (docs/decisions/0015).
    /// </summary>
    public static readonly string[] ArrowEndings = [".arrow", ".feather", ".ipc"];

    /// <summary>The endings of text with a row a line.</summary>
    public static readonly string[] LineEndings = [".csv", ".tsv", ".jsonl", ".ndjson"];

    /// <summary>The parts of the table that a path or pattern names.</summary>
    public static IReadOnlyList<TablePart> Open(string path, DuckDbSession session)
    {
        bool isPattern = path.AsSpan().IndexOfAny("*?[") >= 0 && !File.Exists(path);
        if (!isPattern) return [Part(path, session)];
        string[] files = [.. session.Rows($"SELECT file FROM glob({Quoted.Text(path)})").Select(row => (string)row[0]!)];
        if (files.Length == 0) throw new DataFormatException(path, null, "no file has such a name. Check the pattern.");
        Array.Sort(files, StringComparer.Ordinal);
        return [.. files.Select(file => Part(file, session))];
    }

    /// <summary>The answer to a query.</summary>
    public static IReadOnlyList<TablePart> Query(string sql, string? database, DuckDbSession session)
    {
        if (database is not null && !IsDatabase(database))
            throw new DataFormatException(database, null, "beside a query this must be a DuckDB or SQLite file (.duckdb, .sqlite, .db). Leave it out, and name other files in quotes within the query.");
        if (database is not null && SqliteTables.IsSqlite(database)) return [SqliteTables.Part(database, sql, session)];
        if (database is not null) Attach(database, session);
        // Within brackets only a SELECT can stand: a query that would write is no query.
        return [new TablePart("query", $"(\n{sql.Trim().TrimEnd(';')}\n)")];
    }

    /// <summary>How the name ends, without .gz.</summary>
    public static string EndingOf(string path)
    {
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant();
    }

    private static bool IsDatabase(string path) => EndingOf(path) is ".duckdb" or ".ddb" or ".db" or ".sqlite" or ".sqlite3";

    /// <summary>The table in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="session">What reads it.</param>
    /// <param name="name">What messages call it; null for its path.</param>
    public static TablePart Part(string path, DuckDbSession session, string? name = null)
    {
        name ??= path;
        switch (EndingOf(path))
        {
            case ".csv" or ".tsv":
                CsvLayout csv = CsvLayout.Read(path, name);
                return new TablePart(name, csv.Sql, csv);
            case ".parquet" or ".pq":
                RequireFile(path);
                return new TablePart(name, $"read_parquet({Quoted.File(path)})", Bytes: new FileInfo(path).Length);
            case ".json" or ".jsonl" or ".ndjson":
                return JsonLines.Part(path, session, name);
            case var _ when IsDatabase(path) && SqliteTables.IsSqlite(path):
                return SqliteTables.Part(path, null, session);
            case var _ when IsDatabase(path):
                Attach(path, session);
                return new TablePart(path, OnlyTable(path, [.. session.Rows("SELECT table_name FROM information_schema.tables WHERE table_catalog = 'data' ORDER BY ALL").Select(row => (string)row[0]!)]), Bytes: new FileInfo(path).Length);
            case var ending when ArrowEndings.Contains(ending):
                RequireFile(path);
                throw new DataFormatException(path, null, "Arrow files are not read. Write it as Parquet: in Python, pyarrow.parquet.write_table(pyarrow.feather.read_table(\"t.arrow\"), \"t.parquet\").");
            default:
                throw new DataFormatException(path, null, $"the file's name must end with one of {string.Join(", ", Endings)} to be read as a table. Rename it.");
        }
    }

    private static void Attach(string path, DuckDbSession session)
    {
        RequireFile(path);
        session.Execute($"ATTACH {Quoted.Text(path)} AS data (READ_ONLY)");
        session.Execute("USE data");
    }

    /// <summary>The name of a database's table, if it has one alone, as SQL writes it.</summary>
    public static string OnlyTable(string path, string[] tables)
    {
        if (tables.Length == 1) return Quoted.Name(tables[0]);
        throw new DataFormatException(path, null, tables.Length == 0
            ? "the database holds no table. Give another."
            : $"the database holds several tables: {string.Join(", ", tables.Take(10).Select(Quoted.Shown))}. Say which with --sql \"select * from {tables[0]}\".");
    }

    /// <summary>Refuses what is not there in the same words as the other readers.</summary>
    private static void RequireFile(string path)
    {
        using Stream stream = InputFile.Open(path);
    }
}
