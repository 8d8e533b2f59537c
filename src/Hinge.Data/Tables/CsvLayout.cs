using System.Globalization;
using System.Text;

namespace Hinge.Data.Tables;

/// <summary>What the first line of a CSV file says: the columns, what is between them, and where they begin.</summary>
internal sealed class CsvLayout
{
    /// <summary>No header is longer, in characters.</summary>
    private const int LongestHeader = 1 << 24;

    private CsvLayout(string path, string source, char separator, int blankLines, bool isGzip, string[] names)
    {
        Path = path;
        Source = source;
        Separator = separator;
        BlankLines = blankLines;
        IsGzip = isGzip;
        Names = names;
    }

    public string Path { get; }

    /// <summary>What messages call the file.</summary>
    public string Source { get; }

    public char Separator { get; }

    /// <summary>How many empty lines come before the header.</summary>
    public int BlankLines { get; }

    public bool IsGzip { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The line of the header.</summary>
    public long HeaderLine => BlankLines + 1;

    /// <summary>The file as a table of texts, for SQL.</summary>
    public string Sql =>
        string.Create(CultureInfo.InvariantCulture, $"read_csv({Quoted.File(Path)}, auto_detect=false, header=true, skip={BlankLines}, delim={Quoted.Text(Separator.ToString())}, quote='\"', escape='\"', strict_mode=true, compression='{(IsGzip ? "gzip" : "none")}', columns={{{string.Join(", ", Names.Select(name => $"{Quoted.Text(name)}: 'VARCHAR'"))}}})");

    /// <summary>Reads the header.</summary>
    /// <exception cref="DataFormatException">There is none, or it does not name all columns differently.</exception>
    public static CsvLayout Read(string path, string source)
    {
        bool isGzip = IsCompressed(path, source);
        TextEncoding.RequireUtf8(path, source);
        using Stream stream = InputFile.Open(path);
        using StreamReader reader = new(stream, new UTF8Encoding(false, throwOnInvalidBytes: false), detectEncodingFromByteOrderMarks: false);
        int blankLines = 0;
        string record = "";
        bool isFirst = true;
        for (; FirstRecord(reader, source, blankLines) is { } text; blankLines++)
        {
            if (isFirst) text = text.TrimStart('\uFEFF');
            isFirst = false;
            record = text;
            if (text.AsSpan().Trim(" \t").Length > 0) break;
        }
        if (record.AsSpan().Trim(" \t").Length == 0)
            throw new DataFormatException(source, null, "the file is empty. Its first line must name the columns.");
        if (record.Contains('\0') || record.Contains('\uFFFD'))
            throw new DataFormatException(source, blankLines + 1, $"the text must be UTF-8; the first line is not. {TextEncoding.Remedy}");
        char separator = path.Contains(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : SeparatorOf(record);
        CsvLayout layout = new(path, source, separator, blankLines, isGzip, Fields(record, separator));
        layout.Check();
        return layout;
    }

    /// <summary>Whether the file is gzip; DuckDB takes one that was cut short for a whole one, so that is looked at here.</summary>
    public static bool IsCompressed(string path, string source)
    {
        using (Stream first = InputFile.Open(path))
        {
            // Opened to be refused in the usual words where it is not there.
        }
        using (FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read))
            if (file.ReadByte() != 0x1F || file.ReadByte() != 0x8B) return false;
        using Stream stream = InputFile.Open(path);
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (stream.Read(buffer) > 0)
            {
                // Only its end matters.
            }
        }
        catch (InvalidDataException)
        {
            throw new DataFormatException(source, null, "the compressed data is damaged or cut short. Copy the file again from its source.");
        }
        return true;
    }

    /// <summary>The text up to a line's end that is not in quotes, or null at the end of the file.</summary>
    private static string? FirstRecord(StreamReader reader, string source, int blankLines)
    {
        StringBuilder text = new();
        bool isQuoted = false;
        for (int read; (read = reader.Read()) >= 0;)
        {
            char c = (char)read;
            if (c == '"') isQuoted = !isQuoted;
            if (!isQuoted && c is '\n' or '\r')
            {
                if (c == '\r' && reader.Peek() == '\n') reader.Read();
                return text.ToString();
            }
            text.Append(c);
            if (text.Length > LongestHeader)
                throw new DataFormatException(source, blankLines + 1, "the first line must name the columns; it does not end. Put a line break behind it, or close its quotes.");
        }
        if (isQuoted)
            throw new DataFormatException(source, blankLines + 1, "a quoted field never ends. Close the quote, and double the quotes within the field.");
        return text.Length == 0 ? null : text.ToString();
    }

    /// <summary>Of the usual separators the one that the header has most often outside quotes.</summary>
    private static char SeparatorOf(string header)
    {
        char best = ',';
        int most = 0;
        foreach (char separator in ",;\t|")
        {
            int count = Fields(header, separator).Length - 1;
            if (count > most) (best, most) = (separator, count);
        }
        return best;
    }

    private static string[] Fields(string record, char separator)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool isQuoted = false;
        for (int c = 0; c < record.Length; c++)
        {
            if (isQuoted && record[c] == '"' && c + 1 < record.Length && record[c + 1] == '"') field.Append(record[c++]);
            else if (record[c] == '"') isQuoted = !isQuoted;
            else if (!isQuoted && record[c] == separator) Close();
            else field.Append(record[c]);
        }
        Close();
        return [.. fields];

        void Close()
        {
            fields.Add(field.ToString().Trim(' ', '\t'));
            field.Clear();
        }
    }

    private void Check()
    {
        string[] names = [.. Names];
        if (Array.FindIndex(names, string.IsNullOrEmpty) is >= 0 and int empty)
            throw new DataFormatException(Source, HeaderLine, string.Create(CultureInfo.InvariantCulture, $"every column must have a name; column {empty + 1} has none. Name it in the first line."));
        // DuckDB knows no difference between upper and lower case.
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new DataFormatException(Source, HeaderLine, $"column names must differ in more than case; got {Quoted.Shown(repeated.Key)} twice. Rename one.");
        if (Array.TrueForAll(names, name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            throw new DataFormatException(Source, HeaderLine, "the first line must name the columns; it holds only numbers. Put a header line before it.");
    }
}
