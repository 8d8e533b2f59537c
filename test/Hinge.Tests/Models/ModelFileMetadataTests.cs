using System.Buffers.Binary;
using Hinge.Models;
using Hinge.Testing;

namespace Hinge.Tests.Models;

/// <summary>Model files with a right checksum whose metadata and weights make no model.</summary>
public sealed class ModelFileMetadataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _whole;

    public ModelFileMetadataTests()
    {
        string path = _folder.File("whole.hinge");
        HandMade.Train().Model.Save(path);
        _whole = File.ReadAllBytes(path);
    }

    public void Dispose() => _folder.Dispose();

    private void Refused(byte[] bytes, params string[] fragments)
    {
        string path = _folder.Write("bad.hinge", bytes);
        BadInput.Survives(() => BadInput.Refused(path, null, () => LinearModel.Load(path), ["damaged", .. fragments]), bytes: 2 << 20);
    }

    [Theory]
    [InlineData("featureCount", "3")]
    [InlineData("featureCount", "1")]
    [InlineData("featureCount", "0")]
    [InlineData("featureCount", "-2")]
    [InlineData("featureCount", "2147483647")]
    [InlineData("featureCount", "2147483648")]
    [InlineData("featureCount", "1e3")]
    [InlineData("featureCount", "\"2\"")]
    [InlineData("featureCount", "null")]
    [InlineData("featureCount", null)]
    [InlineData("classCount", "2147483647")]
    [InlineData("classCount", "2")]
    [InlineData("classCount", "-3")]
    [InlineData("biasScale", "1")]
    public void Load_CountsThatDoNotFitTheWeights_AreRefused(string property, string? json) =>
        Refused(new HingeFileBytes(_whole).Set(property, json).ToArray());

    [Theory]
    [InlineData("""{"inverseTemperature":-1,"foldCount":5,"seed":1,"logLoss":1}""")]
    [InlineData("""{"inverseTemperature":1,"foldCount":1,"seed":1,"logLoss":1}""")]
    [InlineData("""{"inverseTemperature":1,"foldCount":5,"seed":1,"logLoss":-1}""")]
    [InlineData("""{"inverseTemperature":1e999,"foldCount":5,"seed":1,"logLoss":1}""")]
    [InlineData("""{"inverseTemperature":1}""")]
    [InlineData("[]")]
    public void Load_CalibrationThatNoneGives_IsRefused(string json) => Refused(new HingeFileBytes(_whole).Set("calibration", json).ToArray());

    [Fact]
    public void Load_CountsWhoseProductFits_StillNeedAsManyNames() =>
        Refused(new HingeFileBytes(_whole).Set("featureCount", "3").Set("classCount", "2").ToArray(), "classNames");

    [Theory]
    [InlineData("classNames", "[\"a\",\"b\"]", "classNames")]
    [InlineData("classNames", "[\"a\",\"b\",\"b\"]", "classNames")]
    [InlineData("classNames", "[\"a\",\"b\",null]", "classNames")]
    [InlineData("classNames", "[1,2,3]", "classNames")]
    [InlineData("classNames", "\"abc\"", "classNames")]
    [InlineData("classNames", "null", "classNames")]
    [InlineData("classNames", null, "classNames")]
    [InlineData("featureNames", "[\"x\"]", "featureNames")]
    [InlineData("featureNames", "[\"x\",null]", "featureNames")]
    [InlineData("featureNames", "{}", "featureNames")]
    [InlineData("loss", "\"hinge\"", "hinge")]
    [InlineData("loss", "\"System.IO.File\"", "System.IO.File")]
    [InlineData("loss", "null", "loss")]
    [InlineData("loss", "{}", "loss")]
    [InlineData("loss", "\"softmax\"", "delta")]
    [InlineData("cost", "0", "Cost")]
    [InlineData("cost", "-1", "Cost")]
    [InlineData("cost", "1e999", "Cost")]
    [InlineData("cost", "\"NaN\"", "cost")]
    [InlineData("lambda", "0", "Lambda")]
    [InlineData("lambda", "true", "lambda")]
    [InlineData("delta", "-1", "delta")]
    [InlineData("delta", "1e999", "delta")]
    [InlineData("deltaTable", "[0,1,1,0]", "table")]
    [InlineData("deltaTable", "[0,1,1,1,0,1,1,1,5]", "table")]
    [InlineData("deltaTable", "[0,1,1,1,0,1,1,-1,0]", "table")]
    [InlineData("biasScale", "-1", "")]
    [InlineData("biasScale", "1e999", "")]
    [InlineData("classWeights", "[1,1]", "ClassWeights")]
    [InlineData("classWeights", "[1,1,-1]", "ClassWeights")]
    [InlineData("classWeights", "[1,1,null]", "classWeights")]
    [InlineData("balancesClasses", "1", "balancesClasses")]
    [InlineData("l1Penalty", "-1", "L1Penalty")]
    [InlineData("l1Penalty", "1e999", "L1Penalty")]
    [InlineData("leavesBiasFree", "true", "LeavesBiasFree")]
    [InlineData("certificate", "{\"primal\":1,\"dual\":\"NaN\",\"dualDistance\":\"Infinity\",\"exampleCount\":9,\"fingerprint\":\"0\"}", "certificate")]
    [InlineData("certificate", "{\"primal\":1,\"dual\":\"-Infinity\",\"dualDistance\":0,\"exampleCount\":9,\"fingerprint\":\"0\"}", "certificate")]
    [InlineData("certificate", "{\"primal\":1,\"dual\":0,\"dualDistance\":0,\"exampleCount\":9,\"fingerprint\":\"0\",\"holdoutShare\":1}", "certificate")]
    [InlineData("certificate", "null", "certificate")]
    [InlineData("certificate", "{}", "")]
    [InlineData("certificate", null, "certificate")]
    [InlineData("certificate", "{\"primal\":1e999,\"dual\":1,\"dualDistance\":0,\"exampleCount\":9,\"fingerprint\":\"0\"}", "certificate")]
    [InlineData("certificate", "{\"primal\":1,\"dual\":1,\"dualDistance\":-1,\"exampleCount\":9,\"fingerprint\":\"0\"}", "certificate")]
    [InlineData("certificate", "{\"primal\":1,\"dual\":1,\"dualDistance\":0,\"exampleCount\":0,\"fingerprint\":\"0\"}", "certificate")]
    [InlineData("certificate", "{\"primal\":1,\"dual\":1,\"dualDistance\":0,\"exampleCount\":9,\"fingerprint\":null}", "fingerprint")]
    [InlineData("certificate", "{\"primal\":1,\"dual\":1,\"dualDistance\":0,\"exampleCount\":9,\"fingerprint\":\"0\",\"solver\":null}", "solver")]
    [InlineData("certificate", "{\"primal\":1,\"dual\":1,\"dualDistance\":0,\"exampleCount\":9,\"fingerprint\":\"0\",\"stopReason\":\"Bored\"}", "stopReason")]
    public void Load_PropertyOutOfRange_NamesIt(string property, string? json, string fragment) =>
        Refused(new HingeFileBytes(_whole).Set(property, json).ToArray(), fragment);

    [Fact]
    public void Load_CostAndLambda_AreRefused() =>
        Refused(new HingeFileBytes(_whole).Set("cost", "1").Set("lambda", "1").ToArray(), "Cost and Lambda");

    [Fact]
    public void Load_UnknownProperty_IsIgnored()
    {
        string path = _folder.Write("later.hinge", new HingeFileBytes(_whole).Set("notes", "{\"a\":[1,2]}").ToArray());

        Assert.Equal(3, LinearModel.Load(path).ClassCount);
    }

    [Fact]
    public void Load_FileFromBeforePenaltiesAndHoldouts_IsReadAsWithoutThem()
    {
        const string Certificate = "{\"primal\":2,\"dual\":1,\"dualDistance\":0,\"exampleCount\":9,\"fingerprint\":\"0\",\"solver\":\"x\",\"seed\":1,\"epochs\":3,\"stopReason\":\"GapReached\",\"version\":\"0.1.0\"}";
        byte[] old = new HingeFileBytes(_whole).Set("l1Penalty", null).Set("leavesBiasFree", null).Set("certificate", Certificate).ToArray();

        LinearModel model = LinearModel.Load(_folder.Write("old.hinge", old));

        Assert.Equal(0, model.Objective.L1Penalty);
        Assert.False(model.Objective.LeavesBiasFree);
        Assert.Equal(0, model.Certificate.HoldoutShare);
        Assert.Equal(0.5, model.Certificate.RelativeGap);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Load_WeightThatIsNotFinite_IsRefused(double weight)
    {
        HingeFileBytes parts = new(_whole);
        BinaryPrimitives.WriteDoubleLittleEndian(parts.Payload.AsSpan(16), weight);

        Refused(parts.ToArray(), "weight");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(47)]
    [InlineData(49)]
    [InlineData(56)]
    public void Load_WeightsOfAnotherLength_AreRefused(int length)
    {
        HingeFileBytes parts = new(_whole);
        byte[] payload = new byte[length];
        parts.Payload = payload;

        Refused(parts.ToArray(), "weights");
    }
}
