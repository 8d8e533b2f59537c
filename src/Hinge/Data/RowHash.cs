namespace Hinge.Data;

/// <summary>A 64-bit number from a seed and a row's nonzeros: equal rows have equal numbers, whatever file or storage they come from.</summary>
/// <remarks>
/// h = mix(seed), then h = mix(h ⊕ (column · 2³² + the value's bits as float)) for each nonzero in ascending columns,
/// with the finalizer of splitmix64 (Steele, Lea and Flood, OOPSLA 2014). The label has no part in it. Not cryptographic:
/// whoever makes the data can make different rows collide.
/// </remarks>
internal struct RowHash(int seed) : INonzeroVisitor
{
    private ulong _state = Mix((uint)seed);

    /// <summary>The hash of a row.</summary>
    public static ulong Of(FeatureMatrix features, int example, int seed)
    {
        RowHash hash = new(seed);
        features.VisitNonzeros(example, ref hash);
        return hash._state;
    }

    /// <summary>The hash of a row of a table, of which one of its cells is known.</summary>
    public static ulong Of(ulong hash, int seed) => Mix(Mix((uint)seed) ^ hash);

    /// <summary>The hashes of all rows, in their order, by so many threads.</summary>
    public static ulong[] OfAll(FeatureMatrix features, int seed, int threads)
    {
        const int Block = 1024;
        ulong[] hashes = new ulong[features.ExampleCount];
        Parallel.For(0, (hashes.Length + Block - 1) / Block, new ParallelOptions { MaxDegreeOfParallelism = threads }, b =>
        {
            for (int i = b * Block; i < Math.Min(hashes.Length, (b + 1) * Block); i++) hashes[i] = Of(features, i, seed);
        });
        return hashes;
    }

    public void Visit(int column, double value)
    {
        float rounded = (float)value;
        if (rounded != 0) _state = Mix(_state ^ ((ulong)(uint)column << 32 | BitConverter.SingleToUInt32Bits(rounded)));
    }

    private static ulong Mix(ulong state) => RandomOrder.SplitMix(ref state);
}
