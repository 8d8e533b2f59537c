using System.Reflection;
using Hinge.MLNet.Reading;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Scoring;

/// <summary>The columns that a trained model adds to a schema, named, typed and annotated as ML.NET's own multiclass trainers do.</summary>
internal sealed class OutputColumns
{
    public const string Score = "Score";
    public const string PredictedLabel = "PredictedLabel";

    private static readonly MethodInfo s_getterOf = typeof(OutputColumns).GetMethod(nameof(GetterOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly int _classCount;
    private readonly DataViewSchema.Annotations _label;

    /// <param name="classCount">K.</param>
    /// <param name="label">The annotations of a column of keys of K values, which may name these.</param>
    public OutputColumns(int classCount, DataViewSchema.Annotations label) => (_classCount, _label) = (classCount, label);

    public static OutputColumns Of(TrainingColumns columns) => new(columns.ClassCount, columns.Label.Annotations);

    /// <summary>The type of the values behind the keys, or null where keys have none.</summary>
    public VectorDataViewType? ValuesType => _label.Schema.GetColumnOrNull(AnnotationKind.KeyValues)?.Type as VectorDataViewType is { } type && type.Size == _classCount ? type : null;

    /// <summary>A column of keys named and valued as the labels were.</summary>
    public DataViewSchema.DetachedColumn LabelColumn(string name) => new(name, new KeyDataViewType(typeof(uint), _classCount), ValuesAs(AnnotationKind.KeyValues).ToAnnotations());

    /// <summary>The columns of <paramref name="input"/>, then PredictedLabel and Score.</summary>
    public DataViewSchema AddTo(DataViewSchema input)
    {
        uint set = SetsIn(input) + 1;
        DataViewSchema.Builder schema = new();
        schema.AddColumns(input);
        DataViewSchema.Annotations.Builder predicted = ValuesAs(AnnotationKind.KeyValues);
        Annotate(predicted, PredictedLabel, set);
        schema.AddColumn(PredictedLabel, new KeyDataViewType(typeof(uint), _classCount), predicted.ToAnnotations());
        DataViewSchema.Annotations.Builder score = ValuesAs(AnnotationKind.TrainingLabelValues);
        if (ValuesType?.ItemType is TextDataViewType) Add(score, AnnotationKind.SlotNames);
        Annotate(score, Score, set);
        schema.AddColumn(Score, new VectorDataViewType(NumberDataViewType.Single, _classCount), score.ToAnnotations());
        return schema.ToSchema();
    }

    private static void Annotate(DataViewSchema.Annotations.Builder annotations, string valueKind, uint set)
    {
        annotations.AddPrimitiveValue(AnnotationKind.ScoreColumnSetId, new KeyDataViewType(typeof(uint), int.MaxValue), set);
        annotations.AddPrimitiveValue(AnnotationKind.ScoreColumnKind, TextDataViewType.Instance, "MulticlassClassification".AsMemory());
        annotations.AddPrimitiveValue(AnnotationKind.ScoreValueKind, TextDataViewType.Instance, valueKind.AsMemory());
    }

    /// <summary>The highest number of a set of score columns so far: each model's columns are a set of their own.</summary>
    private static uint SetsIn(DataViewSchema schema)
    {
        uint highest = 0;
        foreach (DataViewSchema.Column column in schema)
        {
            if (column.Annotations.Schema.GetColumnOrNull(AnnotationKind.ScoreColumnSetId)?.Type is not KeyDataViewType { RawType: { } type } || type != typeof(uint)) continue;
            uint set = 0;
            column.Annotations.GetValue(AnnotationKind.ScoreColumnSetId, ref set);
            highest = Math.Max(highest, set);
        }
        return highest;
    }

    private DataViewSchema.Annotations.Builder ValuesAs(string kind)
    {
        DataViewSchema.Annotations.Builder annotations = new();
        Add(annotations, kind);
        return annotations;
    }

    /// <summary>Adds the key values, if any, under another name.</summary>
    private void Add(DataViewSchema.Annotations.Builder annotations, string kind)
    {
        if (ValuesType is not { } type) return;
        Delegate getter = (Delegate)s_getterOf.MakeGenericMethod(type.RawType).Invoke(null, [_label])!;
        annotations.Add(kind, type, getter);
    }

    private static Delegate GetterOf<T>(DataViewSchema.Annotations label) => label.GetGetter<T>(label.Schema[AnnotationKind.KeyValues]);
}
