using System.Numerics;
using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;

namespace Hinge.Tests.Models;

/// <summary>Single rows get what batches get, bit by bit, and allocate nothing.</summary>
public class PredictorTests
{
    private const int N = 6;

    // Around whole vectors, and so many classes that their scores leave the stack.
    private static readonly (int D, int K)[] Shapes = [(1, 1), (3, 2), (7, 5), (8, 8), (9, 3), (17, 11), (65, 10), (20, 200)];

    [Fact]
    public void Scores_AnyShapeAndStorage_HaveTheBitsOfTheBatch()
    {
        foreach ((int d, int k) in Shapes)
        {
            foreach (double bias in (double[])[0, 0.7])
            {
                LinearModel model = NewModel(d, k, bias);
                RequireBatchBits<float>(model);
                RequireBatchBits<double>(model);
            }
        }
    }

    [Fact]
    public void Top_AnyCount_IsTheOrderOfScoresWithTiesToTheLowerClass()
    {
        // Scores are the weights themselves: 1, 3, 3, 0, 3, 1.
        Predictor predictor = HandMadeModel([1, 3, 3, 0, 3, 1]).CreatePredictor();
        int[] order = [1, 2, 4, 0, 5, 3];
        double[] sorted = [3, 3, 3, 1, 1, 0];
        for (int count = 0; count <= 6; count++)
        {
            int[] classes = new int[count], sparseClasses = new int[count];
            double[] scores = new double[count], sparseScores = new double[count];
            predictor.Top<float>([1f], classes, scores);
            predictor.Top<double>([0], [1.0], sparseClasses, sparseScores);
            Assert.Equal(order.Take(count), classes);
            Assert.Equal(sorted.Take(count), scores);
            Assert.Equal(classes, sparseClasses);
            Assert.Equal(scores, sparseScores);
        }
        Assert.Equal(1, predictor.Predict<double>([1.0]));
        // All scores equal: the lowest class.
        Assert.Equal(0, predictor.Predict<double>([0.0]));
        Assert.Equal(0, predictor.Predict<float>([], []));
    }

    [Fact]
    public void Best_RandomScoresWithTies_IsAStableSort()
    {
        Random random = new(1);
        for (int trial = 0; trial < 500; trial++)
        {
            int k = random.Next(1, 40);
            double[] scores = [.. Enumerable.Range(0, k).Select(_ => (double)random.Next(8))];
            int[] classes = new int[random.Next(k + 1)];
            LinearModel.Best(scores, classes);
            Assert.Equal(Enumerable.Range(0, k).OrderByDescending(j => scores[j]).Take(classes.Length), classes);
            if (classes.Length > 0) Assert.Equal(LinearModel.Best(scores), classes[0]);
        }
        Assert.Throws<ArgumentException>("classes", () => LinearModel.Best([1, 2], new int[3]));
    }

