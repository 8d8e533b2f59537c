namespace Hinge.Cli.Tests;

public sealed class BadDataTests : Workplace
{
    [Theory]
    [InlineData("", "bad.svm: ", "no example")]
    [InlineData("1\n", "bad.svm:1: ", "only a label")]
    [InlineData("1 1:1\n1 1:2\n", "bad.svm: ", "at least two classes")]
    [InlineData("1 1:1\n2 0:1\n", "bad.svm:2: ", "at least 1; got 0. Add 1")]
    [InlineData("1 1:1\n2 -1:1\n", "bad.svm:2: ", "got -1")]
    [InlineData("1 1:1\n2 2:1 1:1\n", "bad.svm:2: ", "got 1 after 2. Sort")]
    [InlineData("1 1:1\n2 2:1 2:1\n", "bad.svm:2: ", "got 2 twice")]
    [InlineData("1 1:1\n2 2147483648:1\n", "bad.svm:2: ", "at most 2147483647")]
    [InlineData("1 1:1\n2 99999999999999999999:1\n", "bad.svm:2: ", "at most 2147483647")]
    [InlineData("1 1:1\n2 1:nan\n", "bad.svm:2: ", "finite")]
    [InlineData("1 1:1\n2 1:infinity\n", "bad.svm:2: ", "finite")]
    [InlineData("1 1:1\n2 1:1e999\n", "bad.svm:2: ", "finite")]
    [InlineData("1 1:1\n2 1:one\n", "bad.svm:2: ", "got \"one\"")]
    [InlineData("1 1:1\n2 1:0,5\n", "bad.svm:2: ", "decimal point")]
    [InlineData("1 1:1\ncat 1:1\n", "bad.svm:2: ", "got \"cat\"")]
    [InlineData("1 1:1\n2 1\n", "bad.svm:2: ", "index:value")]
    public void Train_BadLine_NamesFileLineAndRemedy(string text, string place, string words)
    {
        Write("bad.svm", text);
        Refuse(["train", "bad.svm", "-o", "model.hinge"], $"hinge: {place}", words);
    }

    [Theory]
    [InlineData("", "bad.csv: ", "empty")]
    [InlineData("a,label\n", "bad.csv:1: ", "no example")]
    [InlineData("a,label\n1,x\n2,x\n", "bad.csv: ", "at least two classes")]
    [InlineData("a,label\n1,x\n2\n", "bad.csv:3: ", "2 fields")]
    [InlineData("a,label\n1,x\n2,y\n3,x\n4,y\n5,x\n6,y\n7,x\n8,y\n9,x\none,y\n", "bad.csv:11: ", "\"one\"")]
    [InlineData("a,label\n1,x\nNaN,y\n", "bad.csv:3: ", "finite")]
    [InlineData("a,label\n1,x\n1e999,y\n", "bad.csv:3: ", "finite")]
    [InlineData("a,label\n1,x\n2,\n", "bad.csv:3: ", "label")]
    [InlineData("a,a,label\n1,2,x\n", "bad.csv:1: ", "twice")]
    [InlineData("1,2\n3,4\n", "bad.csv:1: ", "header")]
    public void Train_BadTable_NamesFileLineAndRemedy(string text, string place, string words)
    {
        Write("bad.csv", text);
        Refuse(["train", "bad.csv", "-o", "model.hinge"], $"hinge: {place}", words);
    }

    [Fact]
    public void Train_NoSuchFileOrAFolder_NamesIt()
    {
        Refuse(["train", "none.svm", "-o", "model.hinge"], "none.svm: there is no such file");
        Directory.CreateDirectory(At("data"));
        Refuse(["train", "data", "-o", "model.hinge"], "data: this is a folder");
    }

    [Fact]
    public void Train_BadTestData_IsRefusedBeforeTraining()
    {
        Write("wide.svm", "0 65:1\n");
        Refuse(["train", Digits, "--test", "none.svm", "-o", "model.hinge"], "none.svm: ");
        Refuse(["train", Digits, "--test", "wide.svm", "-o", "model.hinge"], "wide.svm: ", "64 features", "got 65");
    }

    [Fact]
    public void Train_SampleWeightsThatDoNotFit_NamesTheirFile()
    {
        Npy.Write(At("a.npy"), [1.0, 2], 2);
        Refuse(["train", Iris, "--sample-weights", "a.npy", "-o", "model.hinge"], "a.npy: ", "150; got 2");
        double[] weights = Enumerable.Repeat(1.0, 150).ToArray();
        Npy.Write(At("a.npy"), weights, 150);
        Refuse(["train", Iris, "--sample-weights", "a.npy", "--test-split", "0.5", "-o", "model.hinge"], "a.npy: ", "--test-split");
        weights[3] = -1;
        Npy.Write(At("a.npy"), weights, 150);
        Refuse(["train", Iris, "--sample-weights", "a.npy", "-o", "model.hinge"], "got -1 at example 3");
    }

    [Fact]
    public void Train_DeltaTableThatDoesNotFit_SaysSo()
    {
        Npy.Write(At("delta.npy"), [0.0, 1, 1, 0], 2, 2);
        Refuse(["train", Iris, "--delta", "delta.npy", "-o", "model.hinge"], "delta", "3×3");
        Npy.Write(At("delta.npy"), [0.0, 1, 1, 2, 0, 1], 2, 3);
        Refuse(["train", Iris, "--delta", "delta.npy", "-o", "model.hinge"], "delta.npy: ", "K×K");
    }
}
