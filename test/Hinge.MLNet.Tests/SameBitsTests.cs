using CsCheck;
using Hinge.Data;
using Hinge.Losses;
using Hinge.MLNet.Reading;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Tests;

/// <summary>Training on a data view gives the weights that training on Hinge's own data gives, bit for bit.</summary>
public sealed class SameBitsTests
{
    private static readonly Objective s_objective = new() { Cost = 0.1, BiasScale = 1 };

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Fit_SparseRows_GivesTheWeightsAndTheFingerprintOfTheSvmlightReader()
    {
        LinearModel model = Train(Digits.Sparse(_context));
        LinearModel own = new DualCoordinateAscent().Train(Digits.Own, s_objective).Model;
        Assert.Equal(own.Weights.Values.ToArray(), model.Weights.Values.ToArray());
        Assert.Equal(own.Certificate.Fingerprint, model.Certificate.Fingerprint);
        Assert.Equal(own.Certificate, model.Certificate);
        Assert.Equal(own.ClassNames, model.ClassNames);
    }

    [Fact]
    public void Fit_DenseRows_GivesTheWeightsOfADenseMatrix()
    {
        float[] values = [.. Digits.Rows().SelectMany(row => row.Features.DenseValues())];
        Dataset dense = new(new DenseMatrix<float>(Digits.Own.ExampleCount, 64, values), Digits.Own.Labels);
        LinearModel own = new DualCoordinateAscent().Train(dense, s_objective).Model;
        Assert.Equal(own.Weights.Values.ToArray(), Train(Digits.Dense(_context)).Weights.Values.ToArray());
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_GivesTheSameBits() =>
        Assert.Equal(Train(Digits.Sparse(_context), threads: 1).Weights.Values.ToArray(), Train(Digits.Sparse(_context), threads: 3).Weights.Values.ToArray());

    [Fact]
    public void Fit_CachedData_GivesTheSameBits()
    {
        IDataView cached = _context.Data.Cache(Digits.Sparse(_context));
        Assert.Equal(Train(Digits.Sparse(_context)).Weights.Values.ToArray(), Train(cached).Weights.Values.ToArray());
    }

    [Fact]
    public void Fit_WeightColumn_IsTheObjectivesSampleWeights()
    {
        double[] weights = [.. Digits.Rows().Select(row => (double)row.Weight)];
        LinearModel own = new DualCoordinateAscent().Train(Digits.Own, s_objective with { SampleWeights = weights }).Model;
        LinearModel model = Train(Digits.Sparse(_context), options => options with { ExampleWeightColumnName = "Weight" });
        Assert.Equal(own.Weights.Values.ToArray(), model.Weights.Values.ToArray());
        Assert.NotEqual(Train(Digits.Sparse(_context)).Weights.Values.ToArray(), model.Weights.Values.ToArray());
    }

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("crammer-singer")]
    [InlineData("softmax")]
    public void Fit_LossLambdaDeltaAndClassWeights_AreTheCores(string loss)
    {
        Objective objective = new() { Loss = Loss.Create(loss, loss == "softmax" ? null : new Delta(0.5)), Lambda = 0.01, ClassWeights = [1, 2, 1, 1, 0.5, 1, 1, 1, 1, 1] };
        LinearModel own = Trainers.DefaultFor(objective.Loss).Train(Digits.Own, objective).Model;
        LinearModel model = Train(Digits.Sparse(_context), options => options with { Objective = objective });
        Assert.Equal(own.Weights.Values.ToArray(), model.Weights.Values.ToArray());
    }

    [Fact]
    public void Fit_OwnSolverAndSeed_AreUsed()
    {
        LinearModel model = Train(Digits.Sparse(_context), options => options with { Solver = new AugmentedLagrangian(), Training = new() { Seed = 7 } });
        Assert.Equal((new AugmentedLagrangian().Name, 7), (model.Certificate.Solver, model.Certificate.Seed));
    }

    [Fact]
    public void FeatureRows_AnyMixtureOfStorages_KeepEveryValueInItsPlace() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 3].Array[5, 60], Gen.Bool.Array[12], Gen.Bool).Sample((featureCount, numbers, areSparse, knowsCount) =>
        {
            int rowCount = numbers.Length / featureCount;
            FeatureRows rows = new("X", featureCount, knowsCount ? rowCount : null);
            for (int i = 0; i < rowCount; i++) rows.Add(Row(numbers.AsSpan(i * featureCount, featureCount), areSparse[i % areSparse.Length]), i);
            FeatureMatrix matrix = rows.ToMatrix();
            double[] row = new double[featureCount];
            for (int i = 0; i < rowCount; i++)
            {
                matrix.CopyRow(i, row);
                Assert.Equal(numbers[(i * featureCount)..((i + 1) * featureCount)].Select(n => (double)n), row);
            }
            Assert.Equal(numbers.Take(rowCount * featureCount).Count(n => n != 0), matrix.NonzeroCount);
        });

    [Fact]
    public void FeatureRows_SparseRowsOfManyFeatures_TakeNoRoomForDenseOnes()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        FeatureRows rows = new("X", featureCount: 1_000_000, expectedRows: 500);
        for (int i = 0; i < 500; i++) rows.Add(new VBuffer<float>(1_000_000, 1, [1f], [i]), i);
        Assert.Equal(500, rows.ToMatrix().NonzeroCount);
        // Two pieces of 2²⁰ numbers, where dense rows would take 2 GB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void FeatureRows_DenseRowsOfAKnownNumber_AreHeldOnce()
    {
        float[] row = new float[1000];
        Array.Fill(row, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        FeatureRows rows = new("X", featureCount: 1000, expectedRows: 2000);
        for (int i = 0; i < 2000; i++) rows.Add(new VBuffer<float>(1000, row), i);
        Assert.Equal(2_000_000, rows.ToMatrix().NonzeroCount);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 8_000_000, 8_200_000);
    }

    private static VBuffer<float> Row(ReadOnlySpan<int> numbers, bool isSparse)
    {
        List<int> columns = [];
        List<float> values = [];
        for (int d = 0; d < numbers.Length; d++)
        {
            if (isSparse && numbers[d] == 0) continue;
            columns.Add(d);
            values.Add(numbers[d]);
        }
        return isSparse ? new VBuffer<float>(numbers.Length, values.Count, [.. values], [.. columns]) : new VBuffer<float>(numbers.Length, [.. values]);
    }

    private LinearModel Train(IDataView data, int threads) => Train(data, options => options with { Training = new() { Threads = threads } });

    private LinearModel Train(IDataView data, Func<HingeOptions, HingeOptions>? change = null)
    {
        HingeOptions options = new() { Objective = s_objective };
        return _context.MulticlassClassification.Trainers.Hinge(change is null ? options : change(options)).Fit(data).Model;
    }
}
