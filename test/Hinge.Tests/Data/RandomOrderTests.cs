using Hinge.Data;
using Hinge.Testing;

namespace Hinge.Tests.Data;

public class RandomOrderTests
{
    /// <summary>Written once more after the published C code of xoshiro256** and splitmix64, with 128-bit arithmetic.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(123456789)]
    public void NextDouble_AnySeed_FollowsThePublishedGenerator(int seed)
    {
        ulong[] state = new ulong[4];
        ulong z = (uint)seed;
        for (int word = 0; word < 4; word++)
        {
            z = unchecked(z + 0x9E3779B97F4A7C15UL);
            ulong mixed = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
            mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
            state[word] = mixed ^ (mixed >> 31);
        }
        RandomOrder random = new(seed);
        for (int draw = 0; draw < 1000; draw++)
        {
            ulong fiveTimes = unchecked(state[1] * 5), result = unchecked(Rotate(fiveTimes, 7) * 9), shifted = state[1] << 17;
            state[2] ^= state[0];
            state[3] ^= state[1];
            state[1] ^= state[2];
            state[0] ^= state[3];
            state[2] ^= shifted;
            state[3] = Rotate(state[3], 45);
            Assert.Equal((result >> 11) / 9007199254740992.0, random.NextDouble());
        }
    }

    /// <summary>Frozen: with another generator every trained model would have other bits.</summary>
    [Fact]
    public void NextAndShuffle_KnownSeed_KeepTheirValues()
    {
        RandomOrder random = new(1);
        Assert.Equal(FirstValues, Enumerable.Range(0, 8).Select(_ => random.Next(1000)));
        int[] order = [.. Enumerable.Range(0, 10)];
        new RandomOrder(1).Shuffle(order);
        Assert.Equal(FirstOrder, order);
    }

    private static readonly int[] FirstValues = [702, 520, 574, 391, 697, 143, 71, 381];
    private static readonly int[] FirstOrder = [3, 6, 1, 5, 0, 9, 2, 8, 4, 7];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Next_AnyBound_StaysBelowAndIsEven(int bound)
    {
        RandomOrder random = new(5);
        int draws = 2000 * Math.Min(bound, 10), low = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            int value = random.Next(bound);
            Assert.InRange(value, 0, bound - 1);
            if (2 * value < bound - 1) low++;
        }
        // A binomial count, five standard deviations at most half the square root of the draws each.
        double share = Math.Ceiling((bound - 1) / 2.0) / bound;
        MatrixAssert.Close([share * draws], [low], 1, 2.5 * Math.Sqrt(draws), $"draws in the lower half of {bound}");
    }

    [Fact]
    public void Next_LargestBound_StaysBelow()
    {
        RandomOrder random = new(6);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.Next(int.MaxValue), 0, int.MaxValue - 1));
    }

    [Fact]
    public void Shuffle_AnyLength_IsAPermutation()
    {
        RandomOrder random = new(7);
        foreach (int length in (int[])[0, 1, 2, 100])
        {
            int[] items = [.. Enumerable.Range(0, length)];
            random.Shuffle(items);
            Assert.Equal(Enumerable.Range(0, length), items.Order());
        }
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 8)]
    [InlineData(8, 8)]
    [InlineData(100, 1)]
    [InlineData(100, 8)]
    [InlineData(101, 25)]
    [InlineData(10, 1000)]
    public void ShuffleBlocks_AnyLength_IsAPermutationThatKeepsBlocksTogether(int length, int blockLength)
    {
        int[] items = [.. Enumerable.Range(0, length)];
        new RandomOrder(7).ShuffleBlocks(items, blockLength);
        Assert.Equal(Enumerable.Range(0, length), items.Order());
        int blocks = 1;
        for (int e = 1; e < length; e++)
            if (items[e] / blockLength != items[e - 1] / blockLength) blocks++;
        Assert.Equal(Math.Max(1, (length + blockLength - 1) / blockLength), blocks);
    }

    [Fact]
    public void ShuffleBlocks_Seed_DecidesTheOrderOfBlocksAndWithinThem()
    {
        int[] Order(int seed)
        {
            int[] items = [.. Enumerable.Range(0, 64)];
            new RandomOrder(seed).ShuffleBlocks(items, 8);
            return items;
        }

        int[] one = Order(1);
        Assert.Equal(one, Order(1));
        Assert.NotEqual(one, Order(2));
        Assert.NotEqual(Enumerable.Range(0, 8), one.Chunk(8).Select(block => block[0] / 8));
        Assert.Contains(one.Chunk(8), block => !block.SequenceEqual(block.Order()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomOrder(1).ShuffleBlocks(one, 0));
    }

    [Fact]
    public void NextNormal_ManyDraws_HasMeanZeroAndVarianceOne()
    {
        RandomOrder random = new(8);
        double[] draws = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextNormal())];
        // Five standard errors: 1/√n of the mean, √(2/n) of the variance.
        MatrixAssert.Close(0, draws.Average(), 5 / Math.Sqrt(draws.Length), "mean");
        MatrixAssert.Close(1, draws.Average(d => d * d), 5 * Math.Sqrt(2.0 / draws.Length), "variance");
    }

    private static ulong Rotate(ulong value, int by) => (value << by) | (value >> (64 - by));
}
