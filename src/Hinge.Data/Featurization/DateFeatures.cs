using System.Globalization;
using Hinge.Data.Tables;

namespace Hinge.Data.Featurization;

/// <summary>
/// The year, scaled as numbers are; a feature for each month and day of the week, and for each hour if a training row has a time of day; all in
/// UTC. Where a row has no date: the mean year and nothing else, and 1 in a last feature, which is there if a training row had none.
/// </summary>
internal sealed record DateFeatures : ColumnFeatures
{
    private const int Months = 12, Days = 7, Hours = 24;

    private static readonly string[] DayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    /// <summary>Of the year.</summary>
    public required Scaling Scaling { get; init; }

    public required bool HasHours { get; init; }

    public required bool HasMissing { get; init; }

    internal override ColumnType Reads => ColumnType.Date;

    internal override FeatureKind Kind => FeatureKind.Date;

    internal override int FeatureCount => 1 + Months + Days + (HasHours ? Hours : 0) + (HasMissing ? 1 : 0);

    public static DateFeatures Fit(DateColumn column, int[] rows, NumberScale scale)
    {
        DateTime[] known = [.. rows.Where(row => !column.IsMissing(row)).Select(column.Moment)];
        return new DateFeatures
        {
            Name = column.Name,
            Scaling = Scaling.Of([.. known.Select(moment => (double)moment.Year)], scale),
            HasHours = Array.Exists(known, moment => moment.TimeOfDay != TimeSpan.Zero),
            HasMissing = known.Length < rows.Length,
        };
    }

    public override IEnumerable<string> FeatureNames()
    {
        yield return $"{Name} year";
        for (int month = 1; month <= Months; month++) yield return string.Create(CultureInfo.InvariantCulture, $"{Name} month={month}");
        foreach (string day in DayNames) yield return $"{Name} day={day}";
        for (int hour = 0; HasHours && hour < Hours; hour++) yield return string.Create(CultureInfo.InvariantCulture, $"{Name} hour={hour}");
        if (HasMissing) yield return MissingName;
    }

    public override string Describe() =>
        $"{Scaling.Describe("year")}, month, day of the week{(HasHours ? ", hour" : "")}{(HasMissing ? "; a feature for missing ones" : "")}";

    public override FeatureMatrix Transform(Table table, TableColumn column, int[] rows)
    {
        DateColumn dates = (DateColumn)column;
        SparseBlock block = new(rows.Length, FeatureCount);
        foreach (int row in rows)
        {
            if (dates.IsMissing(row))
            {
                block.Add(0, (float)Scaling.Apply(Scaling.Mean));
                if (HasMissing) block.Add(FeatureCount - 1, 1);
            }
            else
            {
                DateTime moment = dates.Moment(row);
                block.Add(0, (float)Scaling.Apply(moment.Year));
                block.Add(moment.Month, 1);
                block.Add(1 + Months + ((int)moment.DayOfWeek + 6) % Days, 1);
                if (HasHours) block.Add(1 + Months + Days + moment.Hour, 1);
            }
            block.EndRow();
        }
        return block.Build();
    }

    public override void Validate() => Require(Scaling.IsValid && Scaling.Divisor > 1e-30, "hold finite numbers, and divide by one above 0");
}
