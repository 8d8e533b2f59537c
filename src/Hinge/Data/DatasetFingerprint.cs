using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hinge.Data;

/// <summary>The bytes that a data set's fingerprint is taken over.</summary>
/// <remarks>
/// All integers little-endian, 32 bits: N, K; for each class its name's length in UTF-8 bytes and the bytes; for each
/// example its class index, its number of nonzeros, then a column (from 0) and a float's bits for each.
/// </remarks>
internal static class DatasetFingerprint
{
    public static string Compute(Dataset data)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Writer writer = new(hash);
        writer.Write(data.ExampleCount);
        writer.Write(data.Labels.ClassCount);
        foreach (string name in data.Labels.ClassNames)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(name);
            writer.Write(utf8.Length);
            writer.Write(utf8);
        }

        for (int i = 0; i < data.ExampleCount; i++)
        {
            NonzeroCounter counter = default;
            data.Features.VisitNonzeros(i, ref counter);
            writer.Write(data.Labels[i]);
            writer.Write(counter.Count);
            data.Features.VisitNonzeros(i, ref writer);
        }
        writer.Flush();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private struct NonzeroCounter : INonzeroVisitor
    {
        public int Count { get; private set; }

        public void Visit(int column, double value)
        {
            if ((float)value != 0) Count++;
        }
    }

    private struct Writer(IncrementalHash hash) : INonzeroVisitor
    {
        private readonly byte[] _buffer = new byte[1 << 16];
        private int _used;

        public void Visit(int column, double value)
        {
            float rounded = (float)value;
            if (rounded == 0) return;
            Write(column);
            Write(BitConverter.SingleToInt32Bits(rounded));
        }

        public void Write(int value)
        {
            if (_used + sizeof(int) > _buffer.Length) Flush();
            BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_used), value);
            _used += sizeof(int);
        }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            Flush();
            hash.AppendData(bytes);
        }

        public void Flush()
        {
            hash.AppendData(_buffer.AsSpan(0, _used));
            _used = 0;
        }
    }
}
