using Hinge.Data.Binary;
using Hinge.Kernels;

namespace Hinge.Data.Numpy;

/// <summary>Features of large .npy files, mapped into memory as they are.</summary>
public static class NpyFeatures
{
    /// <summary>
    /// Maps a file of 256 MiB and more that holds N×D float32 in C order, uncompressed, having looked at every value once. The file must not be
    /// written to while it is in use.
    /// </summary>
    /// <returns>The features; null where the file is another, for <see cref="NpyFile.Read(string)"/> to read or refuse.</returns>
    /// <exception cref="DataFormatException">A value is not finite.</exception>
    public static DenseMatrix<float>? TryMap(string path) => TryMap(path, DataFile.MappedLength, Environment.ProcessorCount);

    /// <summary>The same for files from <paramref name="mappedLength"/> bytes on.</summary>
    internal static DenseMatrix<float>? TryMap(string path, long mappedLength, int threads)
    {
        // A pipe has no length, and is not to be read from here.
        if (!File.Exists(path) || new FileInfo(path).Length < Math.Max(1, mappedLength)) return null;
        using FileStream file = InputFile.OpenPlain(path);
        if (file.ReadByte() != 0x93) return null;
        file.Position = 0;
        NpyHeader header = NpyHeader.Read(file, path);
        bool isMatrix = header is { Descriptor: "<f4", IsFortranOrder: false, Shape: [>= 1 and < int.MaxValue, >= 1] };
        if (!isMatrix || file.Position % sizeof(float) != 0) return null;
        int n = header.Shape[0], d = header.Shape[1];
        long count = (long)n * d;
        if (file.Length - file.Position != count * sizeof(float)) return null;
        DataFile.RequireLittleEndian();
        LongBuffer<float> values = new MappedFile(file).Numbers<float>(file.Position, count);
        DataFileLayout layout = new() { IsSparse = false, IsDouble = false, ExampleCount = n, FeatureCount = d, ValueCount = count, NonzeroCount = 0, MetadataLength = 0 };
        double[] squaredNorms = new double[n];
        long nonzeroCount = new DataFileBlocks<float>(layout, new([]), new([]), values, new DenseMatrix<float>(n, d, values, 0, squaredNorms)).Verify(null, squaredNorms, path, threads);
        return new DenseMatrix<float>(n, d, values, nonzeroCount, squaredNorms);
    }
}
