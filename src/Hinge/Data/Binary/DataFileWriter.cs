using System.Numerics;
using System.Security.Cryptography;
using Hinge.Kernels;

namespace Hinge.Data.Binary;

/// <summary>Writes a data set as <see cref="DataFileLayout"/> says, from beginning to end.</summary>
internal sealed class DataFileWriter(Stream stream)
{
    private const int ChunkLength = 1 << 18;

    private long _position;

    public void Write(Dataset data, byte[] metadata)
    {
        switch (data.Features)
        {
            case SparseMatrix<float> sparse: Write(data, sparse.Offsets, sparse.Entries.Columns, sparse.Entries.Values, metadata); break;
            case SparseMatrix<double> sparse: Write(data, sparse.Offsets, sparse.Entries.Columns, sparse.Entries.Values, metadata); break;
            case DenseMatrix<float> dense: Write(data, new([]), new([]), dense.Buffer, metadata); break;
            case DenseMatrix<double> dense: Write(data, new([]), new([]), dense.Buffer, metadata); break;
            default: throw new NotSupportedException(data.Features.GetType().Name);
        }
    }

    private void Write<T>(Dataset data, LongBuffer<long> rowOffsets, LongBuffer<int> columns, LongBuffer<T> values, byte[] metadata)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DataFileLayout layout = new()
        {
            IsSparse = data.Features.IsSparse,
            IsDouble = typeof(T) == typeof(double),
            ExampleCount = data.ExampleCount,
            FeatureCount = data.Features.FeatureCount,
            ValueCount = values.Length,
            NonzeroCount = data.Features.NonzeroCount,
            MetadataLength = metadata.Length,
        };
        DataFileBlocks<T> blocks = new(layout, rowOffsets, columns, values, data.Features);
        uint[] sums = new uint[layout.BlockCount];
        for (int block = 0; block < sums.Length; block++) sums[block] = blocks.Checksum(block);
        LongBuffer<uint> checksums = new(sums);
        LongBuffer<int> labels = new(data.Labels.Values.ToArray());
        byte[] header = layout.ToHeader();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        DataFile.Append(hash, rowOffsets);
        DataFile.Append(hash, labels);
        DataFile.Append(hash, checksums);
        hash.AppendData(metadata);

        Write(new LongBuffer<byte>(header), 0);
        Write(columns, DataFileLayout.Columns);
        Write(values, layout.Values);
        Write(rowOffsets, layout.RowOffsets);
        Write(labels, layout.Labels);
        Write(checksums, layout.Checksums);
        Write(new LongBuffer<byte>(metadata), layout.Metadata);
        Write(new LongBuffer<byte>(hash.GetHashAndReset()), layout.Hash);
    }

    private void Write<T>(LongBuffer<T> numbers, long position)
        where T : unmanaged
    {
        stream.Write(new byte[position - _position]);
        long bytes = 0;
        for (long start = 0; start < numbers.Length; start += ChunkLength)
        {
            ReadOnlySpan<byte> chunk = numbers.Bytes(start, (int)Math.Min(ChunkLength, numbers.Length - start));
            stream.Write(chunk);
            bytes += chunk.Length;
        }
        _position = position + bytes;
    }
}
