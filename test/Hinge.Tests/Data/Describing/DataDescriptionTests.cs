using CsCheck;
using Hinge.Data;
using Hinge.Data.Describing;
using Hinge.Testing;

namespace Hinge.Tests.Data.Describing;

/// <summary>Every number of a description, recomputed by plain loops over the numbers themselves.</summary>
public class DataDescriptionTests
{
    /// <summary>Few different numbers, exact as floats, so that rows repeat and columns are constant now and then.</summary>
    private static readonly Gen<(double[] X, int[] Y, int D)> Problems =
        from n in Gen.Int[1, 12]
        from d in Gen.Int[1, 4]
        from x in Gen.Int[0, 4].Select(i => new[] { 0, 0, 1, 2, -0.5 }[i]).Array[n * d]
        from y in Gen.Int[0, 3].Array[n]
        select (x, y, d);

    [Fact]
    public void Of_AnyDataInAnyStorage_EqualsPlainLoops() => Problems.Sample(problem =>
    {
        (double[] x, int[] y, int d) = problem;
        foreach (Dataset data in new[] { Storage.Dense(x, y, d, 4), Storage.DenseFloat(x, y, d, 4), Storage.Sparse(x, y, d, 4), Storage.SparseFloat(x, y, d, 4) })
            RequireEqualToPlainLoops(DataDescription.Of(data), x, y, d);
    });

    private static void RequireEqualToPlainLoops(DataDescription found, double[] x, int[] y, int d)
    {
        double[][] rows = [.. x.Chunk(d)];
        Assert.Equal((y.Length, d, x.Count(v => v != 0)), (found.ExampleCount, found.FeatureCount, found.NonzeroCount));
        Assert.Equal(x.Count(v => v != 0) / (double)x.Length, found.Density, Tolerances.SameFormula);
        Assert.Equal((x.Min(), x.Max()), (found.Minimum, found.Maximum));
        Assert.Equal([.. Enumerable.Range(0, 4).Select(j => y.Count(label => label == j))], found.ClassExamples);
        Assert.Equal(Middle([.. rows.Select(row => (double)row.Count(v => v != 0))]), found.RowNonzeros);
        Spread norms = Middle([.. rows.Select(row => Math.Sqrt(row.Sum(v => v * v)))]);
        MatrixAssert.Close([norms.Minimum, norms.Median, norms.Maximum], [found.RowNorms.Minimum, found.RowNorms.Median, found.RowNorms.Maximum], 3, Tolerances.SameFormula);
        Assert.Equal(rows.Select(Text).Distinct().Count(), found.DifferentRowCount);

        int[] filled = [.. Enumerable.Range(0, d).Where(f => rows.Any(row => row[f] != 0))];
        Assert.Equal(filled, found.Columns.Select(column => column.Column));
        foreach (ColumnDescription column in found.Columns)
        {
            double[] values = [.. rows.Select(row => row[column.Column])];
            double mean = values.Sum() / values.Length, variance = values.Sum(v => (v - mean) * (v - mean)) / values.Length;
            ColumnKind kind = values.Distinct().Count() == 1 ? ColumnKind.Constant
                : values.All(v => v is 0 or 1) ? ColumnKind.Binary
                : values.All(double.IsInteger) ? ColumnKind.Whole
                : ColumnKind.Fractional;
            Assert.Equal((kind, values.Count(v => v != 0), values.Min(), values.Max()), (column.Kind, column.NonzeroCount, column.Minimum, column.Maximum));
            MatrixAssert.Close([mean, Math.Sqrt(variance)], [column.Mean, column.StandardDeviation], 2, Tolerances.SameFormula);
        }
        RequireSuspicions(found, rows, y, d);
    }

