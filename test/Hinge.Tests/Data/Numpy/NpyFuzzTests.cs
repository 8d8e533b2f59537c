using System.Text;
using CsCheck;
using Hinge.Data.Numpy;
using Hinge.Testing;

namespace Hinge.Tests.Data.Numpy;

/// <summary>Whatever the bytes, reading gives an array or a <see cref="Hinge.Data.DataFormatException"/>, in bounded memory.</summary>
public sealed class NpyFuzzTests : IDisposable
{
    private const long Fixed = 2 << 20;

    private static readonly string[] Words =
    [
        "'descr'", "'fortran_order'", "'shape'", "'<f8'", "'<f4'", "'|O'", "True", "False", "(", ")", "{", "}", "[", ",", ":", " ", "0", "2", "9999999999", "'",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Survives(byte[] bytes)
    {
        // One file a thread: samples run side by side.
        string path = _folder.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}.npy"), bytes);
        BadInput.Survives(() => NpyFile.Read(path), Fixed + 20 * bytes.Length);
    }

    [Fact]
    public void Read_RandomBytes_OnlyDataFormatException() =>
        MutatedBytes.Random(longest: 200).Select(tail => (byte[])[0x93, .. "NUMPY"u8, 1, 0, .. tail]).Sample(Survives, iter: 1000);

    [Fact]
    public void Read_RandomHeaderOfTheGrammar_OnlyDataFormatException() =>
        Gen.Int[0, Words.Length - 1].Array[0, 20]
            .Select(words => NpyBytes.File("{" + string.Concat(words.Select(w => Words[w])), NpyBytes.Doubles(1, 2)))
            .Sample(Survives, iter: 2000);

    [Fact]
    public void Read_RandomShape_OnlyDataFormatException() =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 4], Gen.Int[0, int.MaxValue]).Array[0, 5], Gen.Bool, Gen.Byte.Array[0, 64])
            .Select((shape, isFortran, data) => NpyBytes.File(NpyBytes.Header("<f4", $"({string.Join(',', shape)})", isFortran), data))
            .Sample(Survives, iter: 2000);

    [Fact]
    public void Read_MutatedFile_OnlyDataFormatException() =>
        MutatedBytes.Of(NpyBytes.File(NpyBytes.Header("<f4", "(2, 3)", isFortranOrder: true), NpyBytes.Singles(1, 2, 3, 4, 5, 6)), "{}()[]'\",:<|0123456789 ")
            .Sample(Survives, iter: 3000);

    [Fact]
    public void Read_BatteredFile_OnlyDataFormatException() =>
        MutatedBytes.Battered(NpyBytes.File(NpyBytes.Header("<f4", "(2, 3)", isFortranOrder: true), NpyBytes.Singles(1, 2, 3, 4, 5, 6)), "{}()[]'\",:<|0123456789 ")
            .Sample(Survives, iter: 3000);

    [Fact]
    public void Read_TableOfCosts_OnlyDataFormatExceptionOrABrokenRule() =>
        MutatedBytes.Battered(NpyBytes.File(NpyBytes.Header("<f8", "(2, 2)"), NpyBytes.Doubles(0, 1, 2, 0)), "(),0123456789 ").Sample(
            bytes =>
            {
                string path = _folder.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}.npy"), bytes);
                BadInput.Survives(
                    () =>
                    {
                        NpyArray table = NpyFile.Read(path);
                        table.RequireDimensions(2, "K×K costs");
                        try
                        {
                            Assert.True(new Hinge.Losses.Delta(table.Shape[0], table.ToDoubles()).TableClassCount == table.Shape[1], $"K must be {table.Shape[1]}");
                        }
                        catch (ArgumentException)
                        {
                            // No table of costs, and said so.
                        }
                    },
                    Fixed + 50 * bytes.Length);
            },
            iter: 2000);

    [Fact]
    public void Read_MutatedGzip_OnlyDataFormatException() =>
        MutatedBytes.Of(TemporaryFolder.Gzip(NpyBytes.File(NpyBytes.Header("<f4", "(2, 3)"), NpyBytes.Singles(1, 2, 3, 4, 5, 6))), Encoding.ASCII.GetString([0x1F, 8, 0]))
            .Sample(Survives, iter: 2000);
}
