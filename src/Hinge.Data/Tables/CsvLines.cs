namespace Hinge.Data.Tables;

/// <summary>Finds the line where a row of a CSV file begins: for messages only, the file being read again.</summary>
internal static class CsvLines
{
    /// <param name="layout">The file.</param>
    /// <param name="row">The row, from 0, the header and empty lines not counted.</param>
    public static long LineOf(CsvLayout layout, long row)
    {
        using Stream stream = InputFile.Open(layout.Path);
        using StreamReader reader = new(stream);
        long line = 1, start = 1, records = -1; // the header is record −1
        bool isQuoted = false, isEmpty = true;
        for (int read; (read = reader.Read()) >= 0;)
        {
            char c = (char)read;
            bool endsLine = c == '\n' || (c == '\r' && reader.Peek() != '\n');
            if (c == '"') isQuoted = !isQuoted;
            if (c is not ('\r' or '\n' or '\uFEFF')) isEmpty = false;
            if (!endsLine) continue;
            line++;
            if (isQuoted) continue;
            if (!isEmpty && records++ == row) return start;
            (start, isEmpty) = (line, true);
        }
        return start;
    }
}
