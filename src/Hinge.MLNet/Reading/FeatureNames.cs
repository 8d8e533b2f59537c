using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Reading;

/// <summary>The names of the slots of a column of features.</summary>
internal static class FeatureNames
{
    /// <summary>The D names, or null where the column has none, or not one for each.</summary>
    public static string[]? Of(DataViewSchema.Column features)
    {
        if (features.Annotations.Schema.GetColumnOrNull(AnnotationKind.SlotNames)?.Type is not VectorDataViewType { ItemType: TextDataViewType } type || type.Size != ((VectorDataViewType)features.Type).Size) return null;
        VBuffer<ReadOnlyMemory<char>> slots = default;
        features.Annotations.GetValue(AnnotationKind.SlotNames, ref slots);
        string[] names = [.. slots.DenseValues().Select(name => name.ToString())];
        return names.Contains("") ? null : names;
    }
}
