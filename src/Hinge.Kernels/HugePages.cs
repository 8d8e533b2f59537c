using System.Runtime.InteropServices;

namespace Hinge.Kernels;

/// <summary>
/// Large memory on pages of 2 MiB, where Linux grants them: weights touched in random order otherwise wait for the
/// translation of their addresses. A hint, without influence on results.
/// </summary>
internal static unsafe partial class HugePages
{
    /// <summary>The size of such a page.</summary>
    public const int PageSize = 2 << 20;

    private const int UseHugePages = 14;

    /// <summary>Memory of that many bytes, rounded up to whole pages, not yet touched.</summary>
    public static void* Allocate(nuint bytes)
    {
        nuint rounded = (bytes + PageSize - 1) / PageSize * PageSize;
        void* memory = NativeMemory.AlignedAlloc(rounded, PageSize);
        if (OperatingSystem.IsLinux()) _ = Advise(memory, rounded, UseHugePages);
        return memory;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);
}
