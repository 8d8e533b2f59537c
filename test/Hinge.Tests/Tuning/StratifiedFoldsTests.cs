using CsCheck;
using Hinge.Data;
using Hinge.Tuning;

namespace Hinge.Tests.Tuning;

public class StratifiedFoldsTests
{
    /// <summary>Labels of up to 6 classes, each but the first two perhaps missing, and a k that they allow.</summary>
    private static readonly Gen<(int[] Labels, int FoldCount, int Seed)> Drawings =
        from others in Gen.Int[0, 5].Array[0, 60]
        from foldCount in Gen.Int[2, others.Length + 4]
        from seed in Gen.Int
        select ((int[])[0, 0, 1, 1, .. others], foldCount, seed);

    [Fact]
    public void Folds_AnyLabels_AreAPartitionThatSpreadsEveryClass() => Drawings.Sample(drawing =>
    {
        (int[] y, int k, int seed) = drawing;
        StratifiedFolds folds = new(new Labels(y, 6), k, seed);
        int[] tested = [.. Enumerable.Range(0, k).SelectMany(folds.TestExamples)];
        Assert.Equal(Enumerable.Range(0, y.Length), tested.Order());
        int[] sizes = [.. Enumerable.Range(0, k).Select(fold => folds.TestExamples(fold).Length)];
        Assert.True(sizes.Max() - sizes.Min() <= 1 && sizes.Min() >= 1, $"sizes {string.Join(", ", sizes)}");
        for (int fold = 0; fold < k; fold++)
        {
            int[] test = folds.TestExamples(fold), training = folds.TrainingExamples(fold);
            Assert.Equal(test.Order(), test);
            Assert.Equal(Enumerable.Range(0, y.Length), test.Concat(training).Order());
            Assert.Equal(training.Order(), training);
            Assert.All(test, i => Assert.Equal(fold, folds[i]));
        }
        for (int j = 0; j < 6; j++)
        {
            int[] counts = [.. Enumerable.Range(0, k).Select(fold => folds.TestExamples(fold).Count(i => y[i] == j))];
            Assert.True(counts.Max() - counts.Min() <= 1, $"class {j}: {string.Join(", ", counts)}");
        }
        Assert.Equal(Enumerable.Range(0, 6).Where(j => y.Count(label => label == j) is int count && count > 0 && count < k), folds.RareClasses);
        StratifiedFolds again = new(new Labels(y, 6), k, seed);
        Assert.All(Enumerable.Range(0, y.Length), i => Assert.Equal(folds[i], again[i]));
    });

    [Fact]
    public void Folds_OtherSeeds_AreOtherFolds()
    {
        Labels labels = new([.. Enumerable.Range(0, 100).Select(i => i % 3)], 3);
        StratifiedFolds one = new(labels, 5, seed: 1), two = new(labels, 5, seed: 2);
        Assert.Contains(Enumerable.Range(0, 100), i => one[i] != two[i]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(5)]
    public void Folds_CountOutOfRange_SaysTheRange(int foldCount)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new StratifiedFolds(new Labels([0, 1, 0, 1], 2), foldCount, 1));
        Assert.Contains($"at least 2 and at most the number of examples, 4; got {foldCount}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_OneClassLeftToTrainOn_AreRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new StratifiedFolds(new Labels([0, 0, 0, 1], 2), 2, 1));
        Assert.Contains("at least two classes", error.Message, StringComparison.Ordinal);
        Assert.Contains("leaves 1.", error.Message, StringComparison.Ordinal);
        // A third class is enough, though one fold trains on none of class 1.
        Assert.Equal([1], new StratifiedFolds(new Labels([0, 0, 0, 1, 2, 2], 3), 2, 1).RareClasses);
    }
}
