using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Hinge.Data;

/// <summary>
/// Reads CSV tables of numbers: a header line, then one example a line; one column holds the labels, all others
/// become dense features.
/// </summary>
/// <remarks>
/// Fields are separated by commas and may be quoted as in RFC 4180. Numbers use a point whatever the culture. Text is
/// UTF-8, with or without a byte-order mark; lines end with LF or CR LF. The file may be gzip.
/// </remarks>
public static class CsvTableReader
{
    private static readonly string[] UsualLabelNames = ["label", "class", "target", "y"];

    /// <summary>Reads a data set.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labelColumn">The name of the label column; null for the one named label, class, target or y, else the last.</param>
    /// <param name="featureNames">The columns to take as features, in this order; null for all but the label.</param>
    /// <exception cref="DataFormatException">The table is malformed, a field is no finite number, or there is no such column.</exception>
    public static Dataset Read(string path, string? labelColumn = null, IReadOnlyList<string>? featureNames = null)
    {
        using Table table = new(path);
        int label = table.LabelIndex(labelColumn);
        int[] features = featureNames is null
            ? [.. Enumerable.Range(0, table.Header.Length).Where(column => column != label)]
            : table.ColumnsNamed(featureNames);
        if (features.Contains(label))
            throw new DataFormatException(path, table.HeaderLine, $"the label must not be one of the features; got column {Shown(table.Header[label])} as both. Name the label's column.");
        (float[] values, List<string> labels) = table.ReadRows(features, label);
        if (labels.Count == 0)
            throw new DataFormatException(path, null, "the file holds a header but no example.");
        return new Dataset(new DenseMatrix<float>(labels.Count, features.Length, values), Labels.FromNames(labels), [.. features.Select(column => table.Header[column])]);
    }

