using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Hinge.Kernels.Dense;

/// <summary>
/// Memory to be fetched into the second-level cache while a tile computes: one or two cache lines at each of its steps.
/// So the next block of rows arrives evenly under the arithmetic of this one.
/// </summary>
/// <remarks>A hint, without influence on results. .NET offers it on x86 only.</remarks>
internal readonly unsafe record struct Ahead
{
    private const int Line = 64;

    private Ahead(byte* start, int lines)
    {
        Start = (nint)start;
        Step = lines * Line;
        Second = Math.Max(0, lines - 1) * Line;
    }

    /// <summary>Where the tile begins.</summary>
    public nint Start { get; }

    /// <summary>How far it moves in a step; 0 where nothing is left.</summary>
    public nint Step { get; }

    /// <summary>From the step's first line to its second, which may be the same.</summary>
    public nint Second { get; }

    /// <summary>Nothing to fetch: the line at <paramref name="address"/>, in use anyway.</summary>
    public static Ahead None(void* address) => new((byte*)address, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(nint position)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch1((byte*)position);
        Sse.Prefetch1((byte*)(position + Second));
    }

    /// <summary>A stretch of memory, handed out to one tile after the other.</summary>
    public struct Stretch(void* start, nint length, int linesPerStep)
    {
        private readonly int _lines = Math.Clamp(linesPerStep, 1, 2);
        private readonly byte* _end = (byte*)start + length;
        private byte* _at = (byte*)start;

        /// <summary>To arrive under the scores of a block: 4 rows × 5 classes take a step for each 4 lines and group of classes.</summary>
        public static Stretch DuringScores(void* start, nint length, int groups) => new(start, length, (4 + groups - 1) / groups);

        /// <summary>To arrive under the scores and a gradient of about as many steps.</summary>
        public static Stretch DuringScoresAndGradient(void* start, nint length, int groups) => new(start, length, (2 + groups - 1) / groups);

        /// <summary>The share of a tile of so many steps.</summary>
        public Ahead Take(int steps)
        {
            if (_at >= _end) return None(_end);
            Ahead share = new(_at, _lines);
            _at += share.Step * steps;
            return share;
        }
    }
}
