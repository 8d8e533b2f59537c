using System.Globalization;
using Hinge.Data.Tables;

namespace Hinge.Data.Featurization;

/// <summary>
/// A feature for each of the most frequent categories of the training rows, 1 where it is the row's; one for all others, those never seen
/// included; and one for rows without any, if a training row had none (elsewhere such rows count as others).
/// </summary>
internal sealed record CategoryFeatures : ColumnFeatures
{
    /// <summary>The most values listed in words.</summary>
    private const int MostShown = 5;

    /// <summary>The categories, in the order of their code units.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    public required bool HasMissing { get; init; }

    internal override ColumnType Reads => ColumnType.Text;

    internal override FeatureKind Kind => FeatureKind.Category;

    internal override int FeatureCount => Values.Count + (HasMissing ? 2 : 1);

    /// <summary>Takes the categories of the most rows; among equals the first in order.</summary>
    public static CategoryFeatures Fit(TextColumn column, int[] rows, int limit)
    {
        int[] counts = new int[column.Values.Count];
        bool hasMissing = false;
        foreach (int row in rows)
        {
            int code = column.Codes[row];
            if (code < 0) hasMissing = true;
            else counts[code]++;
        }
        IEnumerable<string> frequent = Enumerable.Range(0, counts.Length)
            .Where(code => counts[code] > 0)
            .OrderByDescending(code => counts[code])
            .ThenBy(code => column.Values[code], StringComparer.Ordinal)
            .Take(limit)
            .Select(code => column.Values[code]);
        return new CategoryFeatures { Name = column.Name, Values = [.. frequent.Order(StringComparer.Ordinal)], HasMissing = hasMissing };
    }

    public override IEnumerable<string> FeatureNames()
    {
        foreach (string value in Values) yield return $"{Name}={value}";
        yield return $"{Name} other";
        if (HasMissing) yield return MissingName;
    }

    public override string Describe() =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", Values.Take(MostShown).Select(value => value.Length > 20 ? value[..20] + "…" : value))}{(Values.Count > MostShown ? $" and {Values.Count - MostShown} more" : "")}; others share one feature");

    public override FeatureMatrix Transform(Table table, TableColumn column, int[] rows)
    {
        TextColumn text = (TextColumn)column;
        Dictionary<string, int> features = new(StringComparer.Ordinal);
        for (int v = 0; v < Values.Count; v++) features.Add(Values[v], v);
        int[] featureOf = [.. text.Values.Select(value => features.GetValueOrDefault(value, Values.Count))];
        SparseBlock block = new(rows.Length, FeatureCount);
        foreach (int row in rows)
        {
            int code = text.Codes[row];
            block.Add(code >= 0 ? featureOf[code] : HasMissing ? Values.Count + 1 : Values.Count, 1);
            block.EndRow();
        }
        return block.Build();
    }

    public override void Validate()
    {
        Require(Values.Count < int.MaxValue / 2 && !Values.Contains(null!), "name every category");
        for (int v = 1; v < Values.Count; v++)
            Require(string.CompareOrdinal(Values[v - 1], Values[v]) < 0, "name different categories in order");
    }
}
