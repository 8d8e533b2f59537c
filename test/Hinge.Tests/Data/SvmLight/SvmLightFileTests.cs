using System.IO.Pipes;
using System.Text;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>Files on the disk: compressed, cut short, damaged, or not there.</summary>
public sealed class SvmLightFileTests : IDisposable
{
    private const string Text = "+1 1:0.5 3:-1e-3\r\n# note\n-1 2:1234567 # end\n1 1:7 2147483647:1\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Large()
    {
        StringBuilder text = new();
        for (int i = 0; i < 20_000; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i % 3} 1:{i * 0.37} 2:{i % 17}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    [Fact]
    public void Read_Gzip_GivesTheSameData()
    {
        string plain = _folder.Write("plain.svm", Large()), gzip = _folder.Write("named-otherwise.txt", TemporaryFolder.Gzip(Large()));

        Assert.Equal(SvmLightReader.Read<float>(plain).Fingerprint(), SvmLightReader.Read<float>(gzip).Fingerprint());
    }

    [Fact]
    public void Read_PlainFileCutAtEveryByte_IsReadOrRefused()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        for (int length = 0; length <= bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            BadInput.Survives(() => SvmLightReader.Read<float>(new MemoryStream(cut), "cut.svm"), bytes: 2 << 20);
        }
        Assert.Equal(3, SvmLightReader.Read<float>(new MemoryStream(bytes), "whole.svm").ExampleCount);
    }

    [Fact]
    public void Read_SmallGzipCutAtEveryByte_IsRefused()
    {
        byte[] bytes = TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(Text));
        for (int length = 0; length < bytes.Length; length++)
        {
            string path = _folder.Write("cut.svm.gz", bytes[..length]);
            DataFormatException error = Assert.Throws<DataFormatException>(() => SvmLightReader.Read<float>(path));
            Assert.Equal(path, error.DataSource);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void Read_TruncatedGzip_SaysThatItIsDamaged(double share)
    {
        byte[] gzip = TemporaryFolder.Gzip(Large());
        string path = _folder.Write("cut.svm.gz", gzip[..(int)(share * gzip.Length)]);

        DataFormatException error = Assert.Throws<DataFormatException>(() => SvmLightReader.Read<float>(path));

        Assert.Contains("damaged or cut short", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CorruptedGzip_IsRefused()
    {
        byte[] gzip = TemporaryFolder.Gzip(Large());
        for (int at = 10; at < gzip.Length; at += gzip.Length / 40)
        {
            byte[] corrupted = [.. gzip];
            corrupted[at] ^= 0x55;
            string path = _folder.Write("bad.svm.gz", corrupted);

            DataFormatException error = Assert.Throws<DataFormatException>(() => SvmLightReader.Read<float>(path));
            Assert.Equal(path, error.DataSource);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(8192)]
    public void Read_GzipOfSeveralMembers_GivesAllOfThem(int firstMemberLength)
    {
        byte[] text = Large();
        byte[] gzip = [.. TemporaryFolder.Gzip(text[..firstMemberLength]), .. TemporaryFolder.Gzip(text[firstMemberLength..^5]), .. TemporaryFolder.Gzip(text[^5..])];
        string plain = _folder.Write("plain.svm", text), members = _folder.Write("members.svm.gz", gzip), cut = _folder.Write("cut.svm.gz", gzip[..^1]);

        Assert.Equal(SvmLightReader.Read<float>(plain).Fingerprint(), SvmLightReader.Read<float>(members).Fingerprint());
        BadInput.Refused(cut, null, () => SvmLightReader.Read<float>(cut), "damaged or cut short");
    }

    [Fact]
    public void Read_GzipEndingAnywhereInTheDecompressorsBuffer_IsWhole()
    {
        // The end of the file, and so the check for its wholeness, falls on every place around a buffer's border.
        byte[] noise = new byte[8300];
        new Random(1).NextBytes(noise);
        for (int length = 8100; length < noise.Length; length += 1)
        {
            byte[] text = [.. "1 1:1 #"u8, .. noise.AsSpan(0, length).ToArray().Select(b => b == '\n' ? (byte)'x' : b), .. "\n2 1:2\n"u8];
            string path = _folder.Write("train.svm.gz", TemporaryFolder.Gzip(text));

            Assert.Equal(2, SvmLightReader.Read<float>(path).ExampleCount);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_Pipe_GivesTheSameData(bool isGzip)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes have paths on Linux only");
        byte[] text = Encoding.UTF8.GetBytes(Text);
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        pipe.Write(isGzip ? TemporaryFolder.Gzip(text) : text);
        // The reader sees the end of the pipe once every writing end is closed.
        string path = $"/proc/self/fd/{pipe.GetClientHandleAsString()}";
        Dataset data;
        using (FileStream reader = File.OpenRead(path))
        {
            pipe.Dispose();
            data = SvmLightReader.Read<float>($"/proc/self/fd/{reader.SafeFileHandle.DangerousGetHandle()}");
        }

        Assert.Equal(SvmLightReader.Read<float>(_folder.Write("plain.svm", text)).Fingerprint(), data.Fingerprint());
    }

    [Fact]
    public void Read_WrongChecksumInGzip_IsRefused()
    {
        byte[] gzip = TemporaryFolder.Gzip(Large());
        gzip[^6] ^= 1;
        string path = _folder.Write("bad.svm.gz", gzip);

        BadInput.Refused(path, null, () => SvmLightReader.Read<float>(path), "damaged", "Copy the file again");
    }

    [Fact]
    public void Read_MissingFile_IsRefused()
    {
        string path = _folder.File("none.svm"), inMissingFolder = _folder.File("none/train.svm");

        BadInput.Refused(path, null, () => SvmLightReader.Read<float>(path), "no such file", "Check the path");
        BadInput.Refused(inMissingFolder, null, () => SvmLightReader.Read<float>(inMissingFolder), "no such file");
    }

    [Fact]
    public void Read_Folder_IsRefused() =>
        BadInput.Refused(_folder.Path, null, () => SvmLightReader.Read<float>(_folder.Path), "folder", "Name a file");

    [Fact]
    public void Read_PathThroughAFile_IsRefused()
    {
        string path = Path.Combine(_folder.Write("plain.svm", Text), "train.svm");

        BadInput.Refused(path, null, () => SvmLightReader.Read<float>(path));
    }

    [Fact]
    public void Read_DeviceWithoutContent_HoldsNoExample()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "there is no /dev/null");

        BadInput.Refused("/dev/null", null, () => SvmLightReader.Read<float>("/dev/null"), "no example");
    }

    [Fact]
    public void Read_FileHeldByAnother_IsRefused()
    {
        string path = _folder.Write("open.svm", Text);
        using FileStream other = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        BadInput.Refused(path, null, () => SvmLightReader.Read<float>(path), "cannot be read");
    }
}
