using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Hinge.Data.Numpy;

/// <summary>An .npz file, a zip archive of .npy files: its arrays by name, each read when it is asked for.</summary>
/// <remarks>
/// Memory grows with what really comes out of the archive, never with what it claims; and an array may come out as 64 MiB,
/// or as a hundred times the archive's length, but not as more: what inflates further was made to exhaust memory.
/// </remarks>
internal sealed class NpzArchive : IDisposable
{
    private const long AlwaysAllowed = 64L << 20, MostInflation = 100;
    private const string Extension = ".npy";

    private readonly string _path;
    private readonly FileStream _file;
    private readonly ZipArchive _zip;
    private readonly SortedDictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Opens an archive.</summary>
    /// <exception cref="DataFormatException">There is no such file, it is no zip archive, or two arrays have one name.</exception>
    public NpzArchive(string path)
    {
        _path = path;
        _file = InputFile.OpenPlain(path);
        try
        {
            if (!_file.CanSeek) throw new DataFormatException(path, null, "this is a pipe, and archives are read from their end. Write it to a file first.");
            _zip = new ZipArchive(_file, ZipArchiveMode.Read);
            foreach (ZipArchiveEntry entry in _zip.Entries)
            {
                string name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
                if (!_entries.TryAdd(name, entry)) throw new DataFormatException(path, null, $"arrays must have names of their own; two are named {Shown(name)}. Write the file again with numpy.savez.");
            }
        }
        catch (Exception e)
        {
            _zip?.Dispose();
            _file.Dispose();
            if (IsDamage(e)) throw Damaged(e);
            throw;
        }
    }

    /// <summary>The arrays' names, in the order of their letters.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The names, for messages: the first few.</summary>
    public string NamesText => _entries.Count == 0 ? "none" : string.Join(", ", _entries.Keys.Take(8).Select(Shown)) + (_entries.Count > 8 ? ", …" : "");

    /// <summary>Reads an array.</summary>
    /// <exception cref="DataFormatException">It is no array of numbers, or damaged, or larger than the archive can honestly hold.</exception>
    public NpyArray Read(string name) => Read(name, NpyFile.Read);

    /// <summary>Reads a word, which NumPy keeps as an array without dimensions.</summary>
    public string ReadWord(string name) => Read(name, (stream, source) =>
    {
        const int Longest = 256;
        NpyHeader header = NpyHeader.Read(stream, source);
        byte[] bytes = new byte[Longest];
        int count = stream.ReadAtLeast(bytes, Longest, throwOnEndOfStream: false);
        bool isText = header.Shape.Length == 0 && count < Longest && (header.Descriptor.StartsWith("|S", StringComparison.Ordinal) || header.Descriptor.StartsWith("<U", StringComparison.Ordinal));
        if (!isText) throw new DataFormatException(source, null, $"the array must be one word; got elements of type '{header.Descriptor}'. Write one word, as scipy.sparse.save_npz does.");
        return (header.Descriptor[0] == '<' ? Encoding.UTF32 : Encoding.Latin1).GetString(bytes, 0, count).TrimEnd('\0');
    });

    /// <summary>Reads names, one an element: text as it is, and whole numbers in digits.</summary>
    public string[] ReadNames(string name) => Read(name, (stream, source) =>
    {
        NpyHeader header = NpyHeader.Read(stream, source);
        if (header.Shape.Length != 1)
            throw new DataFormatException(source, null, $"the array must have 1 dimension; got {header.Shape.Length}. Reshape it.");
        if (NpyText.Holds(header)) return NpyText.Read(header, stream, source);
        if (header.Descriptor.Contains('O', StringComparison.Ordinal))
            throw new DataFormatException(source, null, "the elements must be text or numbers; got Python objects, which can run code. Write the array with .astype(str).");
        return Array.ConvertAll(NpyFile.Read(header, stream, source).ToIntegers(), number => number.ToString(CultureInfo.InvariantCulture));
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _zip.Dispose();
        _file.Dispose();
    }

    private TResult Read<TResult>(string name, Func<Stream, string, TResult> read)
    {
        ZipArchiveEntry entry = _entries[name];
        string source = $"{_path}[{Shown(name)}]";
        long most = Math.Max(AlwaysAllowed, MostInflation * _file.Length);
        try
        {
            using ZipEntryInput stream = new(entry.Open(), entry.Length, entry.Crc32, most, source);
            TResult result = read(stream, source);
            stream.RequireEnd();
            return result;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(e);
        }
    }

    /// <summary>What reading a broken archive throws.</summary>
    private static bool IsDamage(Exception e) => e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException;

    private DataFormatException Damaged(Exception cause) =>
        new(_path, null, $"the archive is damaged, or of a kind that NumPy does not write ({cause.Message.TrimEnd('.')}). Write the file again with numpy.savez or scipy.sparse.save_npz.");

    private static string Shown(string name)
    {
        string printable = string.Concat(name.Take(40).Select(c => char.IsControl(c) ? '?' : c));
        return name.Length > 40 ? $"{printable}…" : printable;
    }
}
