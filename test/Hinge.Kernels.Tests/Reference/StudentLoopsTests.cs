using Hinge.Kernels.Reference;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Reference;

/// <summary>The student's loops on numbers that can be followed with a pencil.</summary>
public class StudentLoopsTests
{
    // Two examples of two features, three classes, Δ = 1.
    //   X = | 1  2 |   y = 0      W = | 1  0   2 |   (rows: features, columns: classes)
    //       | 3 -1 |   y = 2          | 0  1  -1 |
    // Example 0: s = (1, 2, 0).  v_1 = 2 − 1 + 1 = 2 > 0, v_2 = 0 − 1 + 1 = 0: a kink, which counts as not violated.
    //   loss 2; column 1 gets +x = (1, 2), column 0 gets −x.
    // Example 1: s = (3, −1, 7). v_0 = 3 − 7 + 1 = −3, v_1 = −1 − 7 + 1 = −7: nothing is violated.
    // Total: loss 2, dW = | -1 1 0 |
    //                     | -2 2 0 |
    private static readonly double[] X = [1, 2, 3, -1];
    private static readonly int[] Y = [0, 2];
    private static readonly double[] W = [1, 0, 2, 0, 1, -1];

    [Fact]
    public void Dense_HandWorkedExample_GivesLossAndGradient()
    {
        double[] gradient = new double[6];
        double loss = StudentLoops.Dense(X, Y, W, classCount: 3, delta: 1, gradient);
        Assert.Equal(2, loss);
        MatrixAssert.SameBits([-1, 1, 0, -2, 2, 0], gradient, 3, "dW");
    }

    // The same data at Δ = 5.
    // Example 0: v_1 = 2 − 1 + 5 = 6, v_2 = 0 − 1 + 5 = 4: loss 10. Two terms are violated, so the right column gets −2x:
    //   columns (0, 1, 2) get (−2, 1, 1)·(1, 2).
    // Example 1: v_0 = 3 − 7 + 5 = 1, v_1 = −1 − 7 + 5 = −3: loss 1. Columns get (1, 0, −1)·(3, −1).
    // Total: loss 11, dW = | -2+3  1  1-3 | = |  1 1 -2 |
    //                      | -4-1  2  2+1 |   | -5 2  3 |
    [Fact]
    public void Dense_TwoViolationsInOneExample_TakeTwoTimesXFromTheRightClass()
    {
        double[] gradient = new double[6];
        double loss = StudentLoops.Dense(X, Y, W, classCount: 3, delta: 5, gradient);
        Assert.Equal(11, loss);
        MatrixAssert.SameBits([1, 1, -2, -5, 2, 3], gradient, 3, "dW");
    }

    // The first row without its first feature: x = (0, 2), y = 0, s = (0, 2, −2), Δ = 1.
    // v_1 = 2 − 0 + 1 = 3, v_2 = −2 − 0 + 1 = −1: loss 3, columns get (−1, 1, 0)·(0, 2).
    [Fact]
    public void Sparse_HandWorkedExample_GivesLossAndGradient()
    {
        double[] gradient = new double[6];
        double loss = StudentLoops.Sparse([0, 1], [1], [2], [0], W, classCount: 3, delta: 1, gradient);
        Assert.Equal(3, loss);
        MatrixAssert.SameBits([0, 0, 0, -2, 2, 0], gradient, 3, "dW");
    }

    [Fact]
    public void Sparse_SameNumbersAsDense_SameBits()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            int n = 15, d = 1 + seed, k = 2 + seed % 6;
            (double[] x, int[] y) = Blobs.Raw(n, d, k, seed, density: 0.5);
            double[] w = Blobs.Normals(d * k, seed + 100), dense = new double[d * k], sparse = new double[d * k];
            (long[] offsets, int[] columns, double[] values) = Storage.Compress(x, n, d);
            double denseLoss = StudentLoops.Dense(x, y, w, k, 1, dense);
            double sparseLoss = StudentLoops.Sparse(offsets, columns, values, y, w, k, 1, sparse);
            Assert.Equal(denseLoss, sparseLoss);
            MatrixAssert.Close(dense, sparse, k, 0, $"dW, seed {seed}");
        }
    }

    [Fact]
    public void Dense_GradientBufferInUse_IsOverwritten()
    {
        double[] gradient = [9, 9, 9, 9, 9, 9];
        StudentLoops.Dense(X, Y, W, 3, 1, gradient);
        MatrixAssert.SameBits([-1, 1, 0, -2, 2, 0], gradient, 3, "dW");
    }

    [Fact]
    public void Dense_NaNFeature_SpreadsToNothing()
    {
        double[] gradient = new double[6];
        Assert.Equal(0, StudentLoops.Dense([double.NaN, 2, 3, -1], Y, W, 3, 1, gradient));
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    [Fact]
    public void Dense_WrongShapes_Throw()
    {
        Assert.Throws<ArgumentException>(() => StudentLoops.Dense(new double[3], Y, W, 3, 1, new double[6]));
        Assert.Throws<ArgumentException>(() => StudentLoops.Dense(X, Y, W, 3, 1, new double[5]));
        Assert.Throws<ArgumentException>(() => StudentLoops.Dense(X, Y, new double[7], 3, 1, new double[7]));
        Assert.Throws<ArgumentException>(() => StudentLoops.Dense(X, Y, W, 0, 1, new double[6]));
    }

    [Fact]
    public void Sparse_WrongShapes_Throw()
    {
        Assert.Throws<ArgumentException>(() => StudentLoops.Sparse([0], [1], [2], [0], W, 3, 1, new double[6]));
        Assert.Throws<ArgumentException>(() => StudentLoops.Sparse([0, 1], [1], [2, 3], [0], W, 3, 1, new double[6]));
        Assert.Throws<ArgumentException>(() => StudentLoops.Sparse([0, 1], [1], [2], [0], W, 3, 1, new double[5]));
        Assert.Throws<ArgumentException>(() => StudentLoops.Sparse([0, 1], [1], [2], [0], new double[7], 3, 1, new double[7]));
        Assert.Throws<ArgumentException>(() => StudentLoops.Sparse([0, 1], [1], [2], [0], W, 0, 1, new double[6]));
    }
}
