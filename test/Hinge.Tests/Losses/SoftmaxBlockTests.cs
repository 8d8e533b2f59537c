using Hinge.Data;
using Hinge.Losses;

namespace Hinge.Tests.Losses;

/// <summary>Softmax's dual block: its optimality conditions, at every scale.</summary>
public class SoftmaxBlockTests
{
    /// <summary>log p + c·p must be z − ν with one ν for all classes: to the rounding of terms as large as the largest of them.</summary>
    private const double ConditionTolerance = 1e-11;

    private const double SumTolerance = 1e-12;

    [Fact]
    public void SolveBlock_RandomBlocks_MeetsOptimalityConditions()
    {
        RandomOrder random = new(11);
        for (int trial = 0; trial < 3000; trial++)
        {
            int k = trial % 10 == 0 ? 200 : 2 + random.Next(9), y = random.Next(k);
            double cost = Math.Pow(10, 8 * random.NextDouble() - 4), squaredNorm = Math.Pow(10, 12 * random.NextDouble() - 6), spread = Math.Pow(10, 4 * random.NextDouble() - 2);
            double[] scores = [.. Enumerable.Range(0, k).Select(_ => spread * random.NextNormal())];
            double[] old = FeasibleDual(random, k, y, cost), dual = [.. old];
            Softmax loss = new();

            loss.SolveBlock(scores, y, squaredNorm, cost, dual, new double[k]);

            double sum = 0, low = double.PositiveInfinity, high = double.NegativeInfinity, size = 1;
            for (int j = 0; j < k; j++)
            {
                double p = dual[j] / cost + (j == y ? 1 : 0);
                sum += p;
                // Below this p_y = 1 + b_y/C has lost the digits that its logarithm would need.
                if (p < 1e-4) continue;
                double z = scores[j] + squaredNorm * (old[j] + (j == y ? cost : 0)), nu = z - cost * squaredNorm * p - Math.Log(p);
                (low, high) = (Math.Min(low, nu), Math.Max(high, nu));
                size = Math.Max(size, Math.Max(Math.Abs(z), cost * squaredNorm));
            }
            Assert.True(Math.Abs(sum - 1) <= SumTolerance, $"trial {trial}: the probabilities must add up to 1; got {sum:R}.");
            Assert.True(high - low <= ConditionTolerance * size, $"trial {trial}, K = {k}, C = {cost}, ‖x‖² = {squaredNorm}: the conditions differ by {high - low:R} (size {size:R}).");
            Assert.True(Value(loss, dual, old, scores, y, squaredNorm, cost) >= Value(loss, old, old, scores, y, squaredNorm, cost) - 1e-9 * (1 + size * cost), $"trial {trial}: the dual fell.");
        }
    }

    [Fact]
    public void SolveBlock_WithoutFeatures_GivesEqualProbabilities()
    {
        double[] dual = new double[4];
        new Softmax().SolveBlock([1, 2, 3, 4], 2, 0, 8, dual, new double[4]);
        Assert.Equal([2, 2, -6, 2], dual);
    }

    /// <summary>The dual's change by the block: its term, plus s·(b − b_old), minus ½‖x‖²‖b − b_old‖².</summary>
    private static double Value(Softmax loss, double[] dual, double[] old, double[] scores, int y, double squaredNorm, double cost)
    {
        double value = loss.DualTerm(dual, y, cost);
        for (int j = 0; j < dual.Length; j++)
            value += scores[j] * (dual[j] - old[j]) - 0.5 * squaredNorm * (dual[j] - old[j]) * (dual[j] - old[j]);
        return value;
    }

    private static double[] FeasibleDual(RandomOrder random, int k, int y, double cost)
    {
        double[] p = [.. Enumerable.Range(0, k).Select(_ => random.NextDouble() + 1e-3)];
        double total = p.Sum(), others = 0;
        double[] dual = new double[k];
        for (int j = 0; j < k; j++)
        {
            if (j == y) continue;
            dual[j] = cost * p[j] / total;
            others += dual[j];
        }
        dual[y] = -others;
        return dual;
    }
}
