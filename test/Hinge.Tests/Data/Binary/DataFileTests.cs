using Hinge.Data;
using Hinge.Data.Binary;
using Hinge.Models;
using Hinge.Testing;
using Hinge.Tests.Training;
using Hinge.Training;

namespace Hinge.Tests.Data.Binary;

/// <summary>What is written to a data file is read from it to the bit, whether it is read or mapped, and trains to the same bits.</summary>
public sealed class DataFileTests : IDisposable
{
    private const int N = 700, D = 9, K = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, bool> Storages => new()
    {
        { "dense double", false }, { "dense float", false }, { "sparse double", false }, { "sparse float", false },
        { "dense double", true }, { "dense float", true }, { "sparse double", true }, { "sparse float", true },
    };

    private static Dataset Create(string storage, int seed = 1)
    {
        (double[] x, int[] y) = Blobs.Raw(N, D, K, seed, density: 0.6);
        return storage switch
        {
            "dense double" => Storage.Dense(x, y, D, K),
            "dense float" => Storage.DenseFloat(x, y, D, K),
            "sparse double" => Storage.Sparse(x, y, D, K),
            _ => Storage.SparseFloat(x, y, D, K),
        };
    }

    private Dataset WriteAndRead(Dataset data, bool isMapped, int threads = 2)
    {
        string path = _folder.File("data.hinge");
        DataFile.Write(path, data);
        return DataFile.Read(path, isMapped ? 0 : long.MaxValue, threads);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void Read_WhatWasWritten_IsTheSameToTheBit(string storage, bool isMapped)
    {
        Dataset expected = Create(storage), actual = WriteAndRead(expected, isMapped);

        Assert.IsType(expected.Features.GetType(), actual.Features);
        Assert.Equal(isMapped, actual.Features.IsMapped);
        Assert.Equal(expected.ExampleCount, actual.ExampleCount);
        Assert.Equal(expected.Features.FeatureCount, actual.Features.FeatureCount);
        Assert.Equal(expected.Features.NonzeroCount, actual.Features.NonzeroCount);
        Assert.Equal(expected.Labels.Values.ToArray(), actual.Labels.Values.ToArray());
        Assert.Equal(expected.Labels.ClassNames, actual.Labels.ClassNames);
        Assert.Null(actual.FeatureNames);
        Assert.Equal(expected.Fingerprint(), actual.Fingerprint());
        Assert.Equal(expected.Fingerprint(), actual.ComputedFingerprint());
        double[] x = new double[D], z = new double[D];
        for (int i = 0; i < N; i++)
        {
            expected.Features.CopyRow(i, x);
            actual.Features.CopyRow(i, z);
            Assert.Equal(x, z);
            Assert.Equal(expected.Features.SquaredNorm(i), actual.Features.SquaredNorm(i));
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void Train_FromTheFile_GivesTheBitsOfTrainingFromMemory(string storage, bool isMapped)
    {
        Dataset data = Create(storage);
        TrainingResult expected = Train.Ascent(data, Train.Objective("weston-watkins", 1, bias: 1), gap: 1e-5), actual = Train.Ascent(WriteAndRead(data, isMapped), Train.Objective("weston-watkins", 1, bias: 1), gap: 1e-5, threads: 2);

        Assert.Equal(StopReason.GapReached, actual.StopReason);
        Assert.Equal(expected.Model.Weights.Values.ToArray(), actual.Model.Weights.Values.ToArray());
        Assert.Equal(expected.Certificate, actual.Certificate);
    }

    [Fact]
    public void Read_NamesOfClassesAndFeatures_AreKept()
    {
        Dataset data = new(new DenseMatrix<float>(2, 2, [1, 2, 3, 4]), new Labels([1, 0], ["ä\n\"", ""]), ["width", "höhe"]);
        Dataset actual = WriteAndRead(data, isMapped: false);

        Assert.Equal(data.Labels.ClassNames, actual.Labels.ClassNames);
        Assert.Equal(data.FeatureNames, actual.FeatureNames);
    }

    [Fact]
    public void Read_SelectedAndWidened_IsAsFromMemory()
    {
        foreach (string storage in new[] { "dense float", "sparse double" })
        {
            Dataset data = Create(storage), mapped = WriteAndRead(data, isMapped: true);
            int[] examples = [3, 699, 0, 256];
            Dataset expected = new(data.Select(examples).Features.Widen(D + 3), data.Select(examples).Labels), actual = new(mapped.Select(examples).Features.Widen(D + 3), mapped.Select(examples).Labels);
            Assert.Equal(expected.Fingerprint(), actual.Fingerprint());
            Assert.Equal(data.Features.Widen(D + 1).SquaredNorm(5), mapped.Features.Widen(D + 1).SquaredNorm(5));
        }
    }

    [Fact]
    public void Read_RowsWithoutEntries_AreKept()
    {
        Dataset data = new(new SparseMatrix<float>(3, [0, 0, 2, 2], [0, 2], [1, 0]), new Labels([0, 1, 0], 2));
        Dataset actual = WriteAndRead(data, isMapped: true);

        Assert.Equal(1, actual.Features.NonzeroCount);
        Assert.Equal(new[] { 0.0, 1, 0 }, Enumerable.Range(0, 3).Select(actual.Features.SquaredNorm));
        Assert.Equal([0, 2], ((SparseMatrix<float>)actual.Features).RowColumns(1).ToArray());
    }

    [Fact]
    public void Read_AnyThreads_GivesTheSame()
    {
        Dataset data = Create("sparse float");
        Assert.Equal(WriteAndRead(data, isMapped: true, threads: 1).ComputedFingerprint(), WriteAndRead(data, isMapped: true, threads: 3).ComputedFingerprint());
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        string first = _folder.File("first.hinge"), second = _folder.File("second.hinge");
        DataFile.Write(first, Create("sparse float"));
        DataFile.Write(second, DataFile.Read(first));

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Write_OverAFileThatIsMapped_LeavesWhatWasReadAsItWas()
    {
        Dataset mapped = WriteAndRead(Create("dense float"), isMapped: true);
        string before = mapped.ComputedFingerprint();
        Dataset other = WriteAndRead(Create("dense float", seed: 2), isMapped: false);

        Assert.NotEqual(before, other.Fingerprint());
        Assert.Equal(before, DatasetFingerprint.Compute(mapped));
    }

    [Fact]
    public void Verification_FileThatStatesAnotherFingerprint_DoesNotBelieveIt()
    {
        Dataset data = Create("dense float"), other = Create("dense float", seed: 2);
        LinearModel model = Train.Ascent(data, Train.Objective("weston-watkins", 1)).Model;
        Dataset liar = new(other.Features, other.Labels, null, null, data.Fingerprint());

        Assert.Equal(data.Fingerprint(), liar.Fingerprint());
        Assert.False(Verification.Of(model, liar).FingerprintMatches);
        Assert.True(Verification.Of(model, data).FingerprintMatches);
    }

    [Fact]
    public void Write_NoExample_IsRefused() =>
        Assert.Throws<ArgumentException>("data", () => DataFile.Write(_folder.File("x.hinge"), new Dataset(new DenseMatrix<float>(0, 2, []), new Labels([], 2))));

    [Fact]
    public void IsHinge_OtherFiles_AreNone()
    {
        Assert.False(DataFile.IsHinge(_folder.Write("text.svm", "1 1:2\n")));
        Assert.False(DataFile.IsHinge(_folder.Write("text.hinge", new string('x', 100))));
        Assert.False(DataFile.IsHinge(_folder.File("none")));
        Assert.False(DataFile.IsHinge(_folder.Path));
        WriteAndRead(Create("dense float"), isMapped: false);
        Assert.True(DataFile.IsHinge(_folder.File("data.hinge")));
    }
}
