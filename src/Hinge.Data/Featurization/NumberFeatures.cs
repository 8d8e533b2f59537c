using System.Globalization;
using Hinge.Data.Tables;

namespace Hinge.Data.Featurization;

/// <summary>A number, scaled. Where a row has none: the training rows' mean, and 1 in a second feature, which is there if a training row had none.</summary>
internal sealed record NumberFeatures : ColumnFeatures
{
    public required Scaling Scaling { get; init; }

    public required bool HasMissing { get; init; }

    internal override ColumnType Reads => ColumnType.Number;

    internal override FeatureKind Kind => FeatureKind.Number;

    internal override int FeatureCount => HasMissing ? 2 : 1;

    public static NumberFeatures Fit(Table table, NumberColumn column, int[] rows, NumberScale scale)
    {
        double[] known = [.. rows.Where(row => !column.IsMissing(row)).Select(row => column.Values[row])];
        try
        {
            return new NumberFeatures { Name = column.Name, Scaling = Scaling.Of(known, scale), HasMissing = known.Length < rows.Length };
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException(table.Source, null, $"column {Quoted.Shown(column.Name)}: {e.Message}. Leave it out, or give it in other units.");
        }
    }

    public override IEnumerable<string> FeatureNames() => HasMissing ? [Name, MissingName] : [Name];

    public override string Describe() =>
        $"{Scaling.Describe("x")}{(HasMissing ? string.Create(CultureInfo.InvariantCulture, $"; {Scaling.Mean:G5} where missing, and a feature that says so") : "")}";

    public override FeatureMatrix Transform(Table table, TableColumn column, int[] rows) => Transform(table, column, rows, Scaling, HasMissing);

    public override void Validate() => Require(Scaling.IsValid, "hold finite numbers, and divide by one above 0");

    internal static DenseMatrix<float> Transform(Table table, TableColumn column, int[] rows, Scaling scaling, bool hasMissing)
    {
        ReadOnlySpan<double> numbers = ((NumberColumn)column).Values;
        int width = hasMissing ? 2 : 1;
        float[] values = new float[checked(rows.Length * width)];
        for (int r = 0; r < rows.Length; r++)
        {
            double x = numbers[rows[r]];
            bool isMissing = double.IsNaN(x);
            float value = (float)scaling.Apply(isMissing ? scaling.Mean : x);
            if (!float.IsFinite(value))
                throw table.Refused(rows[r], string.Create(CultureInfo.InvariantCulture, $"column {Quoted.Shown(column.Name)} must be finite as a 32-bit float when scaled; got {value} from {x}. Correct the value, or leave out the row or the column."));
            values[r * width] = value;
            if (isMissing && hasMissing) values[r * width + 1] = 1;
        }
        return new DenseMatrix<float>(rows.Length, width, values);
    }
}
