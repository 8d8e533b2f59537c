using System.Globalization;
using Hinge.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Reading;

/// <summary>The rows to train on, in memory.</summary>
/// <param name="Data">Features and labels of the rows that have a label, in their order.</param>
/// <param name="Weights">Their weights, or null where there is no such column.</param>
/// <param name="SkippedCount">How many rows had no label.</param>
internal sealed record TrainingRows(Dataset Data, double[]? Weights, long SkippedCount)
{
    /// <summary>Reads all rows once, in order, by one cursor.</summary>
    /// <exception cref="DataFormatException">There is no row or only one class, or a row holds what cannot be trained on.</exception>
    public static TrainingRows Read(IDataView input, TrainingColumns columns)
    {
        FeatureRows rows = new(columns.Features.Name, columns.FeatureCount, input.GetRowCount());
        List<int> labels = [];
        List<double>? weights = columns.Weight is null ? null : [];
        long position = 0;
        using (DataViewRowCursor cursor = input.GetRowCursor(columns.All))
        {
            ValueGetter<VBuffer<float>> features = cursor.GetGetter<VBuffer<float>>(columns.Features);
            ValueGetter<float>? weight = columns.Weight is { } column ? cursor.GetGetter<float>(column) : null;
            Func<ulong> label = KeyReader.Of(cursor, columns.Label);
            VBuffer<float> row = default;
            for (; cursor.MoveNext(); position++)
            {
                ulong key = label();
                if (key == 0) continue;
                if (key > (ulong)columns.ClassCount)
                    throw Bad(columns.Label.Name, position, $"labels must be keys up to {columns.ClassCount}; got {key}. Look at what makes the column.");
                features(ref row);
                rows.Add(in row, position);
                labels.Add((int)key - 1);
                weights?.Add(WeightOf(weight!, columns, position));
            }
        }
        RequireTwoClasses(labels, columns, position);
        Labels named = new([.. labels], ClassNames.Of(columns.Label, columns.ClassCount));
        return new(new Dataset(rows.ToMatrix(), named, FeatureNames.Of(columns.Features)), weights is null ? null : [.. weights], position - labels.Count);
    }

    private static double WeightOf(ValueGetter<float> getter, TrainingColumns columns, long position)
    {
        float weight = 0;
        getter(ref weight);
        return weight >= 0 && float.IsFinite(weight)
            ? weight
            : throw Bad(columns.Weight!.Value.Name, position, $"weights must be finite and at least 0; got {weight}. Replace it, or leave the row out.");
    }

    private static void RequireTwoClasses(List<int> labels, TrainingColumns columns, long rowCount)
    {
        if (labels.Count == 0)
            throw new DataFormatException(columns.Label.Name, null, string.Create(CultureInfo.InvariantCulture, $"there must be rows with a label; got {rowCount} rows, none with one. Look at what loads the data and at how labels are mapped to keys."));
        if (labels.TrueForAll(label => label == labels[0]))
            throw new DataFormatException(columns.Label.Name, null, string.Create(CultureInfo.InvariantCulture, $"there must be rows of at least two classes; got {labels.Count} rows, all of key {labels[0] + 1}. Look at the labels, or at how the rows were chosen."));
    }

    private static DataFormatException Bad(string column, long position, FormattableString what) =>
        new($"{column}, row {position.ToString(CultureInfo.InvariantCulture)} (counted from 0)", null, FormattableString.Invariant(what));
}
