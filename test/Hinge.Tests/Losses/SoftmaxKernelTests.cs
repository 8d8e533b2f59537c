using System.Numerics;
using Hinge.Data;
using Hinge.Kernels;
using Hinge.Kernels.Probabilities;
using Hinge.Losses;
using Hinge.Testing;

namespace Hinge.Tests.Losses;

/// <summary>The SIMD block of softmax against the plain loss and its plain solver.</summary>
public class SoftmaxKernelTests
{
    /// <summary>Log-probabilities of either solver: to the rounding of terms as large as the largest of them.</summary>
    private const double ConditionTolerance = 1e-11;

    private static readonly int[] ClassCounts = [.. Enumerable.Range(2, 31), 58, 100, 1000];

    [Fact]
    public void Measure_RandomBlocks_AgreesWithTheLoss()
    {
        ForEachBlock(MeasureOf<float>);
        ForEachBlock(MeasureOf<double>);
    }

    [Fact]
    public void TrySolve_RandomBlocks_AgreesWithThePlainSolver()
    {
        ForEachBlock(SolveOf<float>);
        ForEachBlock(SolveOf<double>);
    }

    /// <summary>Costs and norms as trainings have them: the plain solver is there for what lies beyond.</summary>
    [Fact]
    public void TrySolve_RandomBlocks_Ends()
    {
        int solved = 0, count = 0;
        ForEachBlock(block =>
        {
            count++;
            solved += new Padded<double>(block).TrySolve(out _) ? 1 : 0;
        });
        Assert.Equal(count, solved);
    }

    // K = 2, s = (0, 0), ‖x‖² = 0 but for rounding: p = (½, ½), so b = ±½·C.
    [Fact]
    public void TrySolve_HandWorkedExample_IsExact()
    {
        Padded<double> padded = new(new Block([0, 0], 1, 1e-30, 2, [0, 0], new Delta()));
        Assert.True(padded.TrySolve(out double gap));
        MatrixAssert.Close([1, -1], [padded.Dual[0], padded.Dual[1]], 2, Tolerances.HandWorked, "b");
        MatrixAssert.Close([-1, 1], [padded.Change[0], padded.Change[1]], 2, Tolerances.HandWorked, "change");
        MatrixAssert.Close([2 * Math.Log(2)], [gap], 1, Tolerances.HandWorked, "gap");
    }

    private static void ForEachBlock(Action<Block> check)
    {
        RandomOrder random = new(5);
        foreach (int k in ClassCounts)
        {
            for (int trial = 0; trial < (k > 100 ? 5 : 60); trial++)
            {
                int y = random.Next(k);
                double cost = Math.Pow(10, 8 * random.NextDouble() - 4), squaredNorm = Math.Pow(10, 12 * random.NextDouble() - 6), spread = Math.Pow(10, 4 * random.NextDouble() - 2);
                double[] scores = [.. Enumerable.Range(0, k).Select(_ => spread * random.NextNormal())];
                check(new Block(scores, y, squaredNorm, cost, Start(random, k, y, cost, spread), new Delta()));
            }
        }
    }

    /// <summary>Zero, or p of any sort: even, or with all but some as good as zero.</summary>
    private static double[] Start(RandomOrder random, int k, int y, double cost, double spread)
    {
        double[] dual = new double[k];
        int kind = random.Next(3);
        if (kind == 0) return dual;
        double[] p = [.. Enumerable.Range(0, k).Select(_ => kind == 1 ? random.NextDouble() + 1e-3 : Math.Exp(spread * random.NextNormal()))];
        double total = p.Sum(), others = 0;
        for (int j = 0; j < k; j++)
        {
            if (j == y) continue;
            dual[j] = cost * (p[j] / total);
            others += dual[j];
        }
        dual[y] = -others;
        return dual;
    }

