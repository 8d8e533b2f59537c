using Hinge.MLNet.Scoring;
using Hinge.Models;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Hinge.MLNet.Saving;

/// <summary>
/// What stands in ML.NET's zip for a <see cref="HingeTransformer"/>: three transformers of ML.NET's own, so that any process can load it. The first is
/// the classifier in floats. The second carries the bytes of Hinge's model file as the value of a mapping that nobody asks for; the third
/// drops its column.
/// </summary>
internal static class SavedForm
{
    private const string Carried = "Hinge.Model";

    public static TransformerChain<ITransformer> Of(HingeTransformer transformer, OutputColumns columns)
    {
        MLContext context = new(seed: 1);
        ITransformer own = transformer.ToMLNet();
        byte[] file = ModelBytes.Of(transformer.Model);
        DataViewSchema.DetachedColumn key = new("Key", new KeyDataViewType(typeof(uint), transformer.Model.ClassCount));
        OneRowView lookup = new(
            [key, new("Value", new VectorDataViewType(NumberDataViewType.Byte, file.Length))],
            [(ValueGetter<uint>)((ref uint value) => value = 1), (ValueGetter<VBuffer<byte>>)((ref VBuffer<byte> value) => value = new VBuffer<byte>(file.Length, file))]);
        IDataView scored = own.Transform(Features(transformer));
        ValueMappingTransformer carrier = context.Transforms.Conversion.MapValue(Carried, lookup, lookup.Schema[0], lookup.Schema[1], OutputColumns.PredictedLabel).Fit(scored);
        ITransformer drop = context.Transforms.DropColumns(Carried).Fit(carrier.Transform(scored));
        return new TransformerChain<ITransformer>(own, carrier, drop);
    }

    /// <summary>Puts a <see cref="HingeTransformer"/> in the place of each three that were saved for one.</summary>
    public static ITransformer Restore(MLContext context, ITransformer loaded)
    {
        if (loaded is not IEnumerable<ITransformer> chain) return loaded;
        ITransformer[] parts = [.. chain];
        return parts is [ISingleFeaturePredictionTransformer<object> own, ValueMappingTransformer carrier, _] && Carrying(own, carrier) is { } transformer
            ? transformer
            : new TransformerChain<ITransformer>([.. parts.Select(part => Restore(context, part))]);
    }

    private static HingeTransformer? Carrying(ISingleFeaturePredictionTransformer<object> own, ValueMappingTransformer carrier)
    {
        DataViewSchema.Builder features = new();
        features.AddColumn(own.FeatureColumnName, own.FeatureColumnType);
        DataViewSchema scored = own.GetOutputSchema(features.ToSchema());
        if (scored.GetColumnOrNull(OutputColumns.PredictedLabel) is not { Type: KeyDataViewType } label || !Carries(carrier, scored)) return null;

        OneRowView row = new([new(OutputColumns.PredictedLabel, label.Type)], [(ValueGetter<uint>)((ref uint value) => value = 1)]);
        IDataView mapped = carrier.Transform(row);
        using DataViewRowCursor cursor = mapped.GetRowCursor([mapped.Schema[Carried]]);
        VBuffer<byte> file = default;
        cursor.MoveNext();
        cursor.GetGetter<VBuffer<byte>>(mapped.Schema[Carried])(ref file);
        LinearModel model = ModelBytes.ToModel([.. file.DenseValues()]);
        return new HingeTransformer(model, new OutputColumns(model.ClassCount, label.Annotations), own.FeatureColumnName, 0);
    }

    /// <summary>Whether it adds a model's file: others may map columns that are not there.</summary>
    private static bool Carries(ValueMappingTransformer carrier, DataViewSchema scored)
    {
        try
        {
            return carrier.GetOutputSchema(scored).GetColumnOrNull(Carried) is not null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static OneRowView Features(HingeTransformer transformer) => new(
        [new(transformer.FeatureColumnName, transformer.FeatureColumnType)],
        [(ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => value = new VBuffer<float>(transformer.Model.FeatureCount, 0, [], []))]);
}
