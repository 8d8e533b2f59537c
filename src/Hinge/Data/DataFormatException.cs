namespace Hinge.Data;

/// <summary>Input that cannot be used, with the place where it went wrong and the remedy.</summary>
public sealed class DataFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The file or argument read, such as <c>train.svm</c>.</param>
    /// <param name="line">The line in it, counted from 1, or null where lines mean nothing.</param>
    /// <param name="message">What is wrong, and the remedy.</param>
    public DataFormatException(string source, long? line, string message)
        : base(line is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{source}:{number}: {message}") : $"{source}: {message}")
    {
        DataSource = source;
        Line = line;
    }

    /// <summary>Creates the exception for a place within a line.</summary>
    /// <param name="source">The file or argument read, such as <c>train.svm</c>.</param>
    /// <param name="line">The line in it, counted from 1.</param>
    /// <param name="column">The column in the line, in characters, counted from 1.</param>
    /// <param name="message">What is wrong, and the remedy.</param>
    public DataFormatException(string source, long line, int column, string message)
        : base(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{source}:{line}:{column}: {message}"))
    {
        DataSource = source;
        Line = line;
        Column = column;
    }

    /// <summary>The file or argument read.</summary>
    public string DataSource { get; }

    /// <summary>The line in it, counted from 1, or null.</summary>
    public long? Line { get; }

    /// <summary>The column in the line, in characters, counted from 1, or null where it is not known.</summary>
    public int? Column { get; }
}
