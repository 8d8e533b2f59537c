using System.IO.Compression;
using System.Text;
using CsCheck;
using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Testing;

namespace Hinge.Tests.Data.Numpy;

/// <summary>Archives with right content, wrong content, and content made to do harm. What NumPy and SciPy write is tested beside the other peers.</summary>
public sealed class NpzReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] files)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files) => Zip(CompressionLevel.Optimal, files);

    private static (string Name, byte[] Content) X => ("X.npy", NpyBytes.File(NpyBytes.Header("<f4", "(3, 2)"), NpyBytes.Singles(1, 2, 3, 4, 5, 6)));

    private static (string Name, byte[] Content) Y => ("y.npy", NpyBytes.File(NpyBytes.Header("|u1", "(3,)"), [2, 0, 2]));

    private static (string Name, byte[] Content)[] Sparse(string format = "csr", string shape = "2,4", double[]? indptr = null, double[]? indices = null, float[]? data = null)
    {
        indptr ??= [0, 2, 3];
        indices ??= [3, 1, 0];
        data ??= [1, 2, 3];
        return
        [
            ("indices.npy", NpyBytes.File(NpyBytes.Header("<f8", $"({indices.Length},)"), NpyBytes.Doubles(indices))),
            ("indptr.npy", NpyBytes.File(NpyBytes.Header("<f8", $"({indptr.Length},)"), NpyBytes.Doubles(indptr))),
            ("format.npy", NpyBytes.File(NpyBytes.Header($"|S{format.Length}", "()"), Encoding.ASCII.GetBytes(format))),
            ("shape.npy", NpyBytes.File(NpyBytes.Header("<f8", "(2,)"), NpyBytes.Doubles([.. shape.Split(',').Select(double.Parse)]))),
            ("data.npy", NpyBytes.File(NpyBytes.Header("<f4", $"({data.Length},)"), NpyBytes.Singles(data))),
        ];
    }

    private (FeatureMatrix Features, NpyArray? Labels) Read(byte[] bytes) => NpzReader.Read(_folder.Write("a.npz", bytes), asDouble: false);

    private void Refused(byte[] bytes, params string[] fragments)
    {
        DataFormatException error = Assert.Throws<DataFormatException>(() => Read(bytes));
        Assert.StartsWith(_folder.File("a.npz"), error.Message, StringComparison.Ordinal);
        foreach (string fragment in fragments) Assert.Contains(fragment, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnsortedSparseRows_AreSorted()
    {
        (FeatureMatrix features, NpyArray? labels) = Read(Zip(Sparse()));

        SparseMatrix<float> sparse = Assert.IsType<SparseMatrix<float>>(features);
        Assert.Null(labels);
        Assert.Equal(4, sparse.FeatureCount);
        Assert.Equal([1, 3, 0], sparse.Columns.ToArray());
        Assert.Equal([2f, 1, 3], sparse.Values.ToArray());
    }

    [Fact]
    public void Read_DenseFeaturesAndLabels_InEitherOrder()
    {
        foreach (byte[] bytes in new[] { Zip(X, Y), Zip(Y, X), Zip(("arr_0.npy", X.Content), ("arr_1.npy", Y.Content)), Zip(("arr_0.npy", Y.Content), ("arr_1.npy", X.Content)), Zip(X, Y, ("ids.npy", Y.Content)) })
        {
            (FeatureMatrix features, NpyArray? labels) = Read(bytes);
            Assert.Equal([1f, 2, 3, 4, 5, 6], Assert.IsType<DenseMatrix<float>>(features).Values.ToArray());
            Assert.Equal([2L, 0, 2], labels!.ToIntegers());
        }
    }

    [Fact]
    public void Read_OtherContent_IsRefusedWithPlaceAndRemedy()
    {
        Refused("no archive"u8.ToArray(), "archive is damaged");
        Refused(Zip(), "X and y", "got none", "numpy.savez");
        Refused(Zip(X), "got X");
        Refused(Zip(("X.npy", Y.Content), ("y.npy", Y.Content)), "[X]", "N×D features");
        Refused(Zip(("X.npy", X.Content), ("y.npy", X.Content)), "[y]", "N labels");
        Refused(Zip(X, X, Y), "names of their own");
        Refused(Zip(Sparse("csc")), "csr", "got csc", ".tocsr()");
        Refused(Zip(Sparse(shape: "2,-4")), "shape of N×D");
        Refused(Zip(Sparse(shape: "3,4")), "one number a row and one more: 4; got 3");
        Refused(Zip(Sparse(indices: [4, 1, 0])), "columns must be in [0, 4); got 4 at entry 0");
        Refused(Zip(Sparse(indices: [-1, 1, 0])), "got -1");
        Refused(Zip(Sparse(indices: [1, 1, 0])), "columns must increase");
        Refused(Zip(Sparse(indptr: [0, 9, 3])), "rowOffsets");
        Refused(Zip(Sparse(indptr: [0, -2, 3])), "rowOffsets");
        Refused(Zip(Sparse(indptr: [0, 2, 2])), "rowOffsets must go from 0 to 3");
        Refused(Zip(Sparse(data: [1, 2])), "columns must be as many as values");
        Refused(Zip(Sparse(data: [1, float.NaN, 3])), "values must be finite");
        Refused(Zip([.. Sparse().Skip(1)]), "SciPy matrix must have the arrays");
        Refused(Zip(("X.npy", NpyBytes.File(NpyBytes.Header("<f4", "(1, 1)"), NpyBytes.Singles(float.NaN))), Y), "finite");
    }

    [Fact]
    public void Read_ArrayThatInflatesBeyondMeasure_IsRefused()
    {
        // 200 MB of zeros come out of 0.2 MB.
        byte[] bomb = Zip(("X.npy", NpyBytes.File(NpyBytes.Header("<f4", "(50000000, 1)"), new byte[200_000_000])), Y);
        Assert.True(bomb.Length < 400_000);
        Refused(bomb, "[X]", "must not inflate");
    }

    [Fact]
    public void Read_FlippedByteOfAnArray_IsRefused()
    {
        byte[] whole = Zip(CompressionLevel.NoCompression, X, Y);
        int at = whole.AsSpan().IndexOf(NpyBytes.Singles(3, 4));
        whole[at + 1] ^= 1;
        Refused(whole, "checksum");
    }

    [Fact]
    public void Read_MutatedArchive_OnlyDataFormatException()
    {
        foreach (byte[] whole in new[] { Zip(X, Y), Zip(CompressionLevel.NoCompression, X, Y), Zip(Sparse()), Zip(CompressionLevel.NoCompression, Sparse()) })
        {
            MutatedBytes.Of(whole, "PK\u0001\u0002\0()'<f48").Sample(
                bytes =>
                {
                    string path = _folder.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}.npz"), bytes);
                    BadInput.Survives(() => NpzReader.Read(path, asDouble: false), bytes: (4 << 20) + 100 * bytes.Length);
                },
                iter: 1500);
        }
    }

    [Fact]
    public void TryMap_LargeFile_IsTheArray()
    {
        string path = _folder.Write("X.npy", NpyBytes.File(NpyBytes.Header("<f4", "(3, 2)").PadRight(117), NpyBytes.Singles(1, 2, 3, 4, 5, 6)));
        DenseMatrix<float> mapped = NpyFeatures.TryMap(path, mappedLength: 1, threads: 2)!;

        Assert.Equal([1f, 2, 3, 4, 5, 6], mapped.Values.ToArray());
        Assert.Equal(6, mapped.NonzeroCount);
        Assert.Equal(25, mapped.SquaredNorm(1));
        Assert.True(mapped.IsMapped);
        Assert.Null(NpyFeatures.TryMap(path));
    }

    [Fact]
    public void TryMap_OtherFiles_AreLeftToTheReader()
    {
        Assert.Null(NpyFeatures.TryMap(_folder.File("none"), 1, 1));
        Assert.Null(NpyFeatures.TryMap(_folder.Write("short.npy", X.Content[..^1]), 1, 1));
        Assert.Null(NpyFeatures.TryMap(_folder.Write("text.npy", "1 1:2\n"), 1, 1));
        Assert.Null(NpyFeatures.TryMap(_folder.Write("wide.npy", NpyBytes.File(NpyBytes.Header("<f8", "(1, 1)"), NpyBytes.Doubles(1))), 1, 1));
        Assert.Null(NpyFeatures.TryMap(_folder.Write("fortran.npy", NpyBytes.File(NpyBytes.Header("<f4", "(1, 1)", isFortranOrder: true), NpyBytes.Singles(1))), 1, 1));
        Assert.Null(NpyFeatures.TryMap(_folder.Write("X.npy.gz", TemporaryFolder.Gzip(X.Content)), 1, 1));
        string broken = _folder.Write("nan.npy", NpyBytes.File(NpyBytes.Header("<f4", "(1, 1)").PadRight(117), NpyBytes.Singles(float.NaN)));
        BadInput.Refused(broken, null, () => NpyFeatures.TryMap(broken, 1, 1), "values must be finite; got NaN in row 0");
    }
}