    /// <summary>Reads the named columns as features, in the order given; other columns may be there or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="featureNames">The columns that a model wants.</param>
    /// <exception cref="DataFormatException">A column is missing, the table is malformed, or a field is no finite number.</exception>
    public static FeatureMatrix ReadFeatures(string path, IReadOnlyList<string> featureNames)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        using Table table = new(path);
        (float[] values, List<string> rows) = table.ReadRows(table.ColumnsNamed(featureNames), label: -1);
        return new DenseMatrix<float>(rows.Count, featureNames.Count, values);
    }

    /// <summary>Text from the file for a message: at most 40 characters, in quotes.</summary>
    private static string Shown(string text)
    {
        const int Longest = 40;
        string start = text.Length > Longest ? text[..Longest] + "…" : text;
        return $"\"{new string([.. start.Select(c => char.IsControl(c) ? '�' : c)])}\"";
    }

    /// <summary>An open table whose header has been read.</summary>
    private sealed class Table : IDisposable
    {
        private readonly string _path;
        private readonly CsvParser _parser;

        public Table(string path)
        {
            _path = path;
            StreamReader reader = new(InputFile.Open(path), System.Text.Encoding.UTF8);
            _parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, WhiteSpaceChars = [' ', '\t'], BadDataFound = RefuseBadData });
            try
            {
                Header = Read() ? _parser.Record! : throw new DataFormatException(path, null, "the file is empty. The first line must name the columns.");
                HeaderLine = Line(isUnclosed: false);
                CheckHeader();
            }
            catch
            {
                _parser.Dispose();
                throw;
            }
        }

        public string[] Header { get; }

        /// <summary>The line of the header: blank lines may come before it.</summary>
        public long HeaderLine { get; }

        public void Dispose() => _parser.Dispose();

        public int LabelIndex(string? name)
        {
            if (name is not null) return ColumnsNamed([name])[0];
            int usual = Array.FindIndex(Header, column => UsualLabelNames.Contains(column, StringComparer.OrdinalIgnoreCase));
            return usual >= 0 ? usual : Header.Length - 1;
        }

        public int[] ColumnsNamed(IReadOnlyList<string> names)
        {
            int[] columns = new int[names.Count];
            for (int c = 0; c < columns.Length; c++)
            {
                columns[c] = Array.IndexOf(Header, names[c]);
                if (columns[c] < 0)
                    throw new DataFormatException(_path, HeaderLine, $"there is no column {Shown(names[c])}. The columns are: {ColumnList()}.");
            }
            return columns;
        }

        /// <summary>All rows: the features row-major, and the label of each, or "" where label is −1.</summary>
        public (float[] Values, List<string> Labels) ReadRows(int[] features, int label)
        {
            List<float> values = [];
            List<string> labels = [];
            while (Read())
            {
                if (_parser.Count != Header.Length)
                    throw new DataFormatException(_path, Line(isUnclosed: false), $"the line must have {Header.Length} fields as the header has; got {_parser.Count}. Complete the line, or quote fields that hold commas.");
                foreach (int column in features)
                    values.Add(Number(_parser[column], Header[column]));
                if (label >= 0 && _parser[label].Length == 0)
                    throw new DataFormatException(_path, Line(isUnclosed: false), $"the label in column {Shown(Header[label])} must not be empty. Remove the line or label it.");
                labels.Add(label >= 0 ? _parser[label] : "");
            }
            return ([.. values], labels);
        }

        private float Number(string field, string column)
        {
            if (field.Length == 0)
                throw new DataFormatException(_path, Line(isUnclosed: false), $"column {Shown(column)} must not be empty. Fill in a number, or remove the line or the column.");
            bool isInfinity = field.TrimStart('+', '-').Equals("inf", StringComparison.OrdinalIgnoreCase);
            if (!float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && !isInfinity)
                throw new DataFormatException(_path, Line(isUnclosed: false), $"column {Shown(column)} must hold numbers; got {Shown(field)}. Encode it as numbers, remove it, or name the label column with --label.");
            if (!float.IsFinite(value) || isInfinity)
                throw new DataFormatException(_path, Line(isUnclosed: false), $"column {Shown(column)} must be finite as a 32-bit float; got {Shown(field)}. Remove the line, or replace the value.");
            return value;
        }

        private void CheckHeader()
        {
            if (Header.Length < 2)
                throw new DataFormatException(_path, HeaderLine, "the header must name at least two columns separated by commas: features and a label.");
            if (Array.FindIndex(Header, string.IsNullOrEmpty) is >= 0 and int empty)
                throw new DataFormatException(_path, HeaderLine, $"every column must have a name; column {empty + 1} has none. Name it in the first line.");
            if (Header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated)
                throw new DataFormatException(_path, HeaderLine, $"column names must differ; got {Shown(repeated.Key)} twice. Rename one.");
            if (Header.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
                throw new DataFormatException(_path, HeaderLine, "the first line must name the columns; it holds only numbers. Put a header line before it.");
        }

        private bool Read()
        {
            try
            {
                return _parser.Read();
            }
            catch (InvalidDataException)
            {
                throw new DataFormatException(_path, null, "the compressed data is damaged or cut short. Copy the file again from its source.");
            }
        }

        private void RefuseBadData(BadDataFoundArgs found)
        {
            bool isUnclosed = found.Field.TrimStart().StartsWith('"') && found.Field.Count(c => c == '"') % 2 == 1;
            throw new DataFormatException(_path, Line(isUnclosed), isUnclosed
                ? "a quoted field never ends. Close the quote, and double the quotes within the field."
                : "a quote stands inside a field that is not quoted. Quote the whole field and double the quotes in it.");
        }

        /// <summary>The line where the row read last begins.</summary>
        /// <param name="isUnclosed">Whether it runs to the end of the file, so that its last line feed belongs to a field.</param>
        private long Line(bool isUnclosed)
        {
            string record = _parser.RawRecord.TrimStart('\r', '\n');
            if (!isUnclosed) record = record.TrimEnd('\r', '\n');
            char end = record.Contains('\n') ? '\n' : '\r';
            return _parser.RawRow - record.Count(c => c == end);
        }

        private string ColumnList()
        {
            const int Most = 10;
            string list = string.Join(", ", Header.Take(Most).Select(Shown));
            return Header.Length <= Most ? list : string.Create(CultureInfo.InvariantCulture, $"{list} and {Header.Length - Most} more");
        }
    }
}
