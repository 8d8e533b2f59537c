using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Tests.Models;
using Hinge.Training;
using Hinge.Tuning;

namespace Hinge.Tests.Data;

/// <summary>Data made of tables: parts are learnt anew, and models carry how, without the core knowing what it means.</summary>
public sealed class DatasetOriginTests
{
    private const string Json = """{"any":["thing",1.5e-3,null],"ü":{}}""";

    private static Dataset With(Dataset data, DatasetOrigin origin) => new(data.Features, data.Labels, data.FeatureNames, origin);

    [Fact]
    public void Part_WithoutAnOrigin_SelectsRows()
    {
        Dataset data = Blobs.Dense(10, 3, 2, seed: 1);

        (Dataset training, Dataset test) = data.Part([0, 5, 7], [2, 1]);

        Assert.Equal(data.Select([0, 5, 7]).Fingerprint(), training.Fingerprint());
        Assert.Equal(data.Select([2, 1]).Fingerprint(), test.Fingerprint());
    }

    [Fact]
    public void SplitAndFolds_AskForPartsLearntAnew()
    {
        Dataset plain = Blobs.Dense(40, 3, 2, seed: 1);
        List<(int[] Training, int[] Test)> asked = [];
        Dataset data = With(plain, new DatasetOrigin(Json, (training, test) =>
        {
            asked.Add((training, test));
            return (plain.Select(training), plain.Select(test));
        }));

        (Dataset train, Dataset tested) = data.Split(0.25, seed: 3);
        CrossValidation validation = new(data, new Objective(), new CrossValidationOptions { FoldCount = 3, Costs = [0.1], Training = new TrainingOptions { Threads = 1 } });
        validation.Run(cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(4, asked.Count);
        Assert.Equal((train.ExampleCount, tested.ExampleCount), (asked[0].Training.Length, asked[0].Test.Length));
        for (int fold = 0; fold < 3; fold++)
        {
            Assert.Equal(validation.Partition.TrainingExamples(fold), asked[fold + 1].Training);
            Assert.Equal(validation.Partition.TestExamples(fold), asked[fold + 1].Test);
        }
    }

    [Fact]
    public void Select_KeepsFeaturizationAndTheRowsHashes()
    {
        Dataset data = With(Blobs.Dense(4, 2, 2, seed: 1), new DatasetOrigin(Json, null, () => [10, 11, 12, 13]));

        Dataset part = data.Select([3, 1]).Select([1, 0]);

        Assert.Equal(Json, part.Featurization);
        Assert.Equal([11UL, 13], part.Origin!.RowHashes!());
    }

    [Fact]
    public void Model_OfATable_KeepsItsFeaturizationInItsFile()
    {
        using TemporaryFolder folder = new();
        LinearModel model = HandMade.Train(data: With(HandMade.Data(), new DatasetOrigin(Json))).Model;
        model.Save(folder.File("m.hinge"));

        Assert.Equal(Json, model.Featurization);
        Assert.Equal(System.Text.Json.Nodes.JsonNode.Parse(Json)!.ToJsonString(), System.Text.Json.Nodes.JsonNode.Parse(LinearModel.Load(folder.File("m.hinge")).Featurization!)!.ToJsonString());
        Assert.Null(HandMade.Train().Model.Featurization);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    public void Origin_FeaturizationThatIsNoJson_IsRefused(string json) =>
        Assert.Contains("must be one JSON value", Assert.Throws<ArgumentException>(() => new DatasetOrigin(json)).Message, StringComparison.Ordinal);
}
