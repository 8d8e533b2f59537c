using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Models;

/// <summary>What is saved is what is loaded.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private LinearModel SaveAndLoad(LinearModel model)
    {
        string path = _folder.File("m.hinge");
        model.Save(path);
        LinearModel loaded = LinearModel.Load(path);
        AssertSame(model, loaded);
        return loaded;
    }

    private static void AssertSame(LinearModel expected, LinearModel actual)
    {
        Assert.Equal(expected.Weights.Values.ToArray().Select(BitConverter.DoubleToInt64Bits), actual.Weights.Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(expected.FeatureCount, actual.FeatureCount);
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        Assert.Equal(expected.FeatureNames, actual.FeatureNames);
        Assert.Equal(expected.Certificate, actual.Certificate);
        Objective left = expected.Objective, right = actual.Objective;
        Assert.Equal(left.Loss.Name, right.Loss.Name);
        Assert.Equal(left.Loss.Delta?.Value, right.Loss.Delta?.Value);
        Assert.Equal(left.Loss.Delta?.Table.ToArray(), right.Loss.Delta?.Table.ToArray());
        Assert.Equal((left.Cost, left.Lambda, left.BiasScale, left.BalancesClasses), (right.Cost, right.Lambda, right.BiasScale, right.BalancesClasses));
        Assert.Equal(left.ClassWeights, right.ClassWeights);
    }

    public static TheoryData<string> LossNames => [.. Loss.Names];

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Load_AfterSave_GivesTheSameModelForEveryLoss(string loss)
    {
        Objective objective = new() { Loss = Loss.Create(loss), Cost = 0.1 };
        LinearModel model = Trainers.DefaultFor(objective.Loss).Train(HandMade.Data(), objective, new TrainingOptions { Threads = 1, EpochLimit = 50 }, cancellation: TestContext.Current.CancellationToken).Model;

        LinearModel loaded = SaveAndLoad(model);

        Assert.Equal(model.Predict(HandMade.Data().Features), loaded.Predict(HandMade.Data().Features));
    }

    [Fact]
    public void Load_AfterSave_KeepsEverythingAboutTheObjective()
    {
        SaveAndLoad(HandMade.Train(new Objective { Lambda = 0.1, BiasScale = 2.5, BalancesClasses = true }).Model);
        SaveAndLoad(HandMade.Train(new Objective { Cost = 1.0 / 3, ClassWeights = [1, 0.1, 2] }).Model);
        SaveAndLoad(HandMade.Train(new Objective { Loss = new CrammerSinger(new Delta(3, [0, 1, 2, 0.1, 0, 1, 4, 3, 0])) }).Model);
        LinearModel plain = SaveAndLoad(HandMade.Train(new Objective { Loss = new WestonWatkins(new Delta(0.5)) }).Model);

        Assert.Equal((null, null), (plain.Objective.Cost, plain.Objective.Lambda));
    }

    [Fact]
    public void Load_AfterSave_KeepsNamesOfAnyScript()
    {
        string[] classes = ["Größe", "猫 \"quoted\" \\ 🐈", "\t\u0000<script>"], features = ["x,1", "\u202Eleft\n"];
        Dataset data = HandMade.Data();
        Dataset named = new(data.Features, new Labels(data.Labels.Values.ToArray(), classes), features);

        LinearModel loaded = SaveAndLoad(HandMade.Train(data: named).Model);

        Assert.Equal(classes, loaded.ClassNames);
        Assert.Equal(features, loaded.FeatureNames);
    }

    [Fact]
    public void Load_AfterSave_KeepsEveryBitOfTheWeights()
    {
        double[] weights = [0.1, -0.0, double.Epsilon, double.MaxValue, -1e-310, Math.PI];

        SaveAndLoad(HandMade.Model(2, ["a", "b", "c"], weights));
    }

    [Fact]
    public void Load_AfterSave_KeepsTheCertificate()
    {
        Certificate certificate = new()
        {
            Primal = 0.1 + 0.2,
            Dual = -1e-17,
            DualDistance = double.Epsilon,
            ExampleCount = int.MaxValue,
            Fingerprint = "ab",
            Solver = "by hand",
            Seed = int.MinValue,
            Epochs = 7,
            StopReason = StopReason.Cancelled,
            Version = "9.9.9",
        };
        LinearModel model = HandMade.Model(1, ["a", "b"], [1, 2]);

        LinearModel loaded = SaveAndLoad(new LinearModel(model.Weights, model.ClassNames, null, model.Objective, certificate));

        Assert.Equal(certificate, loaded.Certificate);
    }

    [Fact]
    public void Save_SameTrainingRun_WritesTheSameBytes()
    {
        byte[] first = Saved(threads: 1);

        Assert.Equal(first, Saved(threads: 1));
        Assert.Equal(first, Saved(threads: 2));
        Assert.Equal(first, Saved(threads: 3));

        byte[] Saved(int threads)
        {
            string path = _folder.File("m.hinge");
            new DualCoordinateAscent().Train(HandMade.Data(), new Objective(), new TrainingOptions { Threads = threads }, cancellation: TestContext.Current.CancellationToken).Model.Save(path);
            return File.ReadAllBytes(path);
        }
    }

    [Fact]
    public void Save_CultureWithDecimalComma_WritesTheSameBytes()
    {
        LinearModel model = HandMade.Train(new Objective { Cost = 0.25 }).Model;
        string plain = _folder.File("plain.hinge"), comma = _folder.File("comma.hinge");
        model.Save(plain);
        using CommaDecimalCulture culture = new();

        model.Save(comma);

        Assert.Equal(File.ReadAllBytes(plain), File.ReadAllBytes(comma));
        AssertSame(model, LinearModel.Load(comma));
    }

    [Fact]
    public void Save_OverAnOldModel_ReplacesIt()
    {
        string path = _folder.File("m.hinge");
        HandMade.Model(1, ["a", "b"], [1, 2]).Save(path);
        LinearModel next = HandMade.Model(1, ["c", "d"], [3, 4]);

        next.Save(path);

        AssertSame(next, LinearModel.Load(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Model_NamesThatRepeat_AreRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => HandMade.Model(1, ["a", "a"], [1, 2]));

        Assert.Contains("\"a\"", error.Message, StringComparison.Ordinal);
    }
}
