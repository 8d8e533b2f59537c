using System.IO.Pipes;
using System.Runtime.Versioning;
using Hinge.Models;
using Hinge.Testing;

namespace Hinge.Tests.Models;

/// <summary>Whatever fails, the old file stays and no other is left behind.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static void Write(string path, string content) =>
        AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void Write_NewFile_HasTheContent()
    {
        string path = _folder.File("a");

        Write(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_ShorterThanTheOldFile_LeavesNothingOfIt()
    {
        string path = _folder.Write("a", "the old content");

        Write(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Write_DiskFullMidway_KeepsTheOldFile(int written)
    {
        string path = _folder.Write("a", "old");

        IOException error = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[written]);
            throw new IOException("No space left on device");
        }));

        Assert.Equal("No space left on device", error.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_AnyFailureOfTheWriter_LeavesNoFile()
    {
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder.File("a"), _ => throw new InvalidOperationException()));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_ReaderOfTheOldFile_KeepsReadingIt()
    {
        string path = _folder.Write("a", "old");
        using FileStream reader = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        Write(path, "new");

        using StreamReader text = new(reader);
        Assert.Equal("old", text.ReadToEnd());
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_MissingFolder_NamesThePathAndTheRemedy()
    {
        string path = _folder.File("none/a");

        IOException error = Assert.ThrowsAny<IOException>(() => Write(path, "new"));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("Create it", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_PathThatIsAFolder_IsRefused()
    {
        IOException error = Assert.ThrowsAny<IOException>(() => Write(_folder.Path, "new"));

        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Write_FolderThatMayNotBeWritten_NamesThePath()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "folders have no such permission on Windows");
        string path = _folder.Write("a", "old");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.SkipWhen(Environment.IsPrivilegedProcess, "this user may write everywhere");
            UnauthorizedAccessException error = Assert.Throws<UnauthorizedAccessException>(() => Write(path, "new"));

            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            Assert.Equal("old", File.ReadAllText(path));
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Write_ToAnOpenPipe_WritesIntoIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes have paths on Linux only");
        using AnonymousPipeServerStream reader = new(PipeDirection.In);
        string path = $"/proc/self/fd/{reader.GetClientHandleAsString()}";

        Write(path, "new");
        reader.DisposeLocalCopyOfClientHandle();

        using StreamReader text = new(reader);
        Assert.Equal("new", text.ReadToEnd());
    }

    [Fact]
    public void Write_ToADevice_WritesIntoIt()
    {
        Assert.SkipUnless(File.Exists("/dev/full") && File.Exists("/dev/null"), "there are no such devices");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "were the code wrong, the superuser would replace the devices");

        Write("/dev/null", "into nothing");
        Assert.ThrowsAny<IOException>(() => Write("/dev/full", "too much"));

        Assert.Equal("", File.ReadAllText("/dev/null"));
    }

    [Fact]
    public void Write_NameWithoutFolder_GoesToTheCurrentFolder()
    {
        string name = $"hinge-test-{Guid.NewGuid():N}";
        try
        {
            Write(name, "new");

            Assert.Equal("new", File.ReadAllText(Path.Combine(Environment.CurrentDirectory, name)));
        }
        finally
        {
            File.Delete(name);
        }
    }
}
