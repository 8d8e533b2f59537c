using Hinge.Losses;
using Hinge.Testing;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Tests;

/// <summary>Models in ML.NET's own zip.</summary>
public sealed class SavingTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("weston-watkins", 1)]
    [InlineData("crammer-singer", 0)]
    [InlineData("softmax", 1)]
    public void Load_WithoutHinge_PredictsTheSameFromRoundedWeights(string loss, double biasScale)
    {
        HingeTransformer model = Train(loss, biasScale);
        ITransformer loaded = SaveAndLoad(model);
        IDataView data = Digits.Sparse(_context);
        Assert.DoesNotContain("Hinge", loaded.GetType().Assembly.FullName);
        Assert.Equal(Labels(model.Transform(data)), Labels(loaded.Transform(data)));
        foreach ((float[] expected, float[] actual) in Scores(model.Transform(data)).Zip(Scores(loaded.Transform(data))))
            for (int j = 0; j < expected.Length; j++) Assert.Equal(expected[j], actual[j], 1e-5f * (1 + Math.Abs(expected[j])));
        Assert.Equal(data.Schema.Count + 2, loaded.GetOutputSchema(data.Schema).Count);
    }

    [Theory]
    [InlineData("weston-watkins", 1)]
    [InlineData("softmax", 0)]
    public void Restore_LoadedModel_IsTheSavedOneToTheLastBit(string loss, double biasScale)
    {
        HingeTransformer model = Train(loss, biasScale);
        HingeTransformer restored = Assert.IsType<HingeTransformer>(HingeTransformer.Restore(_context, SaveAndLoad(model)));
        IDataView data = Digits.Sparse(_context);
        Assert.Equal(model.Certificate, restored.Certificate);
        Assert.Equal(model.Model.Weights.Values.ToArray(), restored.Model.Weights.Values.ToArray());
        Assert.Equal(Scores(model.Transform(data)), Scores(restored.Transform(data)));
        Assert.Equal(SchemaText.Of(model.GetOutputSchema(data.Schema)), SchemaText.Of(restored.GetOutputSchema(data.Schema)));
    }

    [Fact]
    public void Restore_Pipeline_KeepsTheOtherTransformers()
    {
        IDataView data = Digits.Dense(_context);
        TransformerChain<Microsoft.ML.Transforms.KeyToValueMappingTransformer> pipeline = _context.Transforms.NormalizeMinMax("Features")
            .Append(_context.MulticlassClassification.Trainers.Hinge(cost: 0.1))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        ITransformer restored = HingeTransformer.Restore(_context, SaveAndLoad(pipeline));
        Assert.Equal(Names(pipeline.Transform(data)), Names(restored.Transform(data)));
        Assert.Equal(Scores(pipeline.Transform(data)), Scores(restored.Transform(data)));
        ITransformer[] parts = [.. (IEnumerable<ITransformer>)restored];
        Assert.Contains(parts, part => part is HingeTransformer { Certificate.RelativeGap: <= 1e-3 });
    }

    [Fact]
    public void Restore_ModelOfOthers_IsAsItWas()
    {
        IDataView data = Digits.Dense(_context);
        MulticlassPredictionTransformer<Microsoft.ML.Trainers.LinearMulticlassModelParameters> other = _context.MulticlassClassification.Trainers.SdcaNonCalibrated().Fit(data);
        ITransformer restored = HingeTransformer.Restore(_context, SaveAndLoad(other));
        Assert.Equal(Scores(other.Transform(data)), Scores(restored.Transform(data)));
    }

    [Fact]
    public void Load_RestoredModelSavedAgain_IsTheSame()
    {
        HingeTransformer model = Train("weston-watkins", 1);
        ITransformer once = HingeTransformer.Restore(_context, SaveAndLoad(model));
        HingeTransformer twice = Assert.IsType<HingeTransformer>(HingeTransformer.Restore(_context, SaveAndLoad(once)));
        Assert.Equal(model.Model.Weights.Values.ToArray(), twice.Model.Weights.Values.ToArray());
    }

    [Fact]
    public void ToMLNet_Model_TakesPartWhereOnlyMLNetsOwnMay()
    {
        IDataView points = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 90).Select(i => new NamedPoint { Telling = i % 3, Idle = i % 7 / 7f, Label = (uint)(i % 3) }));
        IDataView data = _context.Transforms.Concatenate("Features", nameof(NamedPoint.Telling), nameof(NamedPoint.Idle)).Fit(points).Transform(points);
        HingeTransformer model = _context.MulticlassClassification.Trainers.Hinge(new HingeOptions { Objective = new() { BiasScale = 1 } }).Fit(data);
        ITransformer own = model.ToMLNet();
        Assert.IsType<MulticlassPredictionTransformer<Microsoft.ML.Trainers.LinearMulticlassModelParameters>>(own);
        var importances = _context.MulticlassClassification.PermutationFeatureImportance(own, data);
        Assert.True(importances[nameof(NamedPoint.Telling)].MicroAccuracy.Mean < importances[nameof(NamedPoint.Idle)].MicroAccuracy.Mean);
        Assert.Equal(["Telling", "Idle"], model.Model.FeatureNames!);
    }

    [Fact]
    public void Load_InAFreshProcess_PredictsAndRestores()
    {
        HingeTransformer model = Train("weston-watkins", 1);
        string path = _folder.File("model.zip");
        _context.Model.Save(model, Digits.Sparse(_context).Schema, path);
        string output = SampleProcess.Run("load", path, Digits.Path);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"certificate {model.Certificate.Primal:R} {model.Certificate.Dual:R} {model.Certificate.Fingerprint}", lines[0]);
        Assert.Equal($"restored {string.Join(' ', Labels(model.Transform(Digits.Sparse(_context))))}", lines[1]);
        Assert.Equal($"loaded {string.Join(' ', Labels(model.Transform(Digits.Sparse(_context))))}", lines[2]);
    }

    [Fact]
    public void Load_KeysWithoutValues_PredictsTheSame()
    {
        IDataView data = _context.Data.LoadFromEnumerable(Digits.Rows().Select(row => new PlainKey { Features = row.Features, Label = uint.Parse(row.Name, System.Globalization.CultureInfo.InvariantCulture) }));
        HingeTransformer model = _context.MulticlassClassification.Trainers.Hinge(cost: 0.1).Fit(data);
        ITransformer loaded = SaveAndLoad(model);
        Assert.Equal(Labels(model.Transform(data)), Labels(loaded.Transform(data)));
        Assert.Equal(Digits.Own.Labels.ClassNames, model.Model.ClassNames);
        Assert.Equal(Scores(model.Transform(data)), Scores(HingeTransformer.Restore(_context, loaded).Transform(data)));
    }

    private HingeTransformer Train(string loss, double biasScale) =>
        _context.MulticlassClassification.Trainers.Hinge(new HingeOptions { Objective = new() { Loss = Loss.Create(loss), Cost = 0.1, BiasScale = biasScale } }).Fit(Digits.Sparse(_context));

    private ITransformer SaveAndLoad(ITransformer model)
    {
        string path = _folder.File("model.zip");
        _context.Model.Save(model, Digits.Sparse(_context).Schema, path);
        return new MLContext().Model.Load(path, out _);
    }

    private static uint[] Labels(IDataView data) => [.. data.GetColumn<uint>("PredictedLabel")];

    private static string[] Names(IDataView data) => [.. data.GetColumn<string>("PredictedLabel")];

    private static float[][] Scores(IDataView data) => [.. data.GetColumn<float[]>("Score")];
}

internal sealed class PlainKey
{
    [VectorType(64)]
    public VBuffer<float> Features { get; set; }

    [KeyType(10)]
    public uint Label { get; set; }
}

internal sealed class NamedPoint
{
    public float Telling { get; set; }

    public float Idle { get; set; }

    [KeyType(3)]
    public uint Label { get; set; }
}
