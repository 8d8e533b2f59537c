using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Tests;

/// <summary>The new columns of a schema with all their annotations, as text to compare.</summary>
internal static class SchemaText
{
    public static string[] Of(DataViewSchema schema) => [.. Of(schema["PredictedLabel"]), .. Of(schema["Score"])];

    public static string[] Of(SchemaShape shape) => [.. shape.Select(column => $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey}: {string.Join("; ", column.Annotations.Select(a => $"{a.Name} {a.Kind} {a.ItemType} {a.IsKey}").Order())}").Order()];

    private static IEnumerable<string> Of(DataViewSchema.Column column)
    {
        yield return $"{column.Name} {column.Type}";
        foreach (DataViewSchema.Column annotation in column.Annotations.Schema.OrderBy(a => a.Name, StringComparer.Ordinal))
            yield return $"{column.Name} {annotation.Name} {annotation.Type} {Value(column.Annotations, annotation)}";
    }

    private static string Value(DataViewSchema.Annotations annotations, DataViewSchema.Column kind) => kind.Type switch
    {
        VectorDataViewType { ItemType: TextDataViewType } => string.Join(',', Read<VBuffer<ReadOnlyMemory<char>>>(annotations, kind.Name).DenseValues()),
        VectorDataViewType { ItemType.RawType: { } type } when type == typeof(float) => string.Join(',', Read<VBuffer<float>>(annotations, kind.Name).DenseValues()),
        TextDataViewType => $"{Read<ReadOnlyMemory<char>>(annotations, kind.Name)}",
        KeyDataViewType => $"{Read<uint>(annotations, kind.Name)}",
        _ => "?",
    };

    private static T Read<T>(DataViewSchema.Annotations annotations, string kind)
    {
        T value = default!;
        annotations.GetValue(kind, ref value);
        return value;
    }
}
