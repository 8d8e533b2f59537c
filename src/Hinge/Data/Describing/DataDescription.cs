namespace Hinge.Data.Describing;

/// <summary>What a data set holds: its size, classes, columns, ranges and norms, and what in it may not be meant.</summary>
/// <remarks>
/// Takes one pass over the nonzeros and one for the hashes by which equal rows are found. Neither NaN nor infinity can
/// be in it: readers and matrices refuse them with their place.
/// </remarks>
public sealed record DataDescription
{
    /// <summary>N.</summary>
    public required int ExampleCount { get; init; }

    /// <summary>D.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Whether only nonzeros are stored.</summary>
    public required bool IsSparse { get; init; }

    /// <summary>Whether values are 32-bit floats, not 64-bit.</summary>
    public required bool IsSingle { get; init; }

    /// <summary>How many values are not zero.</summary>
    public required long NonzeroCount { get; init; }

    /// <summary>The share of the N×D values that are not zero, in [0, 1].</summary>
    public double Density => NonzeroCount / ((double)ExampleCount * FeatureCount);

    /// <summary>The classes' names in the order of W's columns.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>How many examples each class has.</summary>
    public required IReadOnlyList<int> ClassExamples { get; init; }

    /// <summary>The columns' names, or null where the source has none.</summary>
    public required IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>The columns with at least one value that is not zero, in ascending order.</summary>
    public required IReadOnlyList<ColumnDescription> Columns { get; init; }

    /// <summary>How many columns hold zeros only.</summary>
    public int EmptyColumnCount => FeatureCount - Columns.Count;

    /// <summary>The smallest value, zeros included.</summary>
    public required double Minimum { get; init; }

    /// <summary>The largest value, zeros included.</summary>
    public required double Maximum { get; init; }

    /// <summary>How many nonzeros a row has.</summary>
    public required Spread RowNonzeros { get; init; }

    /// <summary>‖x_i‖ of the rows.</summary>
    public required Spread RowNorms { get; init; }

    /// <summary>How many different rows there are.</summary>
    public required int DifferentRowCount { get; init; }

    /// <summary>What may not be meant, gravest first.</summary>
    public required IReadOnlyList<Suspicion> Suspicions { get; init; }

    /// <summary>Describes a data set.</summary>
    /// <param name="data">At least one example.</param>
    /// <exception cref="ArgumentException">data holds no example.</exception>
    public static DataDescription Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ExampleCount == 0) throw new ArgumentException("data must hold an example; got none.", nameof(data));
        FeatureMatrix features = data.Features;
        ColumnStatistics statistics = new(features.FeatureCount);
        double[] nonzeros = new double[data.ExampleCount], norms = new double[data.ExampleCount];
        RowVisitor row = new(statistics);
        for (int i = 0; i < nonzeros.Length; i++)
        {
            row.Nonzeros = 0;
            features.VisitNonzeros(i, ref row);
            nonzeros[i] = row.Nonzeros;
            norms[i] = Math.Sqrt(features.SquaredNorm(i));
        }
        ColumnDescription[] columns = statistics.Describe(data.ExampleCount);
        int[] firsts = EqualRows.Firsts(features);
        // A column of zeros brings a zero to the range of all values.
        double[] bounds = columns.Length < features.FeatureCount ? [0] : [];
        return new DataDescription
        {
            ExampleCount = data.ExampleCount,
            FeatureCount = features.FeatureCount,
            IsSparse = features.IsSparse,
            IsSingle = features.IsSingle,
            NonzeroCount = features.NonzeroCount,
            ClassNames = data.Labels.ClassNames,
            ClassExamples = data.Labels.CountByClass(),
            FeatureNames = data.FeatureNames,
            Columns = columns,
            Minimum = columns.Select(column => column.Minimum).Concat(bounds).Min(),
            Maximum = columns.Select(column => column.Maximum).Concat(bounds).Max(),
            DifferentRowCount = firsts.Where((first, i) => first == i).Count(),
            Suspicions = [.. new Suspicions(data, columns, firsts, nonzeros).All()],
            RowNonzeros = Spread.Of(nonzeros),
            RowNorms = Spread.Of(norms),
        };
    }

    private struct RowVisitor(ColumnStatistics columns) : INonzeroVisitor
    {
        public int Nonzeros { get; set; }

        public void Visit(int column, double value)
        {
            Nonzeros++;
            columns.Visit(column, value);
        }
    }
}
