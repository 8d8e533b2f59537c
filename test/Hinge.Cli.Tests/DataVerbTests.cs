using System.Text.Json;

namespace Hinge.Cli.Tests;

public sealed class DataVerbTests : Workplace
{
    [Fact]
    public void Data_Svmlight_DescribesIt()
    {
        // Column 1 is the same everywhere, column 3 is empty; rows 0 and 2 are equal, 3 is equal to them but of another class.
        Write("d.svm", "7 1:2 2:1 4:0.5\n8 1:2\n7 1:2 2:1 4:0.5\n9 1:2 2:1 4:0.5\n8 1:2 4:1\n");
        JsonElement json = Json("data", "d.svm", "--columns");
        Assert.Equal((5, 4, 3, 12), (Int("examples"), Int("features"), Int("classes"), Int("nonzeros")));
        Assert.Equal(("sparse", "float32"), (json.GetProperty("storage").GetString(), json.GetProperty("type").GetString()));
        Assert.Equal(12 / 20.0, json.GetProperty("density").GetDouble(), 1e-15);
        Assert.Equal(["7:2", "8:2", "9:1"], json.GetProperty("perClass").EnumerateArray().Select(c => $"{c.GetProperty("class").GetString()}:{c.GetProperty("examples").GetInt32()}"));
        Assert.Equal(["one-example-classes", "contradicting-rows", "repeated-rows", "constant-columns", "empty-columns"], json.GetProperty("suspicions").EnumerateArray().Select(s => s.GetProperty("kind").GetString()));
        Assert.Equal(["constant", "binary", "fractional"], json.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("kind").GetString()));
        Assert.Equal(3, json.GetProperty("differentRows").GetInt32());
        Assert.Equal(Math.Sqrt(5.25), json.GetProperty("rowNorms").GetProperty("maximum").GetDouble(), 1e-15);

        int Int(string name) => json.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Data_ForPeople_ShowsABarAClassAndARemedyForEachSuspicion()
    {
        string output = Succeed("data", Iris, "--columns");
        foreach (string words in new[] { "150 examples × 4 features, 3 classes", "virginica  █", "petal_length", "1 row repeats another with the same label: 142 (= 101)", "remove copies" })
            Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_ManyClasses_DrawsTheLargestAndCountsTheRest()
    {
        Write("d.svm", string.Concat(Enumerable.Range(0, 30).SelectMany(y => Enumerable.Range(1, y + 2).Select(i => $"{y} 1:{y}.{i}\n"))));
        string output = Succeed("data", "d.svm");
        Assert.Contains("class 29  █", output, StringComparison.Ordinal);
        Assert.DoesNotContain("class 9 ", output, StringComparison.Ordinal);
        Assert.Contains("and 10 smaller classes with 65 examples", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_NumpyWithNaN_IsRefusedWithItsPlace()
    {
        Npy.Write(At("X.npy"), [1, 2, double.NaN, 4], 2, 2);
        Npy.Write(At("y.npy"), [0, 1], 2);
        Refuse(["data", "X.npy", "--labels", "y.npy"], "X.npy", "finite", "row 1", "column 0");
    }
}
