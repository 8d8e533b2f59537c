using System.Numerics;
using Hinge.Kernels;
using Hinge.Kernels.Margins;
using Hinge.Losses;
using Hinge.Testing;

namespace Hinge.Tests.Losses;

/// <summary>The SIMD block of Weston and Watkins against the plain loss and its plain solver.</summary>
public class WestonWatkinsBlockTests
{
    private static readonly int[] ClassCounts = [.. Enumerable.Range(2, 39), 58, 100];

    [Fact]
    public void Measure_RandomBlocks_AgreesWithTheLoss()
    {
        ForEachBlock(MeasureOf<float>);
        ForEachBlock(MeasureOf<double>);
    }

    [Fact]
    public void Solve_RandomBlocks_AgreesWithThePlainSolver()
    {
        ForEachBlock(SolveOf<float>);
        ForEachBlock(SolveOf<double>);
    }

    [Fact]
    public void Solve_GapThatIsLeftAlone_ChangesNothing() => ForEachBlock(block =>
    {
        Padded<double> padded = new(block);
        double gap = padded.Measure().Gap;
        double[] dual = [.. padded.Dual];
        double returned = padded.Solve(skip: gap * (1 + 1e-9) + double.Epsilon, out bool isChanged);
        Assert.False(isChanged, block.ToString());
        MatrixAssert.SameBits(dual, padded.Dual, dual.Length, $"dual of {block}");
        MatrixAssert.Close([gap], [returned], 1, GapSlack(block), $"gap of {block}");
    });

    // K = 2, y = 0, ‖x‖² = 2, C = 1, s = (0, 0), Δ = 1: u = v/‖x‖² = ½, β + γ = ½ with γ = β, so β = ¼.
    [Fact]
    public void Solve_HandWorkedExample_IsExact()
    {
        Padded<float> padded = new(new Block([0, 0], 0, 2, 1, [0, 0], new Delta()));
        Assert.Equal((1, 0, 1), padded.Measure());
        Assert.Equal(1, padded.Solve(skip: 0, out bool isChanged));
        Assert.True(isChanged);
        MatrixAssert.SameBits([-0.25, 0.25, 0, 0, 0, 0, 0, 0], padded.Dual, 8, "b");
        Assert.Equal([0.25f, -0.25f, 0, 0, 0, 0, 0, 0], padded.Change.Take(8));
    }

    [Fact]
    public void Panels_RandomBlocks_HoldWhatCountsAndNoOther() => ForEachBlock(block =>
    {
        Padded<double> padded = new(block);
        foreach ((double share, int size) in ((double, int)[])[(0, 2), (0.05, 5), (0.5, 16), (1e9, 2)])
        {
            if (block.ClassCount > 64 * size) continue;
            ulong panels = padded.Panels(share, size), expected = 0;
            for (int j = 0; j < block.ClassCount; j++)
            {
                double v = block.Scores[j] - block.Scores[block.Label] + (1 + share) * block.Delta[block.Label, j];
                if (j == block.Label || block.Start[j] > 0 || v > 0) expected |= 1UL << (j / size);
            }
            Assert.True(expected == panels, $"panels of {size}, share {share}: expected {expected:x}, got {panels:x}; {block}");
        }
    });

    private static void ForEachBlock(Action<Block> check)
    {
        Random random = new(1);
        foreach (int k in ClassCounts)
            for (int trial = 0; trial < 40; trial++)
                check(RandomBlocks.NextWestonWatkins(k, trial % 4 == 0 ? 0 : trial % 4 == 1 ? k - 1 : random.Next(k), random));
    }

    private static void MeasureOf<T>(Block wide)
        where T : unmanaged, INumber<T>
    {
        Padded<T> padded = new(wide);
        Block block = padded.Block;
        WestonWatkins loss = new(block.Delta);
        (double value, double term, double gap) = padded.Measure();
        double expectedValue = loss.Value(block.Scores, block.Label), expectedTerm = loss.DualTerm(block.Start, block.Label, block.Cost);
        double product = 0;
        for (int j = 0; j < block.ClassCount; j++) product += block.Scores[j] * block.Start[j];
        MatrixAssert.Close([expectedValue], [value], 1, GapSlack(block) / block.Cost, $"loss of {block}");
        MatrixAssert.Close([expectedTerm], [term], 1, Tolerances.SumOfProducts(block.ClassCount, expectedTerm), $"dual term of {block}");
        MatrixAssert.Close([block.Cost * expectedValue - expectedTerm - product], [gap], 1, GapSlack(block), $"gap of {block}");
        if (block.Start.AsSpan().ContainsAnyExcept(0.0)) return;
        Assert.Equal((value, term, gap), padded.Measure(isZero: true));
    }

