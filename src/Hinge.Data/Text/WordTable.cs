using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hinge.Data.Text;

/// <summary>Numbers words, given as UTF-8 text without NUL, filled up with zeros to a multiple of eight bytes at least.</summary>
/// <remarks>
/// Open addressing over slots of sixteen bytes. A slot holds the first eight bytes of its word, and whether there are more: a word no longer
/// than that is told from all others without another access.
/// </remarks>
internal sealed class WordTable
{
    private Slot[] _slots = new Slot[1 << 10];
    private ulong[] _hashes = new ulong[256];
    private int[] _starts = new int[256];
    private int[] _lengths = new int[256];
    private byte[] _bytes = new byte[1 << 12];

    /// <summary>How many words there are: their numbers are below.</summary>
    public int Count { get; private set; }

    /// <summary>The word of a number.</summary>
    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_starts[number], _lengths[number]);

    public string Text(int number) => Encoding.UTF8.GetString(this[number]);

    public ulong Hash(int number) => _hashes[number];

    /// <summary>The number of a word, or −1 if it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ReadOnlySpan<byte> padded, int length, ulong hash)
    {
        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(padded);
        uint tag = Tag(hash, length);
        Slot[] slots = _slots;
        for (uint s = (uint)hash; ; s++)
        {
            ref readonly Slot slot = ref slots[s & (uint)(slots.Length - 1)];
            if (slot.Follower == 0) return -1;
            if (slot.First == first && slot.Tag == tag && (length <= sizeof(ulong) || this[slot.Follower - 1].SequenceEqual(padded[..length])))
                return slot.Follower - 1;
        }
    }

    /// <summary>The number of a word; the next number, <see cref="Count"/> before the call, if it is new.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> padded, int length, ulong hash)
    {
        int number = Find(padded, length, hash);
        return number >= 0 ? number : Add(padded, length, hash);
    }

    /// <summary>The number of another table's word.</summary>
    public int FindOrAdd(WordTable other, int number) => FindOrAdd(other._bytes.AsSpan(other._starts[number]), other._lengths[number], other._hashes[number]);

    /// <summary>The given words in the order of their bytes, which is that of their Unicode scalar values.</summary>
    public int[] InOrder(IEnumerable<int> numbers)
    {
        int[] words = [.. numbers];
        ulong[] firsts = [.. words.Select(word => BinaryPrimitives.ReadUInt64BigEndian(_bytes.AsSpan(_starts[word])))];
        Array.Sort(firsts, words);
        for (int start = 0, end; start < words.Length; start = end)
        {
            // Words that share their first eight bytes are compared in full.
            for (end = start + 1; end < words.Length && firsts[end] == firsts[start]; end++) { }
            if (end - start > 1) words.AsSpan(start, end - start).Sort((x, y) => this[x].SequenceCompareTo(this[y]));
        }
        return words;
    }

    private int Add(ReadOnlySpan<byte> padded, int length, ulong hash)
    {
        if (Count == _lengths.Length)
        {
            Array.Resize(ref _starts, checked(2 * Count));
            Array.Resize(ref _lengths, 2 * Count);
            Array.Resize(ref _hashes, 2 * Count);
        }
        // Each word begins at a multiple of eight bytes and ends with zeros up to one.
        int start = Count == 0 ? 0 : _starts[Count - 1] + Rounded(_lengths[Count - 1]), end = checked(start + Rounded(length));
        if (end > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Max(end, Math.Min(2L * _bytes.Length, Array.MaxLength)));
        padded[..(end - start)].CopyTo(_bytes.AsSpan(start));
        _starts[Count] = start;
        _lengths[Count] = length;
        _hashes[Count] = hash;
        // At most half of the slots are taken.
        if (2 * (Count + 1L) > _slots.Length) Grow();
        Place(_slots, new Slot { First = BinaryPrimitives.ReadUInt64LittleEndian(padded), Tag = Tag(hash, length), Follower = Count + 1 }, hash);
        return Count++;
    }

    private void Grow()
    {
        Slot[] slots = new Slot[checked(2 * _slots.Length)];
        foreach (Slot slot in _slots)
            if (slot.Follower != 0) Place(slots, slot, _hashes[slot.Follower - 1]);
        _slots = slots;
    }

    private static void Place(Slot[] slots, Slot slot, ulong hash)
    {
        uint s = (uint)hash & (uint)(slots.Length - 1);
        while (slots[s].Follower != 0) s = (s + 1) & (uint)(slots.Length - 1);
        slots[s] = slot;
    }

    private static int Rounded(int length) => (length + sizeof(ulong) - 1) / sizeof(ulong) * sizeof(ulong);

    private static uint Tag(ulong hash, int length) => ((uint)(hash >> 32) & ~1u) | (length > sizeof(ulong) ? 1u : 0u);

    private struct Slot
    {
        /// <summary>The first eight bytes, with zeros behind a shorter word.</summary>
        public ulong First;

        /// <summary>Some of the hash; the last bit is set if there are more bytes.</summary>
        public uint Tag;

        /// <summary>The word's number and 1; 0 in an empty slot.</summary>
        public int Follower;
    }
}
