using System.Numerics;
using Hinge.Training.Checkpoints;

namespace Hinge.Data;

/// <summary>
/// Random numbers from a seed: xoshiro256** (Blackman and Vigna, ACM TOMS 47(4), 2021) seeded by splitmix64. Written
/// out here because a training run promises the same bits on every .NET version.
/// </summary>
internal sealed class RandomOrder
{
    private ulong _s0, _s1, _s2, _s3;

    public RandomOrder(int seed)
    {
        ulong state = (ulong)(uint)seed;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>Saves or restores where the sequence stands.</summary>
    public void Exchange(StateExchange state)
    {
        state.Number(ref _s0);
        state.Number(ref _s1);
        state.Number(ref _s2);
        state.Number(ref _s3);
    }

    /// <summary>A number in [0, bound), unbiased (Lemire, 2019).</summary>
    public int Next(int bound)
    {
        while (true)
        {
            ulong product = (NextBits() >> 32) * (ulong)(uint)bound;
            uint low = (uint)product;
            if (low >= (uint)bound || low >= (uint)-bound % (uint)bound) return (int)(product >> 32);
        }
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A standard normal number (Box and Muller).</summary>
    public double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Puts the items into random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>Shuffles blocks of neighbours, and within each block its items.</summary>
    /// <param name="items">What is shuffled.</param>
    /// <param name="blockLength">Items in a block, at least 1; the last block may be shorter.</param>
    public void ShuffleBlocks(Span<int> items, int blockLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        int[] old = items.ToArray(), blocks = [.. Enumerable.Range(0, (items.Length + blockLength - 1) / blockLength)];
        Shuffle(blocks);
        int at = 0;
        foreach (int block in blocks)
        {
            ReadOnlySpan<int> from = old.AsSpan(block * blockLength, Math.Min(blockLength, old.Length - block * blockLength));
            Span<int> to = items.Slice(at, from.Length);
            from.CopyTo(to);
            Shuffle(to);
            at += from.Length;
        }
    }

    private ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>The next number of splitmix64 (Steele, Lea and Flood, OOPSLA 2014), whose state moves on.</summary>
    internal static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
