namespace Hinge.Cli.Tests;

/// <summary>NumPy files that cannot be used.</summary>
public sealed class BadArrayTests : Workplace
{
    public BadArrayTests()
    {
        Npy.Write(At("X.npy"), [1.0, 2, 3, 4, 5, 6], 3, 2);
        Npy.Write(At("y.npy"), [0L, 1, 2], 3);
        Npy.Write(At("W.npy"), new double[6], 2, 3);
    }

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000, 2000000000), }", "at most")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (46000, 46000), }", "bytes")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 2), }", "header")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-3, 2), }", "header")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (4, 2), }", "64 bytes")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 2), }", "")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (3, 2), }", "objects")]
    [InlineData("{'descr': '>f8', 'fortran_order': False, 'shape': (3, 2), }", "little-endian")]
    [InlineData("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (3, 2), }", "records")]
    [InlineData("{'descr': __import__('os'), 'fortran_order': False, 'shape': (3, 2), }", "header")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2)", "header")]
    [InlineData("", "header")]
    public void Gradient_HostileHeader_IsRefused(string header, string words)
    {
        File.WriteAllBytes(At("X.npy"), [.. Npy.Header(header), .. new byte[48]]);
        Refuse(["gradient", "X.npy", "--labels", "y.npy", "--weights", "W.npy", "-o", "dW.npy"], "X.npy: ", words);
    }

    [Fact]
    public void Gradient_NoArrayAtAll_IsRefused()
    {
        Write("X.npy", "0 1:1\n");
        Refuse(["gradient", "X.npy", "--labels", "y.npy", "--weights", "W.npy"], "X.npy: this is no .npy file");
        Write("X.npy", "");
        Refuse(["gradient", "X.npy", "--labels", "y.npy", "--weights", "W.npy"], "X.npy: this is no .npy file");
    }

    [Fact]
    public void Gradient_WrongRank_IsRefused()
    {
        Npy.Write(At("flat.npy"), [1.0, 2, 3], 3);
        Refuse(["gradient", "flat.npy", "--labels", "y.npy", "--weights", "W.npy"], "flat.npy: ", "2 dimensions", "Reshape");
        Refuse(["gradient", "X.npy", "--labels", "X.npy", "--weights", "W.npy"], "X.npy: ", "1 dimension ");
        Refuse(["gradient", "X.npy", "--labels", "y.npy", "--weights", "flat.npy"], "flat.npy: ", "2 dimensions");
    }

    [Fact]
    public void Gradient_FeatureThatIsNotFinite_NamesItsPlace()
    {
        Npy.Write(At("X.npy"), [1, 2, 3, double.NaN, 5, 6], 3, 2);
        Refuse(["gradient", "X.npy", "--labels", "y.npy", "--weights", "W.npy"], "X.npy: ", "NaN at row 1, column 1");
        Npy.Write(At("X.npy"), [1, 2, 3, 1e300, 5, 6], 3, 2);
        Refuse(["train", "X.npy", "--labels", "y.npy", "-o", "model.hinge"], "X.npy: ", "finite");
    }

    [Theory]
    [InlineData("one a row of X.npy: 3; got 2", 0L, 1L)]
    [InlineData("0 to 2; got 3 at example 2", 0L, 1L, 3L)]
    [InlineData("0 to 2; got -1 at example 1", 0L, -1L, 2L)]
    public void Gradient_LabelsThatDoNotFit_IsRefused(string words, params long[] labels)
    {
        Npy.Write(At("y.npy"), labels, labels.Length);
        Refuse(["gradient", "X.npy", "--labels", "y.npy", "--weights", "W.npy", "-o", "dW.npy"], "y.npy: ", words);
    }

    [Fact]
    public void Gradient_LabelsOfFractions_IsRefused()
    {
        Npy.Write(At("y.npy"), [0.0, 1.5, 2], 3);
        Refuse(["gradient", "X.npy", "--labels", "y.npy", "--weights", "W.npy"], "y.npy: ", "integers");
    }

    [Fact]
    public void Gradient_NoLabels_NamesTheOption() => Refuse(["gradient", "X.npy", "--weights", "W.npy"], "X.npy: ", "--labels");

    [Fact]
    public void Gradient_NoWeights_NamesTheOption() => Refuse(["gradient", "X.npy", "--labels", "y.npy"], "--weights");

    [Fact]
    public void Gradient_WeightsThatDoNotFit_IsRefused()
    {
        Npy.Write(At("W.npy"), new double[9], 3, 3);
        Refuse(["gradient", "X.npy", "--labels", "y.npy", "--weights", "W.npy"], "one row a feature: 2; got 3");
        Npy.Write(At("W.npy"), [1, 2, 3, 4, 5, double.PositiveInfinity], 2, 3);
        Refuse(["gradient", "X.npy", "--labels", "y.npy", "--weights", "W.npy"], "W.npy: ", "row 1, column 2");
    }
}
