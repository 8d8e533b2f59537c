using Hinge.Data;
using Hinge.Testing;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Tests;

/// <summary>What cannot be trained on is refused with its place and the remedy.</summary>
public sealed class BadInputTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("Name", "Features", null, "column Name must be a key; got one String a row. Map it with mlContext.Transforms.Conversion.MapValueToKey.")]
    [InlineData("Label", "Weight", null, "column Weight must be a vector of Single of known size; got one Single a row. Join columns")]
    [InlineData("Label", "Name", null, "column Name must be a vector of Single of known size; got one String a row.")]
    [InlineData("Label", "Features", "Features", "column Features must be one Single a row; got a vector of Single.")]
    [InlineData("Klass", "Features", null, "column Klass must be in the data; got Name, Weight, Features, Label.")]
    [InlineData("Label", "Features", "Mass", "column Mass must be in the data; got Name, Weight, Features, Label.")]
    public void Columns_MissingOrOfTheWrongType_AreNamedBeforeTraining(string label, string features, string? weight, string message)
    {
        IDataView data = Digits.Sparse(_context, rowCount: 20);
        HingeTrainer trainer = _context.MulticlassClassification.Trainers.Hinge(label, features, weight);
        EstimatorShape shape = new();
        _context.Transforms.CopyColumns("Label", "Label").Append(shape).Append(_context.Transforms.CopyColumns("Label", "Label")).Fit(data);
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => trainer.GetOutputSchema(shape.Seen!)).Message, StringComparison.Ordinal);
        Assert.StartsWith(message.Split(';')[0], Assert.Throws<ArgumentException>(() => trainer.Fit(data)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "Features, row 2 (counted from 0): features must be finite; got NaN in slot 1 (counted from 0). Replace missing values (mlContext.Transforms.ReplaceMissingValues), or leave the row out (mlContext.Data.FilterRowsByMissingValues).")]
    [InlineData(float.NegativeInfinity, "Features, row 2 (counted from 0): features must be finite; got -Infinity in slot 1")]
    public void Features_NotFinite_AreRefusedByRowAndSlot(float value, string message)
    {
        Point[] points = Points();
        points[2].Features[1] = value;
        Assert.StartsWith(message, Refusal(points), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(-1f, "-1")]
    public void Weights_NotANumberAtLeast0_AreRefusedByRow(float weight, string shown)
    {
        Point[] points = Points();
        points[3].Weight = weight;
        Assert.Equal($"Weight, row 3 (counted from 0): weights must be finite and at least 0; got {shown}. Replace it, or leave the row out.", Refusal(points));
    }

    [Fact]
    public void Labels_Missing_AreLeftOutAndCounted()
    {
        Point[] points = Points();
        List<string> log = [];
        _context.Log += (_, entry) => log.Add(entry.Message);
        points[1].Label = Point.NoLabel;
        points[1].Features[0] = float.NaN;
        HingeTransformer model = Fit(points, new HingeOptions { Context = _context });
        Assert.Equal(1, model.SkippedRowCount);
        Assert.Equal(points.Length - 1, model.Certificate.ExampleCount);
        Assert.Equal(Fit([.. points.Where(point => point.Label != Point.NoLabel)], new()).Model.Weights.Values.ToArray(), model.Model.Weights.Values.ToArray());
        Assert.Contains(log, line => line.Contains("rows left out for want of a label: 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Data_OfOneClass_IsRefused()
    {
        Point[] points = Points();
        foreach (Point point in points) point.Label = 1;
        Assert.StartsWith("Label: there must be rows of at least two classes; got 6 rows, all of key 2.", Refusal(points), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_Empty_IsRefused() =>
        Assert.StartsWith("Label: there must be rows with a label; got 0 rows, none with one.", Refusal([]), StringComparison.Ordinal);

    [Fact]
    public void Keys_OfOneValue_AreRefused()
    {
        IDataView data = _context.Data.LoadFromEnumerable(Points());
        IDataView keyed = _context.Transforms.Conversion.MapValueToKey("Key", nameof(Point.Constant)).Fit(data).Transform(data);
        string message = Assert.Throws<ArgumentException>(() => _context.MulticlassClassification.Trainers.Hinge("Key").Fit(keyed)).Message;
        Assert.StartsWith("column Key must be a key of two values or more; got 1.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_FeaturesNotFinite_IsRefusedByRow()
    {
        HingeTransformer model = Fit(Points(), new());
        Point[] points = Points();
        points[4].Features[0] = float.NaN;
        string message = Assert.Throws<DataFormatException>(() => model.Transform(_context.Data.LoadFromEnumerable(points)).GetColumn<uint>("PredictedLabel").ToArray()).Message;
        Assert.StartsWith("Features, row 4 (counted from 0): features must be finite; got NaN.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_OtherNumberOfFeatures_IsRefused()
    {
        HingeTransformer model = Fit(Points(), new());
        string message = Assert.Throws<ArgumentException>(() => model.GetOutputSchema(Digits.Sparse(_context, rowCount: 20).Schema)).Message;
        Assert.StartsWith("column Features must be a vector of 2 features, as in training; got 64.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_InACultureOfCommas_HavePoints()
    {
        using CommaDecimalCulture culture = new();
        Point[] points = Points();
        points[3].Weight = -0.5f;
        Assert.Contains("got -0.5.", Refusal(points), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreRefusedBeforeThereIsData()
    {
        Assert.Throws<ArgumentException>(() => _context.MulticlassClassification.Trainers.Hinge(labelColumnName: ""));
        Assert.Throws<ArgumentException>(() => _context.MulticlassClassification.Trainers.Hinge(new HingeOptions { Training = new() { RelativeGap = 0 } }));
        Assert.Throws<ArgumentException>(() => _context.MulticlassClassification.Trainers.Hinge(new HingeOptions { Objective = new() { SampleWeights = [1] } }));
    }

    [Fact]
    public void Fit_CancelledOrLogged_GivesTheBestSoFarAndSaysHowFar()
    {
        List<string> log = [];
        _context.Log += (_, entry) => log.Add(entry.Message);
        HingeTransformer model = Fit(Points(), new HingeOptions { Context = _context, Cancellation = new CancellationToken(canceled: true), Training = new() { RelativeGap = 1e-12 } });
        Assert.Equal(Hinge.Training.StopReason.Cancelled, model.Certificate.StopReason);
        Assert.Contains(log, line => line.Contains("[Source=Hinge", StringComparison.Ordinal) && line.Contains("Cancelled after", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains("relative gap", StringComparison.Ordinal) && line.Contains("epoch", StringComparison.Ordinal));
    }

    private string Refusal(Point[] points) => Assert.Throws<DataFormatException>(() => Fit(points, new HingeOptions { ExampleWeightColumnName = "Weight" })).Message;

    private HingeTransformer Fit(Point[] points, HingeOptions options) => _context.MulticlassClassification.Trainers.Hinge(options).Fit(_context.Data.LoadFromEnumerable(points));

    private static Point[] Points() => [.. Enumerable.Range(0, 6).Select(i => new Point { Features = [i % 3, i], Label = (uint)(i % 3) })];

    /// <summary>Keys are counted from 0 here, and from 1 in data views; what is no key is missing.</summary>
    private sealed class Point
    {
        public const uint NoLabel = uint.MaxValue;

        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [KeyType(3)]
        public uint Label { get; set; }

        public float Weight { get; set; } = 1;

        public string Constant { get; set; } = "one";
    }
}
