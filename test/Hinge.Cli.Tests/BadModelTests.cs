namespace Hinge.Cli.Tests;

public sealed class BadModelTests : Workplace, IClassFixture<TrainedModels>
{
    public BadModelTests(TrainedModels models) => models.CopyTo(Folder);

    [Fact]
    public void Evaluate_TruncatedModel_IsRefused()
    {
        byte[] model = File.ReadAllBytes(At("iris.hinge"));
        foreach (int length in new[] { 0, 5, 20, 100, model.Length - 1 })
        {
            File.WriteAllBytes(At("bad.hinge"), model[..length]);
            Refuse(["evaluate", "bad.hinge", Iris], "bad.hinge: ");
        }
        File.WriteAllBytes(At("bad.hinge"), [.. model, 0]);
        Refuse(["evaluate", "bad.hinge", Iris], "bad.hinge: ", "damaged");
    }

    [Fact]
    public void Evaluate_OneBitFlipped_IsRefused()
    {
        byte[] model = File.ReadAllBytes(At("iris.hinge"));
        foreach (int at in new[] { 0, 8, 15, 23, model.Length / 2, model.Length - 1 })
        {
            byte[] bad = [.. model];
            bad[at] ^= 0x40;
            File.WriteAllBytes(At("bad.hinge"), bad);
            Refuse(["evaluate", "bad.hinge", Iris], "bad.hinge: ");
        }
    }

    [Fact]
    public void Verify_BadDuals_IsRefused()
    {
        byte[] duals = File.ReadAllBytes(At("iris.duals"));
        File.WriteAllBytes(At("bad.duals"), duals[..^1]);
        Refuse(["verify", "iris.hinge", Iris, "--duals", "bad.duals"], "bad.duals: ", "damaged");
        Refuse(["verify", "iris.hinge", Iris, "--duals", "iris.hinge"], "iris.hinge: this is a model, not a duals file");
        Refuse(["verify", "digits.hinge", Digits, "--duals", "iris.duals"], "iris.duals: ", "1797×10; got 150×3");
        Refuse(["verify", "iris.hinge", Iris, "--duals", "none.duals"], "none.duals: there is no such file");
    }

    [Fact]
    public void Predict_NoModel_NamesIt()
    {
        Refuse(["predict", "none.hinge", Iris], "none.hinge: there is no such file", "Check the path");
        Refuse(["predict", ".", Iris], ".: this is a folder");
        Refuse(["predict", Iris, Iris], "iris.csv: this is no Hinge model file");
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("evaluate")]
    [InlineData("verify")]
    public void ModelVerbs_DataOfAnotherLayout_IsRefused(string verb)
    {
        Write("wide.svm", "0 1:1 65:1\n1 1:2\n");
        Refuse([verb, "digits.hinge", "wide.svm"], "wide.svm: ", "the 64 features", "got 65");
        Npy.Write(At("X.npy"), [1.0, 2, 3, 4, 5, 6], 2, 3);
        Npy.Write(At("y.npy"), [0L, 1], 2);
        string[] labels = ["--labels", "y.npy"];
        Refuse([verb, "digits.hinge", "X.npy", .. labels], "X.npy: ", "the 64 features", "got 3");
        Write("narrow.csv", "sepal_length,sepal_width,species\n1,2,setosa\n");
        Refuse([verb, "iris.hinge", "narrow.csv"], "narrow.csv:1: ", "\"petal_length\"");
    }
}
