using CsCheck;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>What is written as svmlight text is read back to the bit.</summary>
public sealed class SvmLightWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_AnyNumbers_AreReadBackToTheBit()
    {
        string path = _folder.File("data.svm");
        Gen.Select(Gen.Double, Gen.Float).Where((d, f) => double.IsFinite(d) && float.IsFinite(f) && d != 0 && f != 0).Sample(
            (d, f) =>
            {
                SvmLightWriter.Write(path, new Dataset(new SparseMatrix<double>(3, [0, 1, 2], [2, 0], [d, -d]), new Labels([1, 0], ["-1", "2.5"])));
                Dataset wide = SvmLightReader.Read<double>(path);
                Assert.Equal([d, -d], ((SparseMatrix<double>)wide.Features).Values.ToArray());
                Assert.Equal([2, 0], ((SparseMatrix<double>)wide.Features).Columns.ToArray());
                Assert.Equal(["-1", "2.5"], wide.Labels.ClassNames);
                SvmLightWriter.Write(path, new Dataset(new DenseMatrix<float>(2, 2, [0, f, 1, 0]), new Labels([0, 1], 2)));
                Dataset narrow = SvmLightReader.Read<float>(path);
                Assert.Equal([f, 1], ((SparseMatrix<float>)narrow.Features).Values.ToArray());
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void Write_NamesThatAreNoNumbers_AreRefused() =>
        Assert.Contains("\"setosa\"", Assert.Throws<ArgumentException>("data", () => SvmLightWriter.Write(_folder.File("x.svm"), new Dataset(new DenseMatrix<float>(1, 1, [1]), new Labels([0], ["setosa"])))).Message, StringComparison.Ordinal);
}
