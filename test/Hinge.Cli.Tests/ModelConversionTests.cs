using System.Text.Json;
using Hinge.Testing;

namespace Hinge.Cli.Tests;

/// <summary>hinge convert of models: to LIBLINEAR, scikit-learn and ONNX, and from the first two.</summary>
public sealed class ModelConversionTests : Workplace
{
    private static string Reviews { get; } = RepositoryFile.At("samples", "reviews.csv");

    [Theory]
    [InlineData("there.liblinear", "LIBLINEAR (MCSVM_CS)")]
    [InlineData("there.model", "LIBLINEAR (MCSVM_CS)")]
    [InlineData("there.npz", "scikit-learn")]
    public void Convert_ModelThereAndBack_PredictsTheSameAndOwnsToHaveNoCertificate(string there, string program)
    {
        Succeed("train", Digits, "--cost", "0.1", "--bias", "1", "-o", "digits.hinge");
        JsonElement json = Json("convert", "digits.hinge", there);
        Assert.Equal(10, json.GetProperty("classes").GetInt32());
        Assert.Equal(new FileInfo(At(there)).Length, json.GetProperty("bytes").GetInt64());
        Assert.Contains($"from {program}: it has no certificate", Succeed("convert", there, "back.hinge"), StringComparison.Ordinal);

        Assert.Equal(Succeed("predict", "digits.hinge", Digits), Succeed("predict", "back.hinge", Digits));
        Assert.Contains($"none of the predictions: the model was imported from {program}", Succeed("evaluate", "back.hinge", Digits), StringComparison.Ordinal);
        Assert.Equal(program, Json("evaluate", "back.hinge", Digits).GetProperty("importedFrom").GetString());
        Assert.Contains($"There is no certificate to verify: the model was imported from {program}", Expect(1, "verify", "back.hinge", Digits).Output, StringComparison.Ordinal);
        Assert.False(Json(1, "verify", "back.hinge", Digits).GetProperty("verified").GetBoolean());
        Assert.Contains($"imported from {program}", Expect(0, "explain", Digits, "--example", "5", "--model", "back.hinge").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_WithoutCertificateOfTheirs_WritesNothingOfIt()
    {
        Write("l.model", "solver_type L2R_LR\nnr_class 2\nlabel 1 -1\nnr_feature 2\nbias -1\nw\n1 \n-1 \n");
        Succeed("convert", "l.model", "l.npz");
        Succeed("convert", "l.npz", "l.hinge");
        Write("rows.svm", "1 1:3 2:1\n-1 1:1 2:2\n1 1:1 2:1\n");

        Assert.Equal("1\n-1\n-1\n", Succeed("predict", "l.hinge", "rows.svm"));
    }

    [Fact]
    public void Convert_ModelsThatCannotGo_AreRefused()
    {
        Succeed("train", Iris, "--label", "species", "-o", "iris.hinge");
        Write("regression.model", "solver_type L2R_L2LOSS_SVR\nnr_class 2\nnr_feature 1\nbias -1\nw\n1 \n");

        Refuse(["convert", "iris.hinge", "iris.liblinear"], "class names must be whole numbers", "got \"setosa\"");
        Refuse(["convert", "iris.hinge", "iris.xyz"], "OUT must end in .hinge, .liblinear, .model, .npz or .onnx");
        Refuse(["convert", "iris.hinge", "again.hinge"], "a model of Hinge already");
        Refuse(["convert", "iris.hinge", "iris.hinge"], "OUT must be a file of its own");
        Refuse(["predict", "regression.model", Digits], "a model of another program", "hinge convert");
        Refuse(["convert", Digits, "digits.liblinear"], "since DATA is no model");
        Refuse(["convert", Digits, "digits.svm", "--check", Digits], "--check goes with a model");
        Refuse(["convert", "regression.model", "r.hinge"], "regression.model:1: ", "L2R_L2LOSS_SVR, which is regression");
        Assert.Contains("made of a table's columns", Expect(0, "convert", "iris.hinge", "iris.npz").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_TableModelToOnnx_IsVerifiedOnTheRowsGiven()
    {
        Succeed("train", Iris, "--label", "species", "--bias", "1", "-o", "iris.hinge");

        JsonElement json = Json("convert", "iris.hinge", "iris.onnx", "--check", Iris);

        Assert.True(json.GetProperty("verified").GetBoolean());
        Assert.Equal(150, json.GetProperty("checkedRows").GetInt32());
        Assert.InRange(json.GetProperty("largestShareOfBound").GetDouble(), 0, 1);
        Assert.Equal(new FileInfo(At("iris.onnx")).Length, json.GetProperty("bytes").GetInt64());
        Refuse(["convert", "iris.hinge", "other.onnx"], "--check must be given");
        Refuse(["convert", "iris.hinge", "other.onnx", "--check", Digits], "trained on a table", "--check");
        Refuse(["convert", "iris.hinge", "other.onnx", "--check", "none.csv"], "none.csv");
    }

    [Fact]
    public void Convert_FeatureModelToOnnx_TakesRowsOfItsLayout()
    {
        Succeed("train", Digits, "--cost", "0.1", "-o", "digits.hinge");

        Assert.Contains("verified on 1,797 rows of digits.svm by ONNX Runtime", Succeed("convert", "digits.hinge", "digits.onnx", "--check", Digits), StringComparison.Ordinal);
        Write("wide.svm", "1 65:1\n");
        Refuse(["convert", "digits.hinge", "wide.onnx", "--check", "wide.svm"], "64 features");
    }

    [Fact]
    public void Convert_TextModelToOnnx_IsRefusedByItsColumn()
    {
        Succeed("train", Reviews, "--label", "rating", "-o", "reviews.hinge");

        Refuse(["convert", "reviews.hinge", "reviews.onnx", "--check", Reviews], "is text: ONNX's operators cannot cut it");
    }

    [Fact]
    public void Convert_RowThatFloat32CannotTellFromATie_EndsWithANoAndWritesNothing()
    {
        Write("near.model", "solver_type MCSVM_CS\nnr_class 2\nlabel 1 2\nnr_feature 2\nbias -1\nw\n1 1.000000000001 \n1 0 \n");
        Write("rows.svm", "1 2:1\n2 1:1\n");

        HingeResult result = Expect(1, "convert", "near.model", "near.onnx", "--check", "rows.svm");

        Assert.Contains("NOT written: rows.svm: row 2: the label is 2 and ONNX Runtime says 1", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(At("near.onnx")));
        Assert.Equal(1, Json(1, "convert", "near.model", "near.onnx", "--check", "rows.svm").GetProperty("row").GetInt32());
    }
}
