using System.Globalization;
using Hinge.Data.Tables;

namespace Hinge.Data.Featurization;

/// <summary>1 for true, 0 for false. Where a row has neither: the share of true, and 1 in a second feature, which is there if a training row had none.</summary>
internal sealed record BooleanFeatures : ColumnFeatures
{
    /// <summary>The share of true among the training rows that have a value.</summary>
    public required double TrueShare { get; init; }

    public required bool HasMissing { get; init; }

    internal override ColumnType Reads => ColumnType.Boolean;

    internal override FeatureKind Kind => FeatureKind.Boolean;

    internal override int FeatureCount => HasMissing ? 2 : 1;

    public static BooleanFeatures Fit(NumberColumn column, int[] rows)
    {
        int known = rows.Count(row => !column.IsMissing(row)), trues = rows.Count(row => column.Values[row] == 1);
        return new BooleanFeatures { Name = column.Name, TrueShare = known == 0 ? 0 : (double)trues / known, HasMissing = known < rows.Length };
    }

    public override IEnumerable<string> FeatureNames() => HasMissing ? [Name, MissingName] : [Name];

    public override string Describe() =>
        string.Create(CultureInfo.InvariantCulture, $"1 for true, as in {100 * TrueShare:0.#} % of the rows{(HasMissing ? "; that share where missing, and a feature that says so" : "")}");

    public override FeatureMatrix Transform(Table table, TableColumn column, int[] rows) =>
        NumberFeatures.Transform(table, column, rows, Scaling.None with { Mean = TrueShare }, HasMissing);

    public override void Validate() => Require(TrueShare is >= 0 and <= 1, "hold a share from 0 to 1");
}
