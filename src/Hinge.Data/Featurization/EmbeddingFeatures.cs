using System.Globalization;
using Hinge.Data.Tables;

namespace Hinge.Data.Featurization;

/// <summary>The numbers of a list as they are.</summary>
internal sealed record EmbeddingFeatures : ColumnFeatures
{
    /// <summary>No longer list is read from a model.</summary>
    private const int Longest = 1 << 24;

    /// <summary>How many numbers.</summary>
    public required int Length { get; init; }

    internal override ColumnType Reads => ColumnType.Vector;

    internal override FeatureKind Kind => FeatureKind.Embedding;

    internal override int FeatureCount => Length;

    public override IEnumerable<string> FeatureNames() => Enumerable.Range(0, Length).Select(c => string.Create(CultureInfo.InvariantCulture, $"{Name}[{c}]"));

    public override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{Length} numbers as they are");

    /// <summary>All rows are not copied: a million of them would not fit twice.</summary>
    public override FeatureMatrix Transform(Table table, TableColumn column, int[] rows)
    {
        VectorColumn vectors = (VectorColumn)column;
        if (vectors.Length != Length && vectors.RowCount > 0)
            throw new DataFormatException(table.Source, null, string.Create(CultureInfo.InvariantCulture, $"column {Quoted.Shown(Name)} must hold vectors of {Length} numbers as in training; got {vectors.Length}. Give those of the same embedding."));
        bool isWhole = rows.Length == vectors.RowCount;
        for (int r = 0; isWhole && r < rows.Length; r++) isWhole = rows[r] == r;
        if (isWhole) return new DenseMatrix<float>(rows.Length, Length, vectors.Values);
        float[] values = new float[(long)rows.Length * Length];
        for (int r = 0; r < rows.Length; r++) vectors.Row(rows[r]).CopyTo(values.AsSpan(r * Length));
        return new DenseMatrix<float>(rows.Length, Length, values);
    }

    public override void Validate() => Require(Length is >= 1 and <= Longest, "hold between 1 and 16,777,216 numbers");
}
