using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Hinge.Kernels;

/// <summary>A file mapped into memory, read-only: its pages are read when they are touched, and given up when memory is short.</summary>
/// <remarks>
/// A mapping lasts until the process ends: nothing that was made of it can point at memory that is gone. It takes addresses and
/// no memory of its own. The file must not become shorter meanwhile, which the system answers by ending the process; one that is
/// replaced by renaming another over it stays as it was here.
/// </remarks>
public sealed unsafe partial class MappedFile
{
    private const int WillNeed = 3;

    private readonly byte* _start;

    /// <summary>Maps a file of at least one byte.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public MappedFile(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Length = file.Length;
        MemoryMappedFile map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        SafeBuffer view = map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle;
        // Never released: see the remarks.
        view.AcquirePointer(ref _start);
    }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>Numbers of the file, little-endian.</summary>
    /// <param name="offset">Where they begin, in bytes: a multiple of their size.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the file, or do not begin at a multiple of their size.</exception>
    public LongBuffer<T> Numbers<T>(long offset, long count)
        where T : unmanaged, INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (Length - offset) / sizeof(T));
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset % sizeof(T), 0);
        return new LongBuffer<T>((T*)(_start + offset), count);
    }

    internal static void ReadAhead(void* start, long bytes)
    {
        if (!OperatingSystem.IsLinux() || bytes <= 0) return;
        nuint page = (nuint)Environment.SystemPageSize, first = (nuint)start / page * page;
        _ = Advise((void*)first, (nuint)start + (nuint)bytes - first, WillNeed);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);
}
