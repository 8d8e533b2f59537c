using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Hinge.Data;
using Hinge.Objectives;

namespace Hinge.Models;

/// <summary>
/// Dual variables in files, so that a certificate's dual can be recomputed by others: for each row that is not zero
/// its example (int32), its number of nonzeros (int32), and a class (int32) and value (float64) for each. Examples
/// increase, and so do the classes of a row.
/// </summary>
public static class DualFile
{
    private const int EntryLength = sizeof(int) + sizeof(double);
    private const int RowHeaderLength = 2 * sizeof(int);

    private static ReadOnlySpan<byte> Magic => "HINGEDUA"u8;

    /// <summary>Writes duals, atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="duals">b, N×K.</param>
    /// <param name="fingerprint">The fingerprint of the data that the rows belong to.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, DualVariables duals, string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(duals);
        DualMetadata metadata = new() { ExampleCount = duals.ExampleCount, ClassCount = duals.ClassCount, Fingerprint = fingerprint };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(metadata, MetadataJson.Default.DualMetadata);
        HingeFile.Write(path, Magic, json, PayloadLength(duals), stream => WriteRows(stream, duals));
    }

    /// <summary>Reads the duals of a data set and model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="exampleCount">N of the data: the file must have as many, so that it cannot ask for more memory.</param>
    /// <param name="classCount">K of the model.</param>
    /// <returns>b and the fingerprint of the data that its rows belong to.</returns>
    /// <exception cref="DataFormatException">The file holds no duals, those of another shape, is damaged, or of a later version.</exception>
    public static (DualVariables Duals, string Fingerprint) Read(string path, int exampleCount, int classCount)
    {
        using FileStream file = InputFile.OpenPlain(path);
        (byte[] json, long payloadLength) = HingeFile.Open(path, file, Magic, "duals");
        try
        {
            DualMetadata metadata = JsonSerializer.Deserialize(json, MetadataJson.Default.DualMetadata)
                ?? throw new JsonException("no metadata");
            if (metadata.ExampleCount != exampleCount || metadata.ClassCount != classCount)
                throw new DataFormatException(path, null, $"the duals must be {exampleCount}×{classCount}; got {metadata.ExampleCount}×{metadata.ClassCount}. Give those of this model and data.");
            DualVariables duals = new(exampleCount, classCount);
            using BufferedStream buffered = new(file, 1 << 16);
            ReadRows(buffered, payloadLength, duals);
            return (duals, metadata.Fingerprint);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or EndOfStreamException)
        {
            throw HingeFile.Damaged(path, e.Message);
        }
    }

    /// <summary>The bytes that <see cref="WriteRows"/> writes.</summary>
    internal static long PayloadLength(DualVariables duals)
    {
        long length = 0;
        for (int i = 0; i < duals.ExampleCount; i++)
            if (NonzeroCount(duals.Padded(i)) is > 0 and int count) length += RowHeaderLength + (long)count * EntryLength;
        return length;
    }

    /// <summary>Writes the rows that are not zero.</summary>
    internal static void WriteRows(Stream stream, DualVariables duals)
    {
        Span<byte> bytes = stackalloc byte[EntryLength];
        for (int i = 0; i < duals.ExampleCount; i++)
        {
            ReadOnlySpan<double> row = duals.Padded(i);
            int count = NonzeroCount(row);
            if (count == 0) continue;
            BinaryPrimitives.WriteInt32LittleEndian(bytes, i);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[sizeof(int)..], count);
            stream.Write(bytes[..RowHeaderLength]);
            for (int j = 0; j < row.Length; j++)
            {
                if (row[j] == 0) continue;
                BinaryPrimitives.WriteInt32LittleEndian(bytes, j);
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[sizeof(int)..], row[j]);
                stream.Write(bytes);
            }
        }
    }

    /// <summary>Reads rows that take <paramref name="length"/> bytes, into duals of zero.</summary>
    /// <exception cref="ArgumentException">They break a rule of the format.</exception>
    internal static void ReadRows(Stream stream, long length, DualVariables duals)
    {
        Span<byte> bytes = stackalloc byte[EntryLength];
        double[] row = new double[duals.ClassCount];
        int previous = -1;
        for (long left = length; left > 0;)
        {
            stream.ReadExactly(bytes[..RowHeaderLength]);
            int example = BinaryPrimitives.ReadInt32LittleEndian(bytes), count = BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(int)..]);
            left -= RowHeaderLength + (long)count * EntryLength;
            if (example <= previous || example >= duals.ExampleCount || count < 1 || count > row.Length || left < 0)
                throw new ArgumentException($"row {example} with {count} entries does not belong here");
            Array.Clear(row);
            int previousClass = -1;
            for (int e = 0; e < count; e++)
            {
                stream.ReadExactly(bytes);
                int j = BinaryPrimitives.ReadInt32LittleEndian(bytes);
                double value = BinaryPrimitives.ReadDoubleLittleEndian(bytes[sizeof(int)..]);
                if (j <= previousClass || j >= row.Length || !double.IsFinite(value) || value == 0)
                    throw new ArgumentException($"row {example} has a value of {value.ToString("R", CultureInfo.InvariantCulture)} for class {j} after class {previousClass}");
                row[j] = value;
                previousClass = j;
            }
            duals.SetRow(example, row);
            previous = example;
        }
    }

    private static int NonzeroCount(ReadOnlySpan<double> row) => row.Length - row.Count(0.0);
}
