using System.Runtime.CompilerServices;

namespace Hinge.Data.Text;

/// <summary>Numbers pairs of two numbers from 0 up; the numbers are the caller's.</summary>
internal sealed class PairTable
{
    private const int LeastSlots = 1 << 10;

    private Slot[] _slots;
    private int _count;

    /// <summary>An empty table, with room for that many pairs.</summary>
    public PairTable(int expected = 0)
    {
        long slots = LeastSlots;
        while (slots < 2L * expected) slots *= 2;
        _slots = new Slot[slots];
    }

    /// <summary>A pair as one number: the first above the second.</summary>
    public static ulong Key(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;

    /// <summary>A number that spreads keys evenly, in its low bits and in its high ones.</summary>
    public static ulong Hash(ulong key)
    {
        ulong hash = key * 0x9E3779B97F4A7C15;
        return (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
    }

    /// <summary>The number of a pair, or −1 if it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ulong key)
    {
        Slot[] slots = _slots;
        for (uint s = (uint)(Hash(key) >> 32); ; s++)
        {
            ref readonly Slot slot = ref slots[s & (uint)(slots.Length - 1)];
            if (slot.Follower == 0) return -1;
            if (slot.Key == key) return slot.Follower - 1;
        }
    }

    /// <summary>The number of a pair, which becomes <paramref name="next"/> if it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int FindOrAdd(ulong key, int next)
    {
        Slot[] slots = _slots;
        for (uint s = (uint)(Hash(key) >> 32); ; s++)
        {
            ref Slot slot = ref slots[s & (uint)(slots.Length - 1)];
            if (slot.Follower != 0)
            {
                if (slot.Key == key) return slot.Follower - 1;
                continue;
            }
            slot = new Slot { Key = key, Follower = checked(next + 1) };
            // At most half of the slots are taken.
            if (2L * ++_count > slots.Length) Grow();
            return next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Grow()
    {
        Slot[] slots = new Slot[checked(2 * _slots.Length)];
        foreach (Slot slot in _slots)
        {
            if (slot.Follower == 0) continue;
            uint s = (uint)(Hash(slot.Key) >> 32) & (uint)(slots.Length - 1);
            while (slots[s].Follower != 0) s = (s + 1) & (uint)(slots.Length - 1);
            slots[s] = slot;
        }
        _slots = slots;
    }

    private struct Slot
    {
        public ulong Key;

        /// <summary>The pair's number and 1; 0 in an empty slot.</summary>
        public int Follower;
    }
}
