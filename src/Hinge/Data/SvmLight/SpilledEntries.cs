using System.Buffers.Binary;
using System.Numerics;
using Hinge.Data.Binary;
using Hinge.Kernels;

namespace Hinge.Data.SvmLight;

/// <summary>Where the entries of a file's blocks go when memory may not hold them: two temporary files, of columns and of values, mapped in the end.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Disposing closes and removes the files; a mapping made of them stays until the process ends.</remarks>
internal sealed class SpilledEntries<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ChunkLength = 1 << 20;

    private readonly FileStream _columns, _values;
    private readonly Dictionary<int, SvmLightBlock<T>> _waiting = [];
    private int _next;

    /// <summary>Creates the files in a folder.</summary>
    /// <exception cref="IOException">They cannot be created.</exception>
    public SpilledEntries(string folder)
    {
        DataFile.RequireLittleEndian();
        string name = Path.Combine(folder, $".hinge-{Guid.NewGuid():N}");
        _columns = Create($"{name}.columns.tmp");
        _values = Create($"{name}.values.tmp");
    }

    /// <summary>Takes the entries of a block out of memory, as soon as those of all blocks before it are; to be called once for each, in any order, by any thread.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Take(int number, SvmLightBlock<T> block)
    {
        lock (_waiting)
        {
            _waiting.Add(number, block);
            for (; _waiting.Remove(_next, out SvmLightBlock<T>? next); _next++) next.MoveEntries(_columns, _values);
        }
    }

    /// <summary>The entries of all blocks.</summary>
    /// <param name="addsOne">Whether every column is to be one more: the file counts from 0.</param>
    public (LongBuffer<int> Columns, LongBuffer<T> Values) Map(bool addsOne)
    {
        if (addsOne) AddOne();
        _columns.Flush();
        _values.Flush();
        long count = _columns.Length / sizeof(int);
        return (new MappedFile(_columns).Numbers<int>(0, count), new MappedFile(_values).Numbers<T>(0, count));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FileStream file in (FileStream[])[_columns, _values])
        {
            file.Dispose();
            // A mapping keeps the handle, and with it the name, where the system does not remove files that are in use; else their names can go at once.
            if (!OperatingSystem.IsWindows()) File.Delete(file.Name);
        }
    }

    private void AddOne()
    {
        byte[] chunk = new byte[ChunkLength];
        for (long position = 0; position < _columns.Length;)
        {
            _columns.Position = position;
            int read = _columns.ReadAtLeast(chunk, ChunkLength, throwOnEndOfStream: false);
            for (int at = 0; at < read; at += sizeof(int))
                BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(at), BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(at)) + 1);
            _columns.Position = position;
            _columns.Write(chunk, 0, read);
            position += read;
        }
    }

    private static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Options = FileOptions.DeleteOnClose,
        BufferSize = 0,
    });
}
