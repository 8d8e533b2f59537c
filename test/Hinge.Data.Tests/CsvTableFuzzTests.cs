using System.Globalization;
using System.Text;
using CsCheck;
using Hinge.Testing;

namespace Hinge.Data.Tests;

/// <summary>Whatever the bytes, reading gives a data set or a <see cref="DataFormatException"/>, in bounded memory.</summary>
public sealed class CsvTableFuzzTests : IDisposable
{
    /// <summary>The parser's buffers, messages and first-use costs.</summary>
    private const long Fixed = 4 << 20;

    /// <summary>Text becomes UTF-16 in buffers that double, and each field a string.</summary>
    private const long PerByte = 200;

    private static readonly byte[] Valid = Encoding.UTF8.GetBytes("a,\"b \"\"c\"\"\",label\r\n1,2.5e-3,x\r\n-4,5,\"y,\nz\"\r\n");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Survives(byte[] bytes)
    {
        // One file a thread: samples run side by side.
        string path = _folder.Write(string.Create(CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}.csv"), bytes);
        BadInput.Survives(() => CsvTableReader.Read(path), Fixed + PerByte * bytes.Length);
        BadInput.Survives(() => CsvTableReader.ReadFeatures(path, ["a"]), Fixed + PerByte * bytes.Length);
    }

    [Fact]
    public void Read_RandomBytes_OnlyDataFormatException() =>
        MutatedBytes.Random(longest: 300).Sample(Survives, iter: 1000);

    [Fact]
    public void Read_RandomTextOfTheGrammar_OnlyDataFormatException() =>
        MutatedBytes.From("ab01.,,,\"\"\r\n\n ", longest: 60).Select(tail => (byte[])[.. "a,b\n"u8, .. tail]).Sample(Survives, iter: 3000);

    [Fact]
    public void Read_MutatedFile_OnlyDataFormatException() =>
        MutatedBytes.Of(Valid, ",\"\r\n .-e0123456789").Sample(Survives, iter: 3000);

    [Fact]
    public void Read_FileCutAtEveryByte_OnlyDataFormatException()
    {
        for (int length = 0; length <= Valid.Length; length++)
            Survives(Valid[..length]);
        Assert.Equal(2, CsvTableReader.Read(_folder.Write("whole.csv", Valid)).ExampleCount);
    }

    [Theory]
    [InlineData("a,label\n", "1,x\n")]
    [InlineData("a,label\n", "1,\"x\"\n")]
    [InlineData("a,label\n", "\n")]
    [InlineData("a,label\n", ",")]
    [InlineData("a,label\n", "\"")]
    [InlineData("a,label\n", "9")]
    [InlineData("a,label\n\"", "x")]
    [InlineData("", "a")]
    [InlineData("", ",")]
    public void Read_RepeatedText_TakesMemoryInProportion(string start, string repeated)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(repeated, 500_000 / repeated.Length)));

        Survives(bytes);
    }
}
