using Hinge.Testing;

namespace Hinge.Clinic;

/// <summary>docs/clinic.md: its tables stand between marks, so that they can be compared and replaced.</summary>
public static class ClinicPage
{
    /// <summary>The mark of the diagnosis on the corpus, and that of the checkers side by side.</summary>
    public const string Diagnosis = "diagnosis", Checkers = "checkers";

    private static string File { get; } = RepositoryFile.At("docs", "clinic.md");

    /// <summary>The table on the page.</summary>
    public static string Read(string mark)
    {
        (string page, int start, int end) = Find(mark);
        return page[start..end];
    }

    /// <summary>Replaces the table on the page.</summary>
    public static void Write(string mark, string table)
    {
        (string page, int start, int end) = Find(mark);
        System.IO.File.WriteAllText(File, page[..start] + table + page[end..]);
    }

    private static (string Page, int Start, int End) Find(string mark)
    {
        string page = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n"), opening = $"<!-- {mark} -->\n", closing = $"<!-- /{mark} -->";
        int start = page.IndexOf(opening, StringComparison.Ordinal), end = page.IndexOf(closing, StringComparison.Ordinal);
        return start >= 0 && end > start ? (page, start + opening.Length, end) : throw new InvalidOperationException($"{File} must have a part between {opening.TrimEnd()} and {closing}.");
    }
}
