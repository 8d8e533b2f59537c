using System.Numerics;
using Hinge.Kernels;
using Hinge.Kernels.Margins;
using Hinge.Losses;
using Hinge.Testing;

namespace Hinge.Tests.Losses;

/// <summary>The SIMD blocks of Crammer–Singer, squared Weston–Watkins and one-vs-rest against the plain losses and their plain solvers.</summary>
public class MarginKernelTests
{
    private const int Trials = 4000;

    public static TheoryData<string> Losses => ["crammer-singer", "squared-weston-watkins", "one-vs-rest", "squared-one-vs-rest"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Measure_RandomBlocks_AgreesWithTheLoss(string name)
    {
        Random random = new(21);
        for (int trial = 0; trial < Trials; trial++)
        {
            MeasureOf<float>(name, RandomBlocks.Next(name, random));
            MeasureOf<double>(name, RandomBlocks.Next(name, random));
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Solve_RandomBlocks_AgreesWithThePlainSolver(string name)
    {
        Random random = new(22);
        for (int trial = 0; trial < Trials; trial++)
        {
            SolveOf<float>(name, RandomBlocks.Next(name, random));
            SolveOf<double>(name, RandomBlocks.Next(name, random));
        }
    }

    // K = 3, y = 0, ‖x‖² = 1, C = 1, s = 0, Δ = 1: u = (·, 1, 1). Crammer–Singer: Σβ = θ = 2·(1 − θ) gives θ = ⅔. Squared Weston–Watkins:
    // slope = ⅔ gives γ = 2·⅔·(1 − γ) = 4/7. One against the rest: a = 1, and squared 1/(1 + ½) = ⅔.
    [Theory]
    [InlineData("crammer-singer", -2.0 / 3, 1.0 / 3)]
    [InlineData("squared-weston-watkins", -4.0 / 7, 2.0 / 7)]
    [InlineData("one-vs-rest", -1.0, 1.0)]
    [InlineData("squared-one-vs-rest", -2.0 / 3, 2.0 / 3)]
    public void Solve_HandWorkedExample_IsExact(string name, double right, double other)
    {
        Padded<double> padded = new(name, new Block([0, 0, 0], 0, 1, 1, [0, 0, 0], new Delta()));
        padded.Solve(out bool isChanged);
        Assert.True(isChanged);
        MatrixAssert.Close([right, other, other, 0, 0, 0, 0, 0], padded.Dual, 8, Tolerances.HandWorked, $"b of {name}");
        MatrixAssert.Close([-right, -other, -other, 0, 0, 0, 0, 0], padded.Change.AsSpan(0, 8), 8, Tolerances.HandWorked, $"change of {name}");
    }

    private static void MeasureOf<T>(string name, Block wide)
        where T : unmanaged, INumber<T>
    {
        Padded<T> padded = new(name, wide);
        Block block = padded.Block;
        (double value, double term, double gap) = padded.Measure();
        double expectedValue = padded.Loss.Value(block.Scores, block.Label), expectedTerm = padded.Loss.DualTerm(block.Start, block.Label, block.Cost), product = 0;
        for (int j = 0; j < block.ClassCount; j++) product += block.Scores[j] * block.Start[j];
        double slack = padded.GapSlack();
        MatrixAssert.Close([expectedValue], [value], 1, slack / block.Cost, $"loss of {name}, {block}");
        MatrixAssert.Close([expectedTerm], [term], 1, slack, $"dual term of {name}, {block}");
        MatrixAssert.Close([block.Cost * expectedValue - expectedTerm - product], [gap], 1, slack, $"gap of {name}, {block}");
        if (block.Start.AsSpan().ContainsAnyExcept(0.0)) return;
        Assert.Equal((value, gap), (padded.Measure(isZero: true).Loss, padded.Measure(isZero: true).Gap));
        Assert.Equal(0, padded.Measure(isZero: true).DualTerm);
    }

    private static void SolveOf<T>(string name, Block wide)
        where T : unmanaged, INumber<T>
    {
        Padded<T> padded = new(name, wide);
        Block block = padded.Block;
        int k = block.ClassCount;
        double before = padded.Measure().Gap, gap = padded.Solve(out bool isChanged);
        MatrixAssert.Close([before], [gap], 1, padded.GapSlack(), $"gap of {name}, {block}");
        double[] b = [.. padded.Dual.Take(k)], expected = [.. block.Start];
        Assert.True(padded.Loss.DualTerm(b, block.Label, block.Cost) > double.NegativeInfinity, $"{name} left the domain: {block}; b = [{string.Join(", ", b.Take(8))}]");
        Assert.False(padded.Dual.AsSpan(k).ContainsAnyExcept(0.0), $"the padding of the dual was written: {name}, {block}");
        Assert.False(padded.Change.AsSpan(k).ContainsAnyExcept(T.Zero), $"the padding of the change was written: {name}, {block}");
        Assert.True(isChanged || block.Start.AsSpan().SequenceEqual(b), $"a change untold: {name}, {block}");
        for (int j = 0; j < k && isChanged; j++)
            Assert.Equal(T.CreateTruncating(block.Start[j] - b[j]), padded.Change[j]);

        // A gap lost in its own rounding is left as it is.
        if (!(gap > padded.GapSlack())) return;
        ((IBlockSolver)padded.Loss).SolveBlock(block.Scores, block.Label, block.SquaredNorm, block.Cost, expected, new double[k]);
        // Either side is off by that much from the exact maximizer at most.
        double tolerance = 2 * Tolerances.BlockEntry(k, block.LargestTarget(padded.IsOneVsRest));
        MatrixAssert.Close(expected, b, k, k * tolerance, $"b of {name}, {block}");
        if (!padded.IsOneVsRest) expected[block.Label] = b[block.Label] = 0;
        MatrixAssert.Close(expected, b, k, tolerance, $"maximizer of {name}, {block}");
    }

    /// <summary>A block laid out for the kernels, its scores rounded to T.</summary>
    private sealed class Padded<T>
        where T : unmanaged, INumber<T>
    {
        private readonly string _name;
        private readonly T[] _scores;
        private readonly double[] _delta, _workspace;

        public Padded(string name, Block block)
        {
            _name = name;
            IsOneVsRest = name.EndsWith("one-vs-rest", StringComparison.Ordinal);
            Loss = IsOneVsRest ? Hinge.Losses.Loss.Create(name) : Hinge.Losses.Loss.Create(name, block.Delta);
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
            // What an earlier block left must not matter.
            Array.Fill(_workspace, double.NaN);
        }

        public Block Block { get; }

        public Loss Loss { get; }

        public bool IsOneVsRest { get; }

        public double[] Dual { get; }

        public T[] Change { get; }

        public (double Loss, double DualTerm, double Gap) Measure(bool isZero = false)
        {
            ReadOnlySpan<double> dual = isZero ? [] : Dual;
            return _name switch
            {
                "crammer-singer" => CrammerSingerBlock.Measure<T>(_scores, Block.Label, dual, _delta, Block.Cost),
                "squared-weston-watkins" => SquaredWestonWatkinsBlock.Measure<T>(_scores, Block.Label, dual, _delta, Block.Cost),
                _ => OneVsRestBlock.Measure<T>(_scores, 0, Block.ClassCount, Block.Label, dual, Block.Cost, isSquared: _name.StartsWith("squared", StringComparison.Ordinal)),
            };
        }

        public double Solve(out bool isChanged) => _name switch
        {
            "crammer-singer" => CrammerSingerBlock.Solve<T>(_scores, Block.Label, Block.SquaredNorm, Block.Cost, _delta, Dual, Change, _workspace, out isChanged),
            "squared-weston-watkins" => SquaredWestonWatkinsBlock.Solve<T>(_scores, Block.Label, Block.SquaredNorm, Block.Cost, _delta, Dual, Change, _workspace, out isChanged),
            _ => OneVsRestBlock.Solve<T>(_scores, Block.ClassCount, Block.Label, Block.SquaredNorm, Block.Cost, _name.StartsWith("squared", StringComparison.Ordinal), Dual, Change, out isChanged),
        };

        /// <summary>The gap's rounding: of violations, each a sum of three terms, or their squares, times C or the dual.</summary>
        public double GapSlack()
        {
            double magnitude = 0;
            for (int j = 0; j < Block.ClassCount; j++)
            {
                double violation = 1 + Math.Abs(Block.Scores[j]) + Math.Abs(Block.Scores[Block.Label]) + Block.Delta[Block.Label, j];
                magnitude += (Block.Cost * violation + Math.Abs(Block.Start[j])) * violation + Block.Start[j] * Block.Start[j] / Block.Cost;
            }
            return Tolerances.SumOfProducts(Block.ClassCount + 6, magnitude);
        }
    }
}