    private static void SolveOf<T>(Block wide)
        where T : unmanaged, INumber<T>
    {
        Padded<T> padded = new(wide);
        Block block = padded.Block;
        WestonWatkins loss = new(block.Delta);
        int k = block.ClassCount;
        double before = padded.Measure().Gap, gap = padded.Solve(skip: 0, out bool isChanged);
        double[] b = [.. padded.Dual.Take(k)], expected = [.. block.Start];
        MatrixAssert.Close([before], [gap], 1, GapSlack(block), $"gap of {block}");

        Assert.True(loss.DualTerm(b, block.Label, block.Cost) > double.NegativeInfinity, $"left the domain: {block}; b = [{string.Join(", ", b.Take(8))}]");
        Assert.False(padded.Dual.AsSpan(k).ContainsAnyExcept(0.0), $"the padding of the dual was written: {block}");
        Assert.False(padded.Change.AsSpan(k).ContainsAnyExcept(T.Zero), $"the padding of the change was written: {block}");
        for (int j = 0; j < k && isChanged; j++)
            Assert.Equal(T.CreateTruncating(block.Start[j] - b[j]), padded.Change[j]);

        // A gap lost in its own rounding is left as it is.
        if (gap > 0)
        {
            Assert.True(isChanged || block.Start.AsSpan().SequenceEqual(b), $"a change untold: {block}");
            loss.SolveBlock(block.Scores, block.Label, block.SquaredNorm, block.Cost, expected, new double[k]);
            // Either side is off by that much from the exact maximizer at most.
            double tolerance = 2 * Tolerances.BlockEntry(k, block.LargestTarget(isOneVsRest: false));
            MatrixAssert.Close(expected, b, k, k * tolerance, $"b of {block}");
            expected[block.Label] = b[block.Label] = 0;
            MatrixAssert.Close(expected, b, k, tolerance, $"maximizer of {block}");
        }
        (double rise, double magnitude) = PlainBlocks.Rise("weston-watkins", block, [.. b.Select((value, j) => (DoubleDouble)(j == block.Label ? 0 : value))]);
        double entry = Tolerances.BlockEntry(k, Math.Min(block.LargestTarget(isOneVsRest: false), 4 * k * block.Cost));
        MatrixAssert.AtMost(0, rise, Tolerances.BlockObjective * magnitude + (block.SquaredNorm + 1 / block.Cost) * k * entry * entry, $"rise of {block}");
    }

    /// <summary>The gap's rounding: of violations, each a sum of three terms, times C or α.</summary>
    private static double GapSlack(Block block)
    {
        double magnitude = 0;
        for (int j = 0; j < block.ClassCount; j++)
            magnitude += (block.Cost + Math.Abs(block.Start[j])) * (Math.Abs(block.Scores[j]) + Math.Abs(block.Scores[block.Label]) + block.Delta[block.Label, j]);
        return Tolerances.SumOfProducts(block.ClassCount + 3, magnitude);
    }

    /// <summary>A block laid out for the kernel, its scores rounded to T.</summary>
    private sealed class Padded<T>
        where T : unmanaged, INumber<T>
    {
        private readonly T[] _scores;
        private readonly double[] _delta, _workspace;

        public Padded(Block block)
        {
            int k = block.ClassCount, length = SparseRow.Stride(k);
            // Kernels in float pad scores to 16 lanes.
            _scores = new T[(k + 15) / 16 * 16];
            for (int j = 0; j < k; j++) _scores[j] = T.CreateTruncating(block.Scores[j]);
            Block = block with { Scores = [.. _scores.Take(k).Select(double.CreateTruncating)] };
            _delta = new double[length];
            Array.Fill(_delta, double.NegativeInfinity);
            for (int j = 0; j < k; j++) _delta[j] = block.Delta[block.Label, j];
            Dual = new double[length];
            block.Start.CopyTo(Dual, 0);
            Change = new T[_scores.Length];
            _workspace = new double[length];
        }

        public ulong Panels(double share, int size) => WestonWatkinsBlock.Panels<T>(_scores, Block.Label, Dual, _delta, share, size);

        public Block Block { get; }

        public double[] Dual { get; }

        public T[] Change { get; }

        public (double Loss, double DualTerm, double Gap) Measure(bool isZero = false) =>
            WestonWatkinsBlock.Measure<T>(_scores, Block.Label, isZero ? [] : Dual, _delta, Block.Cost);

        public double Solve(double skip, out bool isChanged) =>
            WestonWatkinsBlock.Solve<T>(_scores, Block.Label, Block.SquaredNorm, Block.Cost, _delta, skip, Dual, Change, _workspace, out isChanged);
    }
}
