using System.Text.Json;

namespace Hinge.Data.Tables;

/// <summary>JSON, an object a line: the columns are the names of the objects' members, what is left out is missing.</summary>
internal static class JsonLines
{
    /// <summary>The file as a table; types are found from all of its lines.</summary>
    /// <exception cref="DataFormatException">A line is no JSON object, or a member holds values of several types.</exception>
    public static TablePart Part(string path, DuckDbSession session)
    {
        bool isGzip = CsvLayout.IsCompressed(path);
        string from = $"read_json({Quoted.File(path)}, format='auto', records=true, sample_size=-1, compression='{(isGzip ? "gzip" : "uncompressed")}')";
        try
        {
            if (session.Rows($"SELECT 1 FROM {from} LIMIT 1").Count == 0)
                throw new DataFormatException(path, null, "the file holds no object. Give one a line.");
        }
        catch (DataFormatException) when (BadLine(path) is { } line)
        {
            throw new DataFormatException(path, line, "every line must be a JSON object; this is none. Correct it, or remove the line.");
        }
        return new TablePart(path, from);
    }

    /// <summary>The first line that is no object, if the file is one of lines.</summary>
    private static long? BadLine(string path)
    {
        using StreamReader reader = new(InputFile.Open(path));
        long line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (text.AsSpan().Trim().IsEmpty) continue;
            if (line == 1 && text.StartsWith('[')) return null;
            try
            {
                using JsonDocument document = JsonDocument.Parse(text);
                if (document.RootElement.ValueKind != JsonValueKind.Object) return line;
            }
            catch (JsonException)
            {
                return line;
            }
        }
        return null;
    }
}
