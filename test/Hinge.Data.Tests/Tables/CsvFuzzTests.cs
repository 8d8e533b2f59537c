using System.Globalization;
using System.Text;
using CsCheck;
using Hinge.Testing;

namespace Hinge.Data.Tests.Tables;

/// <summary>Whatever the bytes, reading gives a data set or a <see cref="DataFormatException"/>, in bounded managed memory.</summary>
public sealed class CsvFuzzTests : TableFolder
{
    /// <summary>Messages, Arrow's wrappers and first-use costs.</summary>
    private const long Fixed = 8 << 20;

    /// <summary>Text becomes UTF-16, terms, and names of features.</summary>
    private const long PerByte = 1000;

    private static readonly byte[] Valid = Encoding.UTF8.GetBytes("a,\"b \"\"c\"\"\",label\r\n1,2.5e-3,x\r\n-4,5,\"y,\nz\"\r\n");

    private void Survives(byte[] bytes)
    {
        // One file a thread: samples run side by side.
        string path = Folder.Write(string.Create(CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}.csv"), bytes);
        BadInput.Survives(() => Train(path), Fixed + PerByte * bytes.Length);
    }

    [Fact]
    public void Read_RandomBytes_OnlyDataFormatException() => MutatedBytes.Random(longest: 300).Sample(Survives, iter: 150);

    [Fact]
    public void Read_RandomTextOfTheGrammar_OnlyDataFormatException() =>
        MutatedBytes.From("ab01.,,,\"\"\r\n\n ", longest: 60).Select(tail => (byte[])[.. "a,b\n"u8, .. tail]).Sample(Survives, iter: 250);

    [Fact]
    public void Read_MutatedFile_OnlyDataFormatException() =>
        MutatedBytes.Of(Valid, ",\"\r\n .-e0123456789").Sample(Survives, iter: 250);

    [Theory]
    [InlineData("a,label\n", "1,x\n")]
    [InlineData("a,label\n", "1,\"x\"\n")]
    [InlineData("a,label\n", "\n")]
    [InlineData("a,label\n", ",")]
    [InlineData("a,label\n", "\"")]
    [InlineData("a,label\n\"", "x")]
    [InlineData("", "a")]
    [InlineData("", "a,")]
    public void Read_RepeatedText_TakesMemoryInProportion(string start, string repeated) =>
        Survives(Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(repeated, 200_000 / repeated.Length))));
}
