using Hinge.Losses;
using Hinge.Models;
using Hinge.Models.Liblinear;
using Hinge.Objectives;
using Hinge.Testing;

namespace Hinge.Tests.Models.Liblinear;

/// <summary>Models as LIBLINEAR's text.</summary>
public sealed class LiblinearWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Written(LinearModel model)
    {
        using CommaDecimalCulture comma = new();
        string path = _folder.File("written");
        LiblinearWriter.Write(path, model);
        return File.ReadAllText(path);
    }

    [Fact]
    public void Write_ThreeClasses_IsAColumnAClass()
    {
        LinearModel model = HandMade.Model(1, ["1", "-2", "30"], [0.1, 2, -3, 4, 5, 1e-7], new Objective { BiasScale = 2.5 });

        Assert.Equal("solver_type MCSVM_CS\nnr_class 3\nlabel 1 -2 30\nnr_feature 1\nbias 2.5\nw\n0.1 2 -3 \n4 5 1E-07 \n", Written(model));
    }

    [Fact]
    public void Write_TwoClassesOfSoftmax_IsLogisticRegressionOfTheDifference()
    {
        LinearModel model = HandMade.Model(2, ["0", "1"], [1, 3, -1, 0.5], new Objective { Loss = new Softmax() });

        Assert.Equal("solver_type L2R_LR\nnr_class 2\nlabel 1 0\nnr_feature 2\nbias -1\nw\n2 \n1.5 \n", Written(model));
    }

    [Theory]
    [InlineData("L2R_LR", 2)]
    [InlineData("L2R_L1LOSS_SVC_DUAL", 2)]
    [InlineData("MCSVM_CS", 2)]
    [InlineData("L1R_LR", 3)]
    [InlineData("L2R_LR_DUAL", 1)]
    public void Write_ModelThatWasRead_IsTheSameText(string solver, int classCount)
    {
        bool isSingle = classCount == 2 && solver != "MCSVM_CS";
        string row = isSingle ? "0.1 \n" : string.Concat(Enumerable.Repeat("0.3 ", classCount)) + "\n";
        string text = $"solver_type {solver}\nnr_class {classCount}\nlabel {string.Join(' ', Enumerable.Range(4, classCount))}\nnr_feature 2\nbias 1\nw\n{row}{row}{row}";

        Assert.Equal(text, Written(LiblinearReader.Read(_folder.Write("read", text))));
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("1.5")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("3000000000")]
    public void Write_ClassWithoutAnIntegerName_IsRefusedAndNothingIsThere(string name)
    {
        LinearModel model = HandMade.Model(1, ["1", name], [1, 2]);
        string path = _folder.File("refused");

        string message = Assert.Throws<ArgumentException>(() => LiblinearWriter.Write(path, model)).Message;

        Assert.Contains($"got \"{name}\"", message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
