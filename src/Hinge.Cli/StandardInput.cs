using Hinge.Data;

namespace Hinge.Cli;

/// <summary>Standard input in the place of a file: <c>-</c>.</summary>
internal static class StandardInput
{
    /// <summary>What it is called once the command line was read, in the place of a file's path and in messages.</summary>
    public const string Name = "standard input";

    private static int _openings;

    /// <summary>Whether some of it may have been read.</summary>
    public static bool IsOpen => _openings > 0;

    /// <summary>A path of the command line, or <see cref="Name"/> where it is -.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(path))]
    public static string? NameOf(string? path) => path == "-" ? Name : path;

    /// <summary>Its bytes, decompressed where they are gzip.</summary>
    /// <exception cref="ArgumentException">It was read before.</exception>
    public static Stream Open()
    {
        if (Interlocked.Increment(ref _openings) > 1) throw new ArgumentException("Standard input (-) must be named once: it can be read but once. Write it to a file, and name that.");
        return InputFile.Decompressed(Console.OpenStandardInput());
    }
}
