using System.Text.RegularExpressions;

namespace Hinge.Testing;

/// <summary>Code that a page shows and a test file holds between a line <c>// name</c> and a line <c>// end</c>, where it compiles and runs.</summary>
public static partial class PageSnippets
{
    /// <summary>The snippets of a source file, indented as a page shows them, by their names.</summary>
    /// <param name="path">The file, from the repository's root.</param>
    public static IReadOnlyDictionary<string, string> InSource(params string[] path) =>
        Marked().Matches(Read(path)).ToDictionary(match => match.Groups[2].Value, match => Outdented(match.Groups[3].Value), StringComparer.Ordinal);

    /// <summary>The blocks of a page in a language, in its order.</summary>
    /// <param name="language">What stands behind the opening fence.</param>
    /// <param name="path">The page, from the repository's root.</param>
    public static IReadOnlyList<string> OnPage(string language, params string[] path) =>
        [.. Fenced().Matches(Read(path)).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value.TrimEnd())];

    /// <summary>The block of text that stands right below a block of code, or null.</summary>
    /// <param name="code">The block above.</param>
    /// <param name="path">The page, from the repository's root.</param>
    public static string? TextBelow(string code, params string[] path)
    {
        Match[] blocks = Fenced().Matches(Read(path)).ToArray();
        int above = Array.FindIndex(blocks, block => block.Groups[2].Value.TrimEnd() == code);
        return above >= 0 && above + 1 < blocks.Length && blocks[above + 1] is var below && below.Groups[1].Value == "text" && below.Index == blocks[above].Index + blocks[above].Length + 1
            ? below.Groups[2].Value.TrimEnd()
            : null;
    }

    private static string Read(string[] path) => File.ReadAllText(RepositoryFile.At(path)).ReplaceLineEndings("\n");

    private static string Outdented(string code)
    {
        string[] lines = code.TrimEnd().Split('\n');
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    [GeneratedRegex(@"^( *)// ([a-z]+)\n((?:(?! *// end$).*\n)*) *// end$", RegexOptions.Multiline)]
    private static partial Regex Marked();

    [GeneratedRegex("^```([a-z]+)\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();
}
