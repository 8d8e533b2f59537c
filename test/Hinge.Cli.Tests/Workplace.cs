using System.Security.Cryptography;
using System.Text.Json;
using Hinge.Testing;

namespace Hinge.Cli.Tests;

/// <summary>A temporary folder in which the program runs, and what tests ask of every run.</summary>
public abstract class Workplace : IDisposable
{
    /// <summary>The content of a file that a failing command must not touch.</summary>
    private const string OldModel = "an older model";

    private readonly string _folder = Directory.CreateTempSubdirectory("hinge-cli-").FullName;

    private protected static readonly string[] LossNames =
        ["weston-watkins", "squared-weston-watkins", "crammer-singer", "one-vs-rest", "squared-one-vs-rest", "softmax"];

    private protected string Folder => _folder;

    /// <summary>samples/digits.svm of the repository.</summary>
    private protected static string Digits { get; } = RepositoryFile.At("samples", "digits.svm");

    /// <summary>samples/iris.csv of the repository.</summary>
    private protected static string Iris { get; } = RepositoryFile.At("samples", "iris.csv");

    private protected string At(string name) => Path.Combine(_folder, name);

    private protected string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return name;
    }

    private protected HingeResult Run(params string[] arguments) => HingeProcess.Run(_folder, arguments);

    /// <summary>Runs to success and returns standard output.</summary>
    private protected string Succeed(params string[] arguments) => Expect(0, arguments).Output;

    private protected HingeResult Expect(int exitCode, params string[] arguments)
    {
        HingeResult result = Run(arguments);
        Assert.True(result.ExitCode == exitCode, $"hinge {string.Join(' ', arguments)} must end with {exitCode}; {result}");
        return result;
    }

    /// <summary>Runs with --json, and takes all of standard output as one JSON object.</summary>
    private protected JsonElement Json(int exitCode, params string[] arguments)
    {
        HingeResult result = Expect(exitCode, [.. arguments, "--json"]);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }

    private protected JsonElement Json(params string[] arguments) => Json(0, arguments);

    /// <summary>
    /// Runs to exit code 2 with nothing on standard output, a message that holds all of <paramref name="words"/> and
    /// says what to do, and the folder as it was: an existing model.hinge untouched, no file more.
    /// </summary>
    private protected HingeResult Refuse(string[] arguments, params string[] words)
    {
        if (!File.Exists(At("model.hinge"))) Write("model.hinge", OldModel);
        string[] before = Snapshot();
        HingeResult result = Expect(2, arguments);
        Assert.Equal("", result.Output);
        Assert.StartsWith("hinge: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.Error.Count(c => c == '\n'));
        foreach (string word in words)
            Assert.True(result.Error.Contains(word, StringComparison.Ordinal), $"the message must hold \"{word}\"; got {result.Error}");
        Assert.Equal(before, Snapshot());
        return result;
    }

    /// <summary>Every file's path and content's hash, hidden ones included.</summary>
    private string[] Snapshot() =>
        [.. Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => $"{path} {(File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "")}")];

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
