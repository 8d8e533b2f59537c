using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Testing;

namespace Hinge.Tests.Data.Numpy;

/// <summary>Every way to break a .npy file is refused with a remedy, before memory is taken for what it claims.</summary>
public sealed class NpyErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Refused(byte[] bytes, params string[] fragments)
    {
        string path = _folder.Write("x.npy", bytes);
        BadInput.Refused(path, null, () => NpyFile.Read(path), fragments);
    }

    [Fact]
    public void Read_NoNpyFile_SaysSo()
    {
        Refused([], "no .npy file", "numpy.save");
        Refused("1 1:1\n2 1:1\n"u8.ToArray(), "no .npy file", "numpy.save");
        Refused("PK\u0003\u0004 a zip of arrays"u8.ToArray(), "no .npy file");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_CutAtEveryByte_IsRefused(int version)
    {
        byte[] whole = NpyBytes.File(NpyBytes.Pair, NpyBytes.Doubles(1, 2), version);
        for (int length = 0; length < whole.Length; length++)
        {
            Refused(whole[..length], "numpy.save");
            Refused(TemporaryFolder.Gzip(whole[..length]), "numpy.save");
        }
    }

    [Fact]
    public void Read_DataShorterThanTheShape_GivesBothLengths() =>
        Refused(NpyBytes.File(NpyBytes.Pair, new byte[15]), "must have 16 bytes after its header", "got 15", "numpy.save");

    [Fact]
    public void Read_DataLongerThanTheShape_IsRefused()
    {
        Refused(NpyBytes.File(NpyBytes.Pair, new byte[17]), "must have 16 bytes after its header", "got 17");
        Refused(TemporaryFolder.Gzip(NpyBytes.File(NpyBytes.Pair, new byte[17])), "must have 16 bytes after its header", "got more");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(255)]
    public void Read_UnknownVersion_IsRefused(int version) =>
        Refused(NpyBytes.File(NpyBytes.Pair, NpyBytes.Doubles(1, 2), version), $"version must be 1, 2 or 3; got {version}", "numpy.save");

    [Theory]
    [InlineData("|O", "Python objects are not read")]
    [InlineData("O", "Python objects are not read")]
    [InlineData(">f8", ".astype('<f8')")]
    [InlineData(">i4", ".astype(")]
    [InlineData("<u8", ".astype(")]
    [InlineData("|u2", ".astype(")]
    [InlineData("<f2", ".astype(")]
    [InlineData("<U5", ".astype(")]
    [InlineData("|S3", ".astype(")]
    [InlineData("<c16", ".astype(")]
    [InlineData("<M8[ns]", ".astype(")]
    [InlineData("f8", ".astype(")]
    [InlineData("", ".astype(")]
    public void Read_OtherElementType_NamesItAndTheRemedy(string descriptor, string remedy) =>
        Refused(NpyBytes.File(NpyBytes.Header(descriptor, "(2,)"), NpyBytes.Doubles(1, 2)), "element type", $"got '{descriptor}'", remedy);

    [Fact]
    public void Read_Records_AreRefused() =>
        Refused(NpyBytes.File("{'descr': [('a', '<f8'), ('b', '<i4')], 'fortran_order': False, 'shape': (2,), }", new byte[24]), "records", "one field");

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'more': 1}", "unknown key 'more'")]
    [InlineData("{'descr': '<f8', 'fortran_order': False}", "must have the keys")]
    [InlineData("{'descr': '<f8', 'shape': (2,)}", "must have the keys")]
    [InlineData("{'fortran_order': False, 'shape': (2,)}", "must have the keys")]
    [InlineData("{}", "must have the keys")]
    [InlineData("", "'{' must stand")]
    [InlineData("{", "quoted word")]
    [InlineData("[]", "'{' must stand")]
    [InlineData("{'descr", "does not end")]
    [InlineData("{'descr': '<f8}", "does not end")]
    [InlineData("{'descr' '<f8'}", "':' must stand")]
    [InlineData("{'descr': <f8}", "quoted word")]
    [InlineData("{'descr': '<f8' 'shape': (2,)}", "'}' must stand")]
    [InlineData("{'fortran_order': Maybe}", "True or False")]
    [InlineData("{'fortran_order': 1}", "True or False")]
    [InlineData("{'shape': 2}", "'(' must stand")]
    [InlineData("{'shape': [2]}", "'(' must stand")]
    [InlineData("{'shape': ((2,),)}", "whole number")]
    [InlineData("{'shape': (((((((((((((", "whole number")]
    [InlineData("{'shape': (2", "')' must stand")]
    [InlineData("{'shape': (2;3)}", "')' must stand")]
    [InlineData("{'shape': (,)}", "whole number")]
    [InlineData("{'shape': (-1,)}", "whole number")]
    [InlineData("{'shape': (2.0,)}", "')' must stand")]
    [InlineData("{'shape': (1e3,)}", "')' must stand")]
    [InlineData("{'shape': (2147483648,)}", "from 0 to 2147483647")]
    [InlineData("{'shape': (1000000000000000000,)}", "from 0 to 2147483647")]
    [InlineData("{'shape': (99999999999999999999999999,)}", "from 0 to 2147483647")]
    [InlineData("{'descr': __import__('os').system('true')}", "quoted word")]
    public void Read_MalformedHeader_SaysWhere(string header, string problem) =>
        Refused(NpyBytes.File(header, NpyBytes.Doubles(1, 2)), "header cannot be read", problem, "numpy.save");

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} x")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}}")]
    public void Read_TextAfterTheHeadersDictionary_IsRefused(string header) =>
        Refused(NpyBytes.File(header, NpyBytes.Doubles(1, 2)), "header cannot be read", "after");

    [Theory]
    [InlineData(2, uint.MaxValue)]
    [InlineData(2, 1u << 31)]
    [InlineData(3, 70_000u)]
    public void Read_HugeHeaderLength_IsRefusedWithoutAllocating(int version, uint length)
    {
        string path = _folder.Write("x.npy", NpyBytes.File(NpyBytes.Pair, NpyBytes.Doubles(1, 2), version, length));

        BadInput.Survives(() => BadInput.Refused(path, null, () => NpyFile.Read(path), $"claims {length} bytes"), bytes: 1 << 20);
    }

    [Theory]
    [InlineData("(2000000000,)", "must have 16000000000 bytes")]
    [InlineData("(40000, 50000)", "must have 16000000000 bytes")]
    [InlineData("(2147483647, 2147483647)", "elements")]
    [InlineData("(4294967, 4294967, 4294967)", "elements")]
    [InlineData("(65536, 65536, 65536, 65536)", "elements")]
    public void Read_HugeShape_IsRefusedWithoutAllocating(string shape, string problem)
    {
        byte[] bytes = NpyBytes.File(NpyBytes.Header("<f8", shape), NpyBytes.Doubles(1, 2));
        string plain = _folder.Write("x.npy", bytes), gzip = _folder.Write("x.npy.gz", TemporaryFolder.Gzip(bytes));

        BadInput.Survives(() => BadInput.Refused(plain, null, () => NpyFile.Read(plain), problem), bytes: 1 << 20);
        BadInput.Survives(() => BadInput.Refused(gzip, null, () => NpyFile.Read(gzip), problem), bytes: 2 << 20);
    }

    [Fact]
    public void Read_ThousandsOfDimensions_AreRefused()
    {
        string shape = $"({string.Concat(Enumerable.Repeat("1,", 20_000))}2)";

        Refused(NpyBytes.File(NpyBytes.Header("<f8", shape, isFortranOrder: true), NpyBytes.Doubles(1, 2)), "at most 64 dimensions");
    }

    [Theory]
    [InlineData(30_000, "")]
    [InlineData(1, "\u001B[31m")]
    public void Read_WordThatNoMessageShouldShow_IsRefusedWithoutIt(int length, string end)
    {
        string path = _folder.Write("x.npy", NpyBytes.File(NpyBytes.Header(new string('x', length) + end, "(2,)"), []));

        DataFormatException error = BadInput.Refused(path, null, () => NpyFile.Read(path), "the word at position");

        Assert.InRange(error.Message.Length, 1, 300);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void ToIntegers_FloatingPoint_SaysHowToConvert()
    {
        string path = _folder.Write("y.npy", NpyBytes.File(NpyBytes.Pair, NpyBytes.Doubles(1, 2.5)));

        BadInput.Refused(path, null, () => NpyFile.Read(path).ToIntegers(), "must be integers", "2.5 at 1", ".astype(numpy.int64)");
    }

    [Fact]
    public void RequireDimensions_OtherShape_SaysWhatIsWanted()
    {
        string flat = _folder.Write("flat.npy", NpyBytes.File(NpyBytes.Pair, NpyBytes.Doubles(1, 2)));
        string empty = _folder.Write("empty.npy", NpyBytes.File(NpyBytes.Header("<f8", "(0, 3)"), []));

        BadInput.Refused(flat, null, () => NpyFile.Read(flat).RequireDimensions(2, "N×D features"), "2 dimensions (N×D features); got (2,)", "Reshape");
        BadInput.Refused(empty, null, () => NpyFile.Read(empty).RequireDimensions(2, "N×D features"), "must not be empty (N×D features); got (0, 3)");
    }

    [Fact]
    public void Read_MissingFileOrFolder_IsRefused()
    {
        string missing = _folder.File("none.npy");

        BadInput.Refused(missing, null, () => NpyFile.Read(missing), "no such file");
        BadInput.Refused(_folder.Path, null, () => NpyFile.Read(_folder.Path), "folder");
    }
}