    private static void MeasureOf<T>(Block wide)
        where T : unmanaged, INumber<T>
    {
        Padded<T> padded = new(wide);
        Block block = padded.Block;
        Softmax loss = new();
        (double value, double term, double gap) = padded.Measure();
        double expectedValue = loss.Value(block.Scores, block.Label), expectedTerm = loss.DualTerm(block.Start, block.Label, block.Cost);
        double product = 0, size = 1;
        for (int j = 0; j < block.ClassCount; j++)
        {
            product += block.Scores[j] * block.Start[j];
            size = Math.Max(size, Math.Abs(block.Scores[j]));
        }
        MatrixAssert.Close([expectedValue], [value], 1, Tolerances.SameFormula * size, $"loss of {block}");
        MatrixAssert.Close([expectedTerm], [term], 1, Tolerances.SameFormula * block.Cost * 10, $"dual term of {block}");
        MatrixAssert.Close([block.Cost * expectedValue - expectedTerm - product], [gap], 1, Tolerances.SameFormula * block.Cost * 10 * size, $"gap of {block}");
        if (block.Start.AsSpan().ContainsAnyExcept(0.0)) return;
        Assert.Equal((value, term), (padded.Measure(isZero: true).Loss, padded.Measure(isZero: true).DualTerm));
    }

    private static void SolveOf<T>(Block wide)
        where T : unmanaged, INumber<T>
    {
        Padded<T> padded = new(wide);
        Block block = padded.Block;
        Softmax loss = new();
        int k = block.ClassCount, y = block.Label;
        double before = padded.Measure().Gap, c = block.Cost * block.SquaredNorm, size = 1 + c;
        Assert.True(padded.TrySolve(out double gap), $"no end: {block}");
        MatrixAssert.Close([before], [gap], 1, Tolerances.SameFormula * block.Cost * 10 * (1 + block.Scores.Max(Math.Abs)), $"gap of {block}");
        double[] b = [.. padded.Dual.Take(k)], expected = [.. block.Start];
        Assert.True(loss.DualTerm(b, y, block.Cost) > double.NegativeInfinity, $"left the domain: {block}");
        Assert.False(padded.Dual.AsSpan(k).ContainsAnyExcept(0.0), $"the padding of the dual was written: {block}");
        Assert.False(padded.Change.AsSpan(k).ContainsAnyExcept(T.Zero), $"the padding of the change was written: {block}");
        for (int j = 0; j < k; j++)
        {
            Assert.Equal(T.CreateTruncating(block.Start[j] - b[j]), padded.Change[j]);
            size = Math.Max(size, Math.Abs(block.Scores[j]) + Math.Abs(block.SquaredNorm * block.Start[j]));
        }
        loss.SolveBlock(block.Scores, y, block.SquaredNorm, block.Cost, expected, new double[k]);
        for (int j = 0; j < k; j++)
        {
            // An error of ε·size in z moves p by that over c + 1/p.
            double p = Math.Max(expected[j], b[j]) / block.Cost;
            if (j == y || !(p > 0)) continue;
            double slack = 2 * ConditionTolerance * size / (c + 1 / p) + 1e-300;
            MatrixAssert.Close(0, (expected[j] - b[j]) / block.Cost, slack, $"p_{j} of {block}");
        }
    }

    /// <summary>A block laid out for the kernel, its scores rounded to T.</summary>
    private sealed class Padded<T>
        where T : unmanaged, INumber<T>
    {
        private readonly T[] _scores;
        private readonly double[] _workspace;

        public Padded(Block block)
        {
            int k = block.ClassCount, length = SparseRow.Stride(k);
            _scores = new T[(k + 15) / 16 * 16];
            for (int j = 0; j < k; j++) _scores[j] = T.CreateTruncating(block.Scores[j]);
            Block = block with { Scores = [.. _scores.Take(k).Select(double.CreateTruncating)] };
            Dual = new double[length];
            block.Start.CopyTo(Dual, 0);
            Change = new T[_scores.Length];
            _workspace = new double[SoftmaxBlock.WorkspaceRows * length];
            // What an earlier block left must not matter.
            Array.Fill(_workspace, double.NaN);
        }

        public Block Block { get; }

        public double[] Dual { get; }

        public T[] Change { get; }

        public (double Loss, double DualTerm, double Gap) Measure(bool isZero = false) =>
            SoftmaxBlock.Measure<T>(_scores, Block.ClassCount, Block.Label, isZero ? [] : Dual, Block.Cost);

        public bool TrySolve(out double gap) =>
            SoftmaxBlock.TrySolve<T>(_scores, Block.ClassCount, Block.Label, Block.SquaredNorm, Block.Cost, Dual, Change, _workspace, out gap);
    }
}
