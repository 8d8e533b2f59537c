using System.Text.RegularExpressions;
using Hinge.Testing;

namespace Hinge.Cli.Tests;

/// <summary>
/// The console blocks of a page: each line <c>$ ./hinge …</c> is run in a folder that has the samples, one after the
/// other, and must print what stands below it. Only times may differ.
/// </summary>
internal static partial class ConsoleBlocks
{
    /// <summary>Runs every command of the page and compares; returns how many there were.</summary>
    /// <param name="page">The page's path from the repository's root.</param>
    /// <param name="folder">An empty folder to run in.</param>
    public static int Check(string page, string folder)
    {
        SampleFiles.CopyTo(folder);
        int count = 0;
        foreach ((string command, string expected) in Commands(Read(page)))
        {
            HingeResult result = HingeProcess.Run(folder, command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            Assert.True(result.ExitCode < 2, $"{page}: ./hinge {command} must not be refused.\n--- stderr\n{result.Error}");
            string shown = WithoutTimes(expected), printed = WithoutTimes(result.Output.TrimEnd('\n'));
            Assert.True(shown == printed, $"{page}: ./hinge {command} must print what the page shows.\n--- page\n{shown}\n--- printed\n{printed}\n--- stderr\n{result.Error}");
            count++;
        }
        return count;
    }

    /// <summary>The content of the page's first block of that language.</summary>
    public static string Block(string page, string language)
    {
        Match match = Regex.Match(Read(page), $"^```{language}\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.True(match.Success, $"{page} must have a {language} block.");
        return match.Groups[1].Value;
    }

    /// <summary>A file of the checkout.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>The checkout's folder.</summary>
    public static string Root { get; } = RepositoryFile.At();

    private static IEnumerable<(string Command, string Expected)> Commands(string page)
    {
        foreach (Match block in ConsoleBlock().Matches(page))
        {
            string[] parts = block.Groups[1].Value.Split("$ ./hinge ");
            foreach (string part in parts.Skip(1))
            {
                int end = part.IndexOf('\n', StringComparison.Ordinal);
                yield return (part[..end], part[(end + 1)..].TrimEnd('\n'));
            }
        }
    }

    private static string WithoutTimes(string text) => Time().Replace(text, "… s");

    [GeneratedRegex(@" *\d+\.\d\d s\b")]
    private static partial Regex Time();

    [GeneratedRegex("^```console\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex ConsoleBlock();
}
