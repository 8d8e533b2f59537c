namespace Hinge.Data.Tables;

/// <summary>Names and texts as they stand in SQL and in messages.</summary>
internal static class Quoted
{
    /// <summary>The longest text shown in a message.</summary>
    private const int Longest = 40;

    /// <summary>An SQL identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>An SQL text.</summary>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>An SQL text that names this file, whatever characters a pattern of files would take for others.</summary>
    public static string File(string path) => Text(string.Concat(path.Select(c => c is '*' or '?' or '[' ? $"[{c}]" : c.ToString())));

    /// <summary>Text from a file for a message: cut, without control characters, in quotes.</summary>
    public static string Shown(string text)
    {
        string start = text.Length > Longest ? text[..Longest] + "…" : text;
        return $"\"{new string([.. start.Select(c => char.IsControl(c) ? '�' : c)])}\"";
    }
}
