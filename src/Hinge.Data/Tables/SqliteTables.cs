using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

namespace Hinge.Data.Tables;

/// <summary>Tables of SQLite files, copied row by row into DuckDB. A column of SQLite may hold anything, so its values are taken as text that tells what it is.</summary>
internal static class SqliteTables
{
    private const string Copy = "sqlite_rows";

    /// <summary>Whether a file begins as SQLite's do.</summary>
    public static bool IsSqlite(string path)
    {
        byte[] start = new byte[16];
        using Stream file = InputFile.Open(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual("SQLite format 3\0"u8);
    }

    /// <summary>The answer to a query in the file, or its only table.</summary>
    /// <exception cref="DataFormatException">The file is damaged, the query fails, or there is not one table.</exception>
    public static TablePart Part(string path, string? sql, DuckDbSession session)
    {
        try
        {
            using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            string from = sql is null ? TableFiles.OnlyTable(path, Tables(connection)) : $"(\n{sql.Trim().TrimEnd(';')}\n)";
            using SqliteCommand command = new($"SELECT * FROM {from}", connection);
            using SqliteDataReader reader = command.ExecuteReader();
            string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            session.Execute($"CREATE TEMP TABLE {Copy} ({string.Join(", ", names.Select(name => $"{Quoted.Name(name)} VARCHAR"))})");
            session.Append(Copy, appender => Append(path, reader, appender));
        }
        catch (SqliteException e)
        {
            throw new DataFormatException(sql is null ? path : "query", null, $"SQLite says: {e.Message.TrimEnd('.')}. Repair that, and try again.");
        }
        return new TablePart(sql is null ? path : "query", $"temp.{Copy}", HoldsText: true);
    }

    private static string[] Tables(SqliteConnection connection)
    {
        using SqliteCommand command = new("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name", connection);
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> names = [];
        while (reader.Read()) names.Add(reader.GetString(0));
        return [.. names];
    }

    private static void Append(string path, SqliteDataReader reader, DuckDBAppender appender)
    {
        for (long number = 1; reader.Read(); number++)
        {
            IDuckDBAppenderRow row = appender.CreateRow();
            for (int c = 0; c < reader.FieldCount; c++)
            {
                switch (reader.GetValue(c))
                {
                    case DBNull:
                        row.AppendNullValue();
                        break;
                    case long whole:
                        row.AppendValue(whole.ToString(CultureInfo.InvariantCulture));
                        break;
                    case double real:
                        row.AppendValue(real.ToString("R", CultureInfo.InvariantCulture));
                        break;
                    case string text:
                        row.AppendValue(text);
                        break;
                    default:
                        throw new DataFormatException(path, null, string.Create(CultureInfo.InvariantCulture, $"row {number}: column {Quoted.Shown(reader.GetName(c))} must hold numbers or text; it holds bytes. Leave it out with --sql."));
                }
            }
            row.EndRow();
        }
    }
}
