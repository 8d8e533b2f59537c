using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;

namespace Hinge.Tests.Checking;

/// <summary>Data that the tests of explanations share.</summary>
internal static class ExplanationExamples
{
    /// <summary>
    /// Three classes, all numbers exact in binary. Scores: (1, ¾, ½), (−2¾, −1¼, ¼), (½, ¼, 0), (−2, −1, 0), (½, ½, ½).
    /// Violations: example 0 of class 1 by 1¼ and ¾; example 1 of class 1 by −½ and 2½; example 2 of class 0 by ¾ and ½;
    /// example 3 of class 1 by 0 (a kink) and 2; example 4 of class 2 by 1 and 1.
    /// </summary>
    public static Dataset Points { get; } = new(
        new DenseMatrix<double>(5, 2, [1, 2, -6, 1, 1, 0, -4, 0, 0, 2]),
        new Labels([1, 1, 0, 1, 2], 3));

    public static WeightMatrix PointWeights { get; } = new(2, 3, [0.5, 0.25, 0, 0.25, 0.25, 0.25]);

    public static TheoryData<string> LossNames => [.. Loss.Names];

    public static Dataset Random(int n, int d, int k, int seed)
    {
        Random random = new(seed);
        return new Dataset(
            new DenseMatrix<double>(n, d, [.. Enumerable.Range(0, n * d).Select(_ => 2 * random.NextDouble() - 1)]),
            new Labels([.. Enumerable.Range(0, n).Select(_ => random.Next(k))], k));
    }

    public static double[] Row(Dataset data, int example)
    {
        double[] x = new double[data.Features.FeatureCount];
        data.Features.CopyRow(example, x);
        return x;
    }

    public static double[] Scores(Dataset data, WeightMatrix weights, int example)
    {
        double[] x = Row(data, example), scores = new double[weights.ClassCount];
        for (int f = 0; f < x.Length; f++)
            for (int j = 0; j < scores.Length; j++)
                scores[j] += x[f] * weights[f, j];
        return scores;
    }
}
