using System.Text.Json;
using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Testing;

namespace Hinge.Peers.Tests;

/// <summary>Archives that NumPy and SciPy wrote.</summary>
public class ArchivePeersTests
{
    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void NpzReader_ArchivesOfNumPyAndSciPy_HoldWhatTheyWrote(string source)
    {
        (JsonElement[] problems, _) = PeerAnswers.Load("archives", source);
        Assert.NotEmpty(problems);
        using TemporaryFolder folder = new();
        foreach (JsonElement problem in problems)
        {
            string path = folder.Write("archive.npz", problem.GetProperty("archive").GetBytesFromBase64());
            double[] expected = problem.Matrix("X");
            int n = problem.Integers("y").Length, d = expected.Length / n;

            (FeatureMatrix features, NpyArray? labels) = NpzReader.Read(path, asDouble: true);

            Assert.True((n, d) == (features.ExampleCount, features.FeatureCount), problem.Text("name"));
            double[] row = new double[d];
            for (int i = 0; i < n; i++)
            {
                features.CopyRow(i, row);
                Assert.True(expected.AsSpan(i * d, d).SequenceEqual(row), $"{problem.Text("name")}: row {i} must be {string.Join(" ", expected[(i * d)..((i + 1) * d)])}; got {string.Join(" ", row)}.");
            }
            bool hasLabels = problem.GetProperty("hasLabels").GetBoolean();
            Assert.Equal(hasLabels ? problem.Integers("y").Select(y => (long)y) : null, labels?.ToIntegers());
        }
    }

    [Fact]
    public void NpzReader_SnippetOfTheDocumentation_IsRead()
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to install the peers and ask them now.");
        string page = File.ReadAllText(RepositoryFile.At("docs", "data-files.md"));
        const string Fence = "```python\n";
        int start = page.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        string snippet = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
        using TemporaryFolder folder = new();

        (int exitCode, _, string error) = ChildProcess.Run("/usr/bin/python3", ["-c", $"import os; os.chdir(r'{folder.Path}')\n{snippet}"]);
        Assert.True(exitCode == 0, error);
        (FeatureMatrix sparse, NpyArray? none) = NpzReader.Read(folder.File("sparse.npz"), asDouble: false);
        (FeatureMatrix dense, NpyArray? labels) = NpzReader.Read(folder.File("dense.npz"), asDouble: false);

        Assert.Null(none);
        Assert.Equal(NpyFile.Read(folder.File("y.npy")).ToIntegers(), labels!.ToIntegers());
        Assert.True(sparse.IsSparse);
        Assert.Equal((200, 50), (sparse.ExampleCount, sparse.FeatureCount));
        double[] row = new double[50], other = new double[50];
        for (int i = 0; i < 200; i++)
        {
            sparse.CopyRow(i, row);
            dense.CopyRow(i, other);
            Assert.Equal(row, other);
        }
    }
}
