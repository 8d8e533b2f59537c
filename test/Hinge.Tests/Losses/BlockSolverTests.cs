using Hinge.Losses;
using Hinge.Testing;

namespace Hinge.Tests.Losses;

/// <summary>Every block solver against <see cref="PlainBlocks"/> on thousands of random blocks.</summary>
public class BlockSolverTests
{
    public static TheoryData<string> Losses => [.. PlainLosses.WithBlocks];

    [Theory]
    [MemberData(nameof(Losses))]
    public void SolveBlock_RandomBlocks_AgreesWithBisectionIn31Digits(string name)
    {
        Random random = new(1);
        for (int trial = 0; trial < 3000; trial++)
            Compare(name, RandomBlocks.Next(name, random), trial);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void SolveBlock_RandomBlocks_NeverLowersTheDualAndStaysFeasible(string name)
    {
        Random random = new(2);
        for (int trial = 0; trial < 20_000; trial++)
        {
            Block block = RandomBlocks.Next(name, random);
            (Loss loss, double[] b) = Solve(name, block);
            Assert.True(loss.DualTerm(b, block.Label, block.Cost) > double.NegativeInfinity, $"{name} left the domain at trial {trial}: {block}; b = [{string.Join(", ", b.Take(8))}]");
            (double rise, double magnitude) = PlainBlocks.Rise(name, block, Alphas(name, block, b));
            MatrixAssert.AtMost(0, rise, Slack(name, block, magnitude), $"rise of {name} at trial {trial}: {block}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void SolveBlock_ItsOwnSolution_StaysWhereItIs(string name)
    {
        Random random = new(3);
        for (int trial = 0; trial < 500; trial++)
        {
            Block block = RandomBlocks.Next(name, random);
            (_, double[] b) = Solve(name, block);
            // After the step W has moved by −x(b − b_old)ᵀ, and so have the scores.
            double[] scores = [.. block.Scores.Select((s, j) => s - block.SquaredNorm * (b[j] - block.Start[j]))];
            Block next = block with { Scores = scores, Start = b };
            (_, double[] again) = Solve(name, next);
            (double rise, double magnitude) = PlainBlocks.Rise(name, next, Alphas(name, next, again));
            (_, double firstMagnitude) = PlainBlocks.Rise(name, block, Alphas(name, block, b));
            MatrixAssert.AtMost(rise, 0, Slack(name, next, magnitude + firstMagnitude), $"second rise of {name} at trial {trial}: {block}");
        }
    }

    // Without features only the dual term counts; y = 1, C = 2, Δ_1 = (0.5, 0, 3).
    [Theory]
    [InlineData("weston-watkins", 2, -4, 2)]
    [InlineData("squared-weston-watkins", 2, -14, 12)]
    [InlineData("crammer-singer", 0, -2, 2)]
    [InlineData("one-vs-rest", 2, -2, 2)]
    [InlineData("squared-one-vs-rest", 4, -4, 4)]
    public void SolveBlock_ZeroNorm_MaximizesTheDualTermWhateverTheScores(string name, double b0, double b1, double b2)
    {
        Block block = new([7, -5, 3], 1, 0, 2, [0.5, -0.75, 0.25], new Delta(3, [0, 1, 1, 0.5, 0, 3, 1, 1, 0]));
        MatrixAssert.Close([b0, b1, b2], Solve(name, block).B, 3, 0, name);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void SolveBlock_NormSoSmallThatTargetsOverflow_StaysFeasible(string name)
    {
        foreach (double squaredNorm in (double[])[double.Epsilon, 1e-310, 1e-300])
        {
            Block block = new([4, 0, 1, -3], 1, squaredNorm, 2, [0, 0, 0, 0], new Delta());
            (Loss loss, double[] b) = Solve(name, block);
            Assert.True(loss.DualTerm(b, 1, 2) > double.NegativeInfinity, $"{name} at ‖x‖² = {squaredNorm}: b = [{string.Join(", ", b)}]");
        }
    }

    private static void Compare(string name, Block block, int trial)
    {
        bool isOneVsRest = name.EndsWith("one-vs-rest", StringComparison.Ordinal);
        DoubleDouble[] expected = PlainBlocks.Solve(name, block), actual = Alphas(name, block, Solve(name, block).B);
        double tolerance = Tolerances.BlockEntry(block.ClassCount, block.LargestTarget(isOneVsRest));
        string what = $"{name}, trial {trial}: {block}";
        MatrixAssert.Close([.. expected.Select(a => (double)a)], [.. actual.Select(a => (double)a)], block.ClassCount, tolerance, what);

        (double best, double magnitude) = PlainBlocks.Rise(name, block, expected);
        MatrixAssert.AtMost(best, PlainBlocks.Rise(name, block, actual).Rise, Slack(name, block, magnitude), $"rise of {what}");
    }

    /// <summary>
    /// What a step may lose: the rounding of its terms, and, being at most of second order in the entries' errors,
    /// ½‖x‖²·K·error². Where crammer-singer holds Σα at C, the rounding of that sum costs its multiplier, which is at
    /// most ‖x‖² times the largest target and 2C.
    /// </summary>
    private static double Slack(string name, Block block, double magnitude)
    {
        double largest = block.LargestTarget(name.EndsWith("one-vs-rest", StringComparison.Ordinal));
        double target = Math.Min(largest, 4 * block.ClassCount * block.Cost);
        double rounding = name == "crammer-singer" ? block.ClassCount * Tolerances.UnitRoundoff * block.Cost * block.SquaredNorm * (largest + 2 * block.Cost) : 0;
        double entry = Tolerances.BlockEntry(block.ClassCount, target);
        double curvature = block.SquaredNorm + 1 / block.Cost;
        return Tolerances.BlockObjective * magnitude + rounding + curvature * block.ClassCount * entry * entry;
    }

    private static (Loss Loss, double[] B) Solve(string name, Block block)
    {
        Loss loss = name.EndsWith("one-vs-rest", StringComparison.Ordinal) ? Loss.Create(name) : Loss.Create(name, block.Delta);
        double[] b = [.. block.Start];
        ((IBlockSolver)loss).SolveBlock(block.Scores, block.Label, block.SquaredNorm, block.Cost, b, new double[block.ClassCount]);
        if (!name.EndsWith("one-vs-rest", StringComparison.Ordinal))
            MatrixAssert.Close(0, b.Sum() / (1 + Math.Abs(b[block.Label])), Tolerances.SameFormula, $"sum of b, {name}: {block}");
        return (loss, b);
    }

    /// <summary>α_j for j ≠ y, or a_j = ∓b_j.</summary>
    private static DoubleDouble[] Alphas(string name, Block block, double[] b)
    {
        bool isOneVsRest = name.EndsWith("one-vs-rest", StringComparison.Ordinal);
        return [.. b.Select((value, j) => (DoubleDouble)(j != block.Label ? value : isOneVsRest ? -value : 0))];
    }
}
