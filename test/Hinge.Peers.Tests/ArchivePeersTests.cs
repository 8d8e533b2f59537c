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
}
