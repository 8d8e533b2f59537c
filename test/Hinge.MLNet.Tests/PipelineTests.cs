using Hinge.Losses;
using Hinge.Models;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Tests;

/// <summary>The trainer takes part in ML.NET 5's pipelines as ML.NET's own do.</summary>
public sealed class PipelineTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Schema_OfTransformedData_IsThatOfSdca(bool hasTextLabels)
    {
        IDataView data = hasTextLabels ? Digits.Sparse(_context) : FloatLabels();
        DataViewSchema expected = _context.MulticlassClassification.Trainers.SdcaNonCalibrated().Fit(data).Transform(data).Schema;
        DataViewSchema actual = _context.MulticlassClassification.Trainers.Hinge().Fit(data).Transform(data).Schema;
        Assert.Equal(SchemaText.Of(expected), SchemaText.Of(actual));
        Assert.Equal(expected.Select(column => column.Name), actual.Select(column => column.Name));
    }

    [Fact]
    public void GetOutputSchema_OfTrainer_IsThatOfSdca()
    {
        EstimatorShape estimator = new();
        EstimatorChain<HingeTransformer> mine = _context.Transforms.CopyColumns("Copy", "Label").Append(estimator).Append(_context.MulticlassClassification.Trainers.Hinge());
        mine.Fit(Digits.Sparse(_context, rowCount: 100));
        SchemaShape input = estimator.Seen!;
        Assert.Equal(SchemaText.Of(_context.MulticlassClassification.Trainers.SdcaNonCalibrated().GetOutputSchema(input)), SchemaText.Of(_context.MulticlassClassification.Trainers.Hinge().GetOutputSchema(input)));
    }

    [Fact]
    public void Evaluate_Digits_CountsWhatTheModelPredicts()
    {
        IDataView data = Digits.Sparse(_context);
        HingeTransformer model = _context.MulticlassClassification.Trainers.Hinge(cost: 0.1).Fit(data);
        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(model.Transform(data));
        Assert.Equal(Evaluation.Of(model.Model, Digits.Own).Accuracy, metrics.MicroAccuracy, 1e-12);
        Assert.Equal(10, metrics.ConfusionMatrix.NumberOfClasses);
    }

    [Fact]
    public void Evaluate_Softmax_HasTheLogLossOfItsProbabilities()
    {
        IDataView data = Digits.Sparse(_context);
        HingeTransformer model = _context.MulticlassClassification.Trainers.Hinge(loss: new Softmax(), cost: 0.1).Fit(data);
        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(model.Transform(data));
        double sum = 0;
        Softmax loss = new();
        model.Model.ForEachScores(Digits.Own.Features, (i, scores) => sum += loss.Value(scores, Digits.Own.Labels[i]));
        Assert.Equal(sum / Digits.Own.ExampleCount, metrics.LogLoss, 1e-6);
    }

    [Fact]
    public void CrossValidate_Digits_TrainsAndTestsEachFold()
    {
        var folds = _context.MulticlassClassification.CrossValidate(Digits.Dense(_context), _context.MulticlassClassification.Trainers.Hinge(cost: 0.1), numberOfFolds: 3);
        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0.93, 1));
        Assert.All(folds, fold => Assert.InRange(((HingeTransformer)fold.Model).Certificate.RelativeGap, 0, 1e-3));
    }

    [Fact]
    public void PermutationFeatureImportance_ConstantAndTellingPixels_AreToldApart()
    {
        IDataView data = Digits.Dense(_context, rowCount: 300);
        HingeTransformer model = _context.MulticlassClassification.Trainers.Hinge(cost: 0.1).Fit(data);
        var importances = _context.MulticlassClassification.PermutationFeatureImportance(model, data);
        Assert.Equal(64, importances.Length);
        Assert.Equal(0, importances[0].MicroAccuracy.Mean);
        Assert.True(importances.Min(one => one.MicroAccuracy.Mean) < 0);
    }

    [Fact]
    public void PredictionEngine_EveryRow_HasTheScoresOfThePredictor()
    {
        HingeTransformer model = _context.MulticlassClassification.Trainers.Hinge(cost: 0.1).Fit(Digits.Dense(_context));
        using PredictionEngine<DenseDigit, DigitAnswer> engine = _context.Model.CreatePredictionEngine<DenseDigit, DigitAnswer>(model);
        Predictor predictor = model.Model.CreatePredictor();
        double[] scores = new double[10];
        foreach (SparseDigit row in Digits.Rows(50))
        {
            float[] features = [.. row.Features.DenseValues()];
            DigitAnswer answer = engine.Predict(new DenseDigit { Features = features });
            predictor.Scores<float>(features, scores);
            Assert.Equal(scores.Select(score => (float)score), answer.Score);
            Assert.Equal((uint)LinearModel.Best(scores) + 1, answer.PredictedLabel);
        }
    }

    [Fact]
    public void RowMapper_OneRowAfterAnother_AllocatesNothing()
    {
        IDataView data = _context.Data.Cache(Digits.Dense(_context, rowCount: 200));
        HingeTransformer model = _context.MulticlassClassification.Trainers.Hinge(cost: 0.1).Fit(data);
        CountingRow row = new(data.Schema, Digits.Row(3));
        using DataViewRow scored = model.GetRowToRowMapper(data.Schema).GetRow(row, model.GetOutputSchema(data.Schema));
        ValueGetter<VBuffer<float>> score = scored.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        ValueGetter<uint> label = scored.GetGetter<uint>(scored.Schema["PredictedLabel"]);
        VBuffer<float> scores = default;
        uint key = 0;
        for (int warm = 0; warm < 100; warm++, row.Next()) Read();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++, row.Next()) Read();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(200, row.Reads);

        void Read()
        {
            score(ref scores);
            label(ref key);
        }
    }

    [Fact]
    public void Transformer_EnginesOnSeveralThreads_AgreeWithOne()
    {
        HingeTransformer model = _context.MulticlassClassification.Trainers.Hinge(cost: 0.1).Fit(Digits.Dense(_context));
        DenseDigit[] rows = [.. Digits.Rows(200).Select(row => new DenseDigit { Features = [.. row.Features.DenseValues()] })];
        uint[] expected = Predict();
        uint[][] actual = new uint[4][];
        Parallel.For(0, actual.Length, thread => actual[thread] = Predict());
        Assert.All(actual, labels => Assert.Equal(expected, labels));

        uint[] Predict()
        {
            using PredictionEngine<DenseDigit, DigitAnswer> engine = new MLContext().Model.CreatePredictionEngine<DenseDigit, DigitAnswer>(model);
            return [.. rows.Select(row => engine.Predict(row).PredictedLabel)];
        }
    }

    [Fact]
    public void Pipeline_TextFeaturesCacheAndHinge_PredictsNames()
    {
        Review[] reviews = [.. Enumerable.Range(0, 60).Select(i => new Review { Text = i % 3 == 0 ? $"good fine {i}" : i % 3 == 1 ? $"bad poor {i}" : $"so so middling {i}", Verdict = i % 3 == 0 ? "good" : i % 3 == 1 ? "bad" : "middling" })];
        IDataView data = _context.Data.LoadFromEnumerable(reviews);
        ITransformer model = _context.Transforms.Conversion.MapValueToKey("Label", nameof(Review.Verdict))
            .Append(_context.Transforms.Text.FeaturizeText("Features", nameof(Review.Text)))
            .AppendCacheCheckpoint(_context)
            .Append(_context.MulticlassClassification.Trainers.Hinge(cost: 10))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(data);
        using PredictionEngine<Review, ReviewAnswer> engine = _context.Model.CreatePredictionEngine<Review, ReviewAnswer>(model);
        Assert.Equal(reviews.Select(review => review.Verdict), reviews.Select(review => engine.Predict(review).PredictedLabel));
        HingeTransformer hinge = ((IEnumerable<ITransformer>)model).OfType<HingeTransformer>().Single();
        Assert.Contains(hinge.Model.FeatureNames!, name => name == "Word.good");
        Assert.Equal(["good", "bad", "middling"], hinge.Model.ClassNames);
    }

    [Fact]
    public void Transform_SecondModelBesideFirst_HasAScoreColumnSetOfItsOwn()
    {
        IDataView data = Digits.Sparse(_context, rowCount: 200);
        HingeTransformer model = _context.MulticlassClassification.Trainers.Hinge().Fit(data);
        uint first = 0, second = 0;
        IDataView once = model.Transform(data), twice = model.Transform(once);
        once.Schema["Score"].Annotations.GetValue("ScoreColumnSetId", ref first);
        twice.Schema["Score"].Annotations.GetValue("ScoreColumnSetId", ref second);
        Assert.Equal(first + 1, second);
    }

    private IDataView FloatLabels()
    {
        IDataView data = _context.Data.LoadFromEnumerable(Digits.Rows(300).Select(row => new FloatLabel { Features = row.Features, Name = float.Parse(row.Name, System.Globalization.CultureInfo.InvariantCulture) }));
        return _context.Transforms.Conversion.MapValueToKey("Label", nameof(FloatLabel.Name)).Fit(data).Transform(data);
    }

    private sealed class FloatLabel
    {
        [VectorType(64)]
        public VBuffer<float> Features { get; set; }

        public float Name { get; set; }
    }

    private sealed class Review
    {
        public string Text { get; set; } = "";

        public string Verdict { get; set; } = "";
    }

    private sealed class ReviewAnswer
    {
        public string PredictedLabel { get; set; } = "";
    }
}
