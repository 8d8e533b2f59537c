using System.Text.RegularExpressions;

namespace Hinge.Cli.Tests;

/// <summary>docs/api.md names types that exist and are public: those of the public API files, which the build holds to the code.</summary>
public sealed partial class ApiPageTests
{
    [Fact]
    public void Page_EveryType_IsPublicInItsNamespace()
    {
        HashSet<string> known = [.. Directory.EnumerateFiles(Path.Combine(ConsoleBlocks.Root, "src"), "PublicAPI.*.txt", SearchOption.AllDirectories).SelectMany(File.ReadLines)];
        string[] namespaces = [];
        int count = 0;
        foreach (string line in ConsoleBlocks.Read("docs/api.md").Split('\n'))
        {
            if (line.StartsWith("### ", StringComparison.Ordinal)) namespaces = Codes(line);
            if (!line.StartsWith("| `", StringComparison.Ordinal)) continue;
            foreach (string type in Codes(line.Split('|')[1]))
            {
                Assert.True(namespaces.Any(name => known.Contains($"{name}.{type}")), $"docs/api.md names {type}, which must be a public type of {string.Join(" or ", namespaces)}.");
                count++;
            }
        }
        Assert.InRange(count, 40, 100);
    }

    private static string[] Codes(string text) => [.. Code().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
