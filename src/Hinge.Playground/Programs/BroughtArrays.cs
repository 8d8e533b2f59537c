using Hinge.Data;
using Hinge.Data.Numpy;

namespace Hinge.Playground.Programs;

/// <summary>The four arrays that a student brings. They are kept in memory alone, as long as the view is open.</summary>
public sealed class BroughtArrays
{
    /// <summary>The largest file that is taken.</summary>
    public const long ByteLimit = 64L << 20;

    private readonly Dictionary<string, NpyArray> _arrays = [];

    /// <summary>X, y, W, dW.</summary>
    public static IReadOnlyList<string> Names { get; } = ["X", "y", "W", "dW"];

    /// <summary>What a name stands for, in words.</summary>
    public static string MeaningOf(string name) => name switch
    {
        "X" => "features, N×D",
        "y" => "labels, N integers from 0",
        "W" => "weights, D×K",
        _ => "your gradient, D×K",
    };

    /// <summary>The array of that name; null before it is brought.</summary>
    public NpyArray? this[string name] => _arrays.GetValueOrDefault(name);

    /// <summary>Whether all four are there.</summary>
    public bool AreComplete => _arrays.Count == Names.Count;

    /// <summary>The name that a file stands for: dW.npy is dW. Null where none does.</summary>
    public static string? NameOf(string fileName)
    {
        string stem = Path.GetFileNameWithoutExtension(fileName);
        return Names.FirstOrDefault(name => name == stem) ?? Names.FirstOrDefault(name => stem.EndsWith("_" + name, StringComparison.Ordinal) || stem.EndsWith("-" + name, StringComparison.Ordinal));
    }

    /// <summary>Reads a file that arrives.</summary>
    /// <param name="name">X, y, W or dW.</param>
    /// <param name="fileName">What errors call it.</param>
    /// <param name="length">How many bytes it says to have.</param>
    /// <param name="stream">The bytes; no more than <see cref="ByteLimit"/> are read.</param>
    /// <exception cref="DataFormatException">It is no array that can be read, or too large.</exception>
    public async Task BringAsync(string name, string fileName, long length, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (length > ByteLimit) throw TooLarge(fileName);
        using MemoryStream bytes = new();
        byte[] piece = new byte[1 << 15];
        int count;
        while ((count = await stream.ReadAsync(piece)) > 0)
        {
            if (bytes.Length + count > ByteLimit) throw TooLarge(fileName);
            bytes.Write(piece, 0, count);
        }
        bytes.Position = 0;
        _arrays[name] = NpyFile.Read(bytes, fileName);
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _arrays.Clear();

    private static DataFormatException TooLarge(string fileName) =>
        new(fileName, null, $"the file must be at most {ByteLimit >> 20} MiB here. Use hinge diagnose for larger ones.");
}
