using CsCheck;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>Whatever the bytes, reading gives a data set or a <see cref="Hinge.Data.DataFormatException"/>, in bounded memory.</summary>
public sealed class SvmLightFuzzTests
{
    /// <summary>The line buffer, messages and first-use costs.</summary>
    private const long Fixed = 2 << 20;

    /// <summary>A line "1\n" becomes an offset and a label's reference, in lists that double and are then copied.</summary>
    private const long PerByte = 100;

    private static readonly byte[] Valid = "+1 1:0.5 3:-1e-3\r\n# note\n-1 2:1234567 # end\n1 1:7 20:1\n"u8.ToArray();

    private static void Survives(byte[] bytes)
    {
        // One thread, since what others allocate is not counted.
        foreach (IndexBase indexBase in (IndexBase[])[IndexBase.Auto, IndexBase.One])
        {
            SvmLightOptions options = new() { Threads = 1, IndexBase = indexBase };
            BadInput.Survives(() => SvmLightReader.Read<float>(new MemoryStream(bytes), "fuzz.svm", options), Fixed + PerByte * bytes.Length);
            BadInput.Survives(() => SvmLightReader.Read<double>(new MemoryStream(bytes), "fuzz.svm", options), Fixed + PerByte * bytes.Length);
        }
    }

    [Fact]
    public void Read_RandomBytes_OnlyDataFormatException() =>
        MutatedBytes.Random(longest: 300).Sample(Survives, iter: 3000);

    [Fact]
    public void Read_RandomTextOfTheGrammar_OnlyDataFormatException() =>
        MutatedBytes.From("0123456789+-.eE:# \t\r\n,qid", longest: 60).Sample(Survives, iter: 5000);

    [Fact]
    public void Read_MutatedFile_OnlyDataFormatException() =>
        MutatedBytes.Of(Valid, "0123456789+-.eE:# \t\r\n").Sample(Survives, iter: 5000);

    [Fact]
    public void Read_BatteredFile_OnlyDataFormatException() =>
        MutatedBytes.Battered(Valid, "0123456789+-.eE:#,qid \t\r\n").Sample(Survives, iter: 5000);

    [Fact]
    public void Read_BatteredGzip_OnlyDataFormatException()
    {
        using TemporaryFolder folder = new();
        MutatedBytes.Battered(TemporaryFolder.Gzip(Valid), "").Sample(
            bytes =>
            {
                string path = folder.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}.svm.gz"), bytes);
                // What a few bytes of gzip stand for is a thousand times as much at most.
                BadInput.Survives(() => SvmLightReader.Read<float>(path, new SvmLightOptions { Threads = 1 }), Fixed + 1000 * PerByte * bytes.Length);
            },
            iter: 2000);
    }

    [Theory]
    [InlineData("1\n")]
    [InlineData("1 1:1\n")]
    [InlineData("\n")]
    [InlineData("#")]
    [InlineData("9")]
    [InlineData(" ")]
    [InlineData(":")]
    public void Read_RepeatedText_TakesMemoryInProportion(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 1_000_000 / text.Length)));

        Survives(bytes);
    }

    [Fact]
    public void Read_DifferentLabels_TakeMemoryInProportion()
    {
        string text = string.Concat(Enumerable.Range(100_000, 50_000).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture) + " 1:1\n"));

        Survives(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