    private static void RequireSuspicions(DataDescription found, double[][] rows, int[] y, int d)
    {
        int[] all = [.. Enumerable.Range(0, y.Length)];
        int[] repeated = [.. all.Where(i => all.Any(r => r < i && y[r] == y[i] && Text(rows[r]) == Text(rows[i])))];
        int wrong = all.GroupBy(i => Text(rows[i])).Sum(same => same.Count() - same.GroupBy(i => y[i]).Max(label => label.Count()));
        int[] counts = [.. Enumerable.Range(0, 4).Select(j => y.Count(label => label == j))];
        int single = counts.Count(count => count == 1), present = counts.Count(count => count > 0);
        int constant = Enumerable.Range(0, d).Count(f => rows[0][f] != 0 && rows.All(row => row[f] == rows[0][f]));
        int empty = Enumerable.Range(0, d).Count(f => rows.All(row => row[f] == 0));
        bool areUnique = present > 1 && single > y.Length / 2;
        (SuspicionKind, long)[] expected =
        [
            (SuspicionKind.OneClass, present == 1 ? 1 : 0),
            (SuspicionKind.AlmostUniqueLabels, areUnique ? single : 0),
            (SuspicionKind.OneExampleClasses, present > 1 && !areUnique ? single : 0),
            (SuspicionKind.ConstantColumns, constant),
            (SuspicionKind.EmptyColumns, empty),
            (SuspicionKind.EmptyRows, rows.Count(row => row.All(v => v == 0))),
            (SuspicionKind.RepeatedRows, repeated.Length),
            (SuspicionKind.ContradictingRows, wrong),
        ];
        Assert.Equal(expected.Where(pair => pair.Item2 > 0).Order(), found.Suspicions.Select(s => (s.Kind, s.Count)).Order());
        Assert.Equal(repeated.Take(Suspicion.MostPlaces), found.Suspicions.SingleOrDefault(s => s.Kind == SuspicionKind.RepeatedRows)?.Places ?? []);
    }

    [Fact]
    public void Of_ColumnsOfDifferentScales_NamesBoth()
    {
        Suspicion scales = Found(SuspicionKind.DifferentScales, [0.01, -500, 1, 0, 20, 1], [0, 1], 3);
        Assert.Equal([1, 0], scales.Places);
        Assert.Contains("column 1 reaches 500, column 0 only 0.01", scales.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(DataDescription.Of(Storage.Dense([0.01, -9, 0, 8], [0, 1], 2, 2)).Suspicions, s => s.Kind == SuspicionKind.DifferentScales);
    }

    [Fact]
    public void Of_RareClass_NamesItAndTheLargest()
    {
        // 200 examples of class 0, two of class 1.
        Suspicion found = Found(SuspicionKind.UnbalancedClasses, [.. Enumerable.Range(1, 202).Select(i => (double)i)], [.. Enumerable.Range(0, 202).Select(i => i < 200 ? 0 : 1)], 1);
        Assert.Equal([0, 1], found.Places);
        Assert.Equal("class \"0\" has 200 examples, class \"1\" 2", found.Text);
    }

    [Fact]
    public void Of_ContradictingRows_NamesTheFirstTwoAndTheLeastErrors()
    {
        Suspicion found = Found(SuspicionKind.ContradictingRows, [7, 5, 5, 5, 7, 5], [0, 0, 1, 0, 2, 2], 1);
        Assert.Equal([1, 2], found.Places);
        Assert.Equal(3, found.Count); // of the fives two of four, of the sevens one of two
    }

    [Fact]
    public void Of_LargestColumnIndex_TakesMemoryForTheNonzerosOnly()
    {
        Dataset data = new(new SparseMatrix<float>(int.MaxValue, [0, 1, 2], [int.MaxValue - 1, 4], [2, 3]), new Labels([0, 1], 2));
        long before = GC.GetAllocatedBytesForCurrentThread();
        DataDescription found = DataDescription.Of(data);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal([4, int.MaxValue - 1], found.Columns.Select(column => column.Column));
        Assert.Equal(int.MaxValue - 2, found.EmptyColumnCount);
    }

    [Fact]
    public void Of_NoExample_Throws() =>
        Assert.Throws<ArgumentException>(() => DataDescription.Of(Storage.Dense([], [], 1, 2)));

    private static Suspicion Found(SuspicionKind kind, double[] x, int[] y, int d) =>
        Assert.Single(DataDescription.Of(Storage.Dense(x, y, d, y.Max() + 1)).Suspicions, s => s.Kind == kind);

    private static string Text(double[] row) => string.Join(' ', row.Select(v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));

    private static Spread Middle(double[] numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return new Spread(sorted[0], sorted[(sorted.Length - 1) / 2], sorted[^1]);
    }
}
