using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Reading;

/// <summary>The names of the classes behind a column of keys.</summary>
internal static class ClassNames
{
    /// <summary>The key values as text, in their order; "0" to "K−1" where there are none, or they are of a type without text.</summary>
    /// <exception cref="ArgumentException">Two classes have the same name.</exception>
    public static string[] Of(DataViewSchema.Column keys, int classCount)
    {
        string[] names = ValuesOf(keys.Annotations, classCount) ?? [.. Enumerable.Range(0, classCount).Select(j => j.ToString(CultureInfo.InvariantCulture))];
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw ColumnRules.Wrong(keys.Name, "a key whose values differ as text", string.Join(", ", names.GroupBy(name => name).First(group => group.Count() > 1)), ColumnRules.KeyRemedy);
        return names;
    }

    private static string[]? ValuesOf(DataViewSchema.Annotations annotations, int classCount)
    {
        if (annotations.Schema.GetColumnOrNull(AnnotationKind.KeyValues)?.Type is not VectorDataViewType type || type.Size != classCount) return null;
        Type item = type.ItemType.RawType;
        if (item == typeof(ReadOnlyMemory<char>)) return Read<ReadOnlyMemory<char>>(annotations, text => text.ToString());
        if (item == typeof(float)) return ReadNumbers<float>(annotations);
        if (item == typeof(double)) return ReadNumbers<double>(annotations);
        if (item == typeof(bool)) return Read<bool>(annotations, value => value ? "true" : "false");
        if (item == typeof(sbyte)) return ReadNumbers<sbyte>(annotations);
        if (item == typeof(byte)) return ReadNumbers<byte>(annotations);
        if (item == typeof(short)) return ReadNumbers<short>(annotations);
        if (item == typeof(ushort)) return ReadNumbers<ushort>(annotations);
        if (item == typeof(int)) return ReadNumbers<int>(annotations);
        if (item == typeof(uint)) return ReadNumbers<uint>(annotations);
        if (item == typeof(long)) return ReadNumbers<long>(annotations);
        if (item == typeof(ulong)) return ReadNumbers<ulong>(annotations);
        return null;
    }

    private static string[] ReadNumbers<T>(DataViewSchema.Annotations annotations)
        where T : IFormattable => Read<T>(annotations, value => value.ToString(null, CultureInfo.InvariantCulture));

    private static string[] Read<T>(DataViewSchema.Annotations annotations, Func<T, string> text)
    {
        VBuffer<T> values = default;
        annotations.GetValue(AnnotationKind.KeyValues, ref values);
        return [.. values.DenseValues().Select(text)];
    }
}
