using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace Hinge.Data.Tables;

/// <summary>DuckDB's messages in the words of this library: the place, what is wrong, the remedy.</summary>
internal static partial class DuckDbErrors
{
    /// <summary>The most of a message that is not known here.</summary>
    private const int Longest = 400;

    public static Exception Translated(string source, DuckDBException e)
    {
        string message = e.Message;
        if (message.StartsWith("Out of Memory", StringComparison.Ordinal)) return new InsufficientMemoryException("there is not enough memory to read this table. Read fewer columns or rows, for example with --sql.", e);
        long? line = CsvLine().Match(message) is { Success: true } csv ? long.Parse(csv.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
        if (FieldCounts().Match(message) is { Success: true } counts)
            return new DataFormatException(source, line, $"the line must have {counts.Groups[1].Value} fields as the header has; got {counts.Groups[2].Value}. Complete the line, or quote fields that hold the separator.");
        if (message.Contains("unterminated quote", StringComparison.Ordinal))
            return new DataFormatException(source, line, "a quoted field never ends, or something stands behind its end. Close the quote, and double the quotes within the field.");
        if (message.Contains("unicode", StringComparison.OrdinalIgnoreCase) || message.Contains("utf-8", StringComparison.OrdinalIgnoreCase) || message.Contains("UTF8", StringComparison.Ordinal))
            return new DataFormatException(source, line, $"the text must be UTF-8. {TextEncoding.Remedy}");
        if (message.Contains("Maximum line size", StringComparison.Ordinal))
            return new DataFormatException(source, line, "the line is too long for a row. Close its quotes, or break it.");
        if (message.Contains("httpfs", StringComparison.Ordinal))
            return new DataFormatException(source, line, "only files of this machine can be read. Fetch the file first.");
        if (message.Contains("No magic bytes", StringComparison.Ordinal) || message.Contains("too small to be a Parquet", StringComparison.OrdinalIgnoreCase))
            return new DataFormatException(source, null, "this is no Parquet file, though its name says so. Give one, or rename it.");
        return new DataFormatException(source, line, $"{Plain(message)}. Repair that, and try again.");
    }

    /// <summary>Its first lines, without the advice about options that cannot be given here.</summary>
    private static string Plain(string message)
    {
        int end = message.IndexOf("\nPossible", StringComparison.Ordinal);
        string text = Blanks().Replace(end < 0 ? message : message[..end], " ").Trim().TrimEnd('.');
        text = new string([.. text.Select(c => char.IsControl(c) ? '�' : c)]);
        return text.Length > Longest ? text[..Longest] + "…" : text;
    }

    [GeneratedRegex(@"^[^\n]*CSV Error on Line: (\d+)")]
    private static partial Regex CsvLine();

    [GeneratedRegex(@"Expected Number of Columns: (\d+) Found: (\d+)")]
    private static partial Regex FieldCounts();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
