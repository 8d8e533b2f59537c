using System.Collections.Concurrent;
using System.Text.Json;
using Hinge.Testing;

namespace Hinge.Peers.Tests;

/// <summary>What other programs said: frozen in the repository, or asked now where <c>HINGE_PEERS=1</c>.</summary>
internal static class PeerAnswers
{
    public const string Frozen = "frozen";
    public const string Live = "live";

    private static readonly ConcurrentDictionary<string, Lazy<string>> LiveFolders = new();

    public static bool MayAsk { get; } = Environment.GetEnvironmentVariable("HINGE_PEERS") == "1";

    /// <summary>The cases or problems of a file, and the folder that it lies in.</summary>
    /// <param name="peer">numpy, torch, liblinear, sklearn, folds, tables, optima, descent, archives or exchange.</param>
    /// <param name="source"><see cref="Frozen"/> or <see cref="Live"/>; live answers are skipped unless asked for.</param>
    /// <param name="large">Whether live answers have the large cases too.</param>
    public static (JsonElement[] Items, string Folder) Load(string peer, string source, bool large = false)
    {
        if (source == Live) Assert.SkipUnless(MayAsk, "Run ./test.sh --peers to install the peers and ask them now.");
        string folder = source == Live
            ? LiveFolders.GetOrAdd($"{peer} {large}", _ => new Lazy<string>(() => Ask(peer, large))).Value
            : RepositoryFile.At("test", "peers", "frozen");
        string file = Path.Combine(folder, peer == "numpy" ? "numpy-gradient.json" : $"{peer}.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement root = document.RootElement.Clone();
        Assert.False(string.IsNullOrEmpty(root.GetProperty("tool").GetString()), $"{file} must name its tool.");
        Assert.False(string.IsNullOrEmpty(root.GetProperty("version").GetString()), $"{file} must name its tool's version.");
        JsonElement items = root.TryGetProperty("cases", out JsonElement cases) ? cases : root.GetProperty("problems");
        return ([.. items.EnumerateArray()], folder);
    }

    private static string Ask(string peer, bool large)
    {
        string folder = Directory.CreateTempSubdirectory("hinge-peers-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        // Debian's interpreter: another one on PATH would not see Debian's packages.
        (int exitCode, _, string error) = ChildProcess.Run("/usr/bin/python3", [RepositoryFile.At("test", "peers", "answers.py"), folder, "--only", peer, .. large ? ["--large"] : Array.Empty<string>()]);
        Assert.True(exitCode == 0, $"answers.py --only {peer} ended with {exitCode}: {error}");
        return folder;
    }
}