    [Fact]
    public void AllMembers_AfterTheFirstRows_AllocateNothing()
    {
        foreach ((int d, int k) in Shapes)
        {
            Predictor predictor = NewModel(d, k, bias: 1).CreatePredictor();
            float[] row = new float[d];
            double[] wide = new double[d], scores = new double[k], topScores = new double[1];
            int[] columns = [0], top = new int[1];
            float[] values = [1];
            CallAll();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int call = 0; call < 100; call++)
            {
                CallAll();
                // Memory pools may be emptied by a collection.
                if (call % 50 == 0) GC.Collect();
            }
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void CallAll()
            {
                predictor.Predict<float>(row);
                predictor.Predict<double>(wide);
                predictor.Predict<float>(columns, values);
                predictor.Scores<float>(row, scores);
                predictor.Scores<float>(columns, values, scores);
                predictor.Top<float>(row, top, topScores);
                predictor.Top<float>(columns, values, top, topScores);
            }
        }
    }

    [Fact]
    public void Predict_ManyThreadsFromTheFirstRow_AgreesWithTheBatch()
    {
        const int D = 20, K = 7, Rows = 2000;
        LinearModel model = NewModel(D, K, bias: 1);
        double[] x = Blobs.Normals(Rows * D, seed: 5);
        int[] expected = model.Predict(new DenseMatrix<double>(Rows, D, x)), dense = new int[Rows], sparse = new int[Rows], columns = [.. Enumerable.Range(0, D)];
        Predictor predictor = model.CreatePredictor();
        Parallel.For(0, Rows, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            dense[i] = predictor.Predict<double>(x.AsSpan(i * D, D));
            sparse[i] = predictor.Predict<double>(columns, x.AsSpan(i * D, D));
        });
        Assert.Equal(expected, dense);
        Assert.Equal(expected, sparse);
    }

    [Fact]
    public void AllMembers_BadInput_SayWhatIsWrong()
    {
        Predictor predictor = NewModel(d: 3, k: 2, bias: 0).CreatePredictor();
        RequireError("row", "row must have length 3; got 2.", () => predictor.Predict<float>([1, 2]));
        RequireError("row", "row must be finite; got NaN at 1 (counted from 0).", () => predictor.Predict<float>([1, float.NaN, 2]));
        RequireError("row", "row must be finite; got Infinity at 2 (counted from 0).", () => predictor.Predict<double>([1, 2, double.PositiveInfinity]));
        RequireError("values", "values must have length 2; got 1.", () => predictor.Predict<float>([0, 1], [1f]));
        RequireError("values", "values must be finite; got NaN at 1 (counted from 0).", () => predictor.Predict<float>([0, 1], [1f, float.NaN]));
        RequireError("columns", "columns must increase and stay in [0, 3); got 3 after 0.", () => predictor.Predict<float>([0, 3], [1f, 1f]));
        RequireError("columns", "columns must increase and stay in [0, 3); got -1 after -1.", () => predictor.Predict<float>([-1], [1f]));
        RequireError("columns", "columns must increase and stay in [0, 3); got 1 after 1.", () => predictor.Predict<float>([1, 1], [1f, 1f]));
        RequireError("scores", "scores must have length 2; got 3.", () => predictor.Scores<float>([1, 2, 3], new double[3]));
        RequireError("scores", "scores must have length 2; got 1.", () => predictor.Scores<float>([0], [1f], new double[1]));
        RequireError("scores", "scores must have length 1; got 2.", () => predictor.Top<float>([1, 2, 3], new int[1], new double[2]));
        RequireError("classes", "classes must have length 2 at most; got 3.", () => predictor.Top<float>([1, 2, 3], new int[3], new double[3]));
        Assert.Throws<ArgumentException>(() => predictor.Predict<Half>([(Half)1, (Half)2, (Half)3]));
    }

    // Weights of zero do not hide a feature that is not finite.
    [Fact]
    public void Predict_NotFiniteWhereWeightsAreZero_Throws()
    {
        Predictor predictor = HandMadeModel([0, 1]).CreatePredictor();
        Assert.Throws<ArgumentException>("row", () => predictor.Predict<double>([double.NaN]));
        Assert.Throws<ArgumentException>("row", () => predictor.Predict<double>([double.NegativeInfinity]));
        Assert.Throws<ArgumentException>("values", () => predictor.Predict<double>([0], [double.PositiveInfinity]));
    }

    private static void RequireError(string name, string message, Action act) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(name, act).Message, StringComparison.Ordinal);

    private static void RequireBatchBits<T>(LinearModel model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int d = model.FeatureCount, k = model.ClassCount;
        double[] x = Blobs.Raw(N, d, 2, seed: d, density: 0.6).X;
        T[] narrow = [.. x.Select(T.CreateTruncating)];
        (long[] offsets, int[] columns, double[] entries) = Storage.Compress(x, N, d);
        T[] values = [.. entries.Select(T.CreateTruncating)];
        double[] dense = Batch(model, new DenseMatrix<T>(N, d, narrow)), sparse = Batch(model, new SparseMatrix<T>(d, offsets, columns, values));
        Predictor predictor = model.CreatePredictor();
        Assert.Equal((d, k), (predictor.FeatureCount, predictor.ClassCount));
        double[] scores = new double[k];
        for (int i = 0; i < N; i++)
        {
            string at = $"{typeof(T).Name}, D = {d}, K = {k}, row {i}";
            ReadOnlySpan<T> row = narrow.AsSpan(i * d, d);
            predictor.Scores(row, scores);
            MatrixAssert.SameBits(dense.AsSpan(i * k, k), scores, k, $"dense scores, {at}");
            Assert.Equal(LinearModel.Best(scores), predictor.Predict(row));

            Range own = (int)offsets[i]..(int)offsets[i + 1];
            predictor.Scores<T>(columns.AsSpan(own), values.AsSpan(own), scores);
            MatrixAssert.SameBits(sparse.AsSpan(i * k, k), scores, k, $"sparse scores, {at}");
            Assert.Equal(LinearModel.Best(scores), predictor.Predict<T>(columns.AsSpan(own), values.AsSpan(own)));
        }
    }

    private static double[] Batch(LinearModel model, FeatureMatrix features)
    {
        double[] all = new double[features.ExampleCount * model.ClassCount];
        model.ForEachScores(features, (i, scores) => scores.CopyTo(all.AsSpan(i * model.ClassCount)));
        return all;
    }

    private static LinearModel HandMadeModel(double[] weights) => HandMade.Model(1, Names(weights.Length), weights);

    private static LinearModel NewModel(int d, int k, double bias) =>
        HandMade.Model(d, Names(k), WeightMatrix.Random(bias == 0 ? d : d + 1, k, 1, seed: 10 * d + k).Values.ToArray(), new Objective { BiasScale = bias });

    private static string[] Names(int k) => [.. Enumerable.Range(0, k).Select(j => $"class {j}")];
}
