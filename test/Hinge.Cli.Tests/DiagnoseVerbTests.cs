using System.Globalization;
using System.Text.Json;

namespace Hinge.Cli.Tests;

/// <summary><c>hinge diagnose</c> on a problem small enough to work by hand.</summary>
public sealed class DiagnoseVerbTests : Workplace
{
    // Three examples, two features, three classes. Scores are those of W = 0 moved a little, so every other class
    // violates: dW = (1/3) Σ x_i (1, 1, 1) − 3 x_i at y_i. The first example has no margin left over from a turn
    // before, so a stale margin would show.
    private static readonly double[,] X = { { 1, 2 }, { 3, -1 }, { -2, 4 } };
    private static readonly double[,] W = { { 0.01, 0.02, -0.03 }, { 0.05, -0.01, 0.02 } };
    private static readonly long[] Y = [0, 2, 0];

    [Fact]
    public void Diagnose_RightGradient_IsCorrect()
    {
        JsonElement json = Diagnose(Gradient(correctPerViolation: true), 0);
        Assert.Equal("correct", json.GetProperty("verdict").GetString());
        Assert.Empty(json.GetProperty("mistakes").EnumerateArray());
        Assert.Empty(json.GetProperty("columns").EnumerateArray());
    }

    [Fact]
    public void Diagnose_CorrectClassOnce_NamesMistakeTermsAndColumns()
    {
        JsonElement json = Diagnose(Gradient(correctPerViolation: false), 1);
        Assert.Equal("wrong", json.GetProperty("verdict").GetString());
        // Where every class violates, one-vs-rest has these coefficients too: both are told, each with half of the confidence.
        JsonElement[] mistakes = [.. json.GetProperty("mistakes").EnumerateArray()];
        Assert.Equal(["correct-class-once-per-example", "other-loss:one-vs-rest"], mistakes.Select(mistake => mistake.GetProperty("id").GetString()!));
        Assert.All(mistakes, mistake => Assert.Equal(0.5, mistake.GetProperty("confidence").GetDouble()));
        Assert.All(mistakes, mistake => Assert.NotEmpty(mistake.GetProperty("explanation").GetString()!));
        Assert.Equal(["wrong-class rows", "correct-class rows"], json.GetProperty("terms").EnumerateArray().Select(term => term.GetProperty("name").GetString()!));
        Assert.Equal([0, 2], json.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("class").GetInt32()));
        Assert.Equal("examples", json.GetProperty("extent").GetString());
        Assert.Equal([0, 1, 2], json.GetProperty("examples").EnumerateArray().Select(example => example.GetInt32()));
    }

    [Fact]
    public void Diagnose_TransposedGradient_SaysThatItIsTurnedOver()
    {
        double[,] gradient = Gradient(correctPerViolation: true);
        double[] transposed = new double[6];
        for (int f = 0; f < 2; f++)
            for (int j = 0; j < 3; j++)
                transposed[j * 2 + f] = gradient[f, j];
        WriteProblem(gradient);
        Npy.Write(At("dW.npy"), transposed, 3, 2);
        string report = Expect(1, Arguments()).Output;
        Assert.Contains("WRONG: turned over, K×D; as D×K it is right", report, StringComparison.Ordinal);
        Assert.Contains("transposed", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("|u1")]
    [InlineData("<f8")]
    public void Diagnose_LabelsOfBytesOrWholeFloats_AreRead(string descriptor)
    {
        WriteProblem(Gradient(correctPerViolation: true));
        byte[] bytes = descriptor == "|u1" ? [.. Y.Select(y => (byte)y)] : [.. Y.SelectMany(y => BitConverter.GetBytes((double)y))];
        File.WriteAllBytes(At("y.npy"), [.. Npy.Header(descriptor, Y.Length), .. bytes]);
        Assert.Contains("dW         correct", Expect(0, Arguments()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose_LossTooLargeByDelta_BlamesTheLossAlone()
    {
        double right = Loss();
        JsonElement json = Diagnose(Gradient(correctPerViolation: true), 1, "--loss-value", (right + 1).ToString("R", CultureInfo.InvariantCulture));
        Assert.Equal("wrong", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("gradientIsRight").GetBoolean());
        Assert.False(json.GetProperty("lossIsRight").GetBoolean());
        Assert.Equal("loss-counts-correct-class", Assert.Single(json.GetProperty("mistakes").EnumerateArray()).GetProperty("id").GetString());

        json = Diagnose(Gradient(correctPerViolation: true), 0, "--loss-value", right.ToString("R", CultureInfo.InvariantCulture));
        Assert.Equal("correct", json.GetProperty("verdict").GetString());
    }

    [Fact]
    public void Diagnose_Report_SaysWhatWasFoundAndExpected()
    {
        WriteProblem(Gradient(correctPerViolation: false));
        string report = Expect(1, Arguments()).Output;
        Assert.Contains("dW         WRONG", report, StringComparison.Ordinal);
        Assert.Contains("expected   1.00 × wrong-class rows, 1.00 × correct-class rows", report, StringComparison.Ordinal);
        Assert.Contains("correct-class-once-per-example", report, StringComparison.Ordinal);
        Assert.Contains("columns    0, 2 of dW are off", report, StringComparison.Ordinal);
        Assert.Contains("examples   3 of 3 have wrong terms: 0, 1, 2 (counted from 0)", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose_WrongShapeOrMissingFile_IsRefusedWithItsPlace()
    {
        WriteProblem(new double[3, 3]);
        HingeResult result = Expect(2, Arguments());
        Assert.Contains("dW.npy: the gradient must be 2×3 like W; got (3, 3).", result.Error, StringComparison.Ordinal);
        File.Delete(At("W.npy"));
        result = Expect(2, Arguments());
        Assert.Contains("W.npy: there is no such file.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.000", 0)]
    [InlineData("0.004", 1)]
    public void Diagnose_LossToThreeDecimals_IsRightToTheDigitsGiven(string more, int exitCode)
    {
        string rounded = (Loss() + double.Parse(more, CultureInfo.InvariantCulture)).ToString("0.000", CultureInfo.InvariantCulture);
        JsonElement json = Diagnose(Gradient(correctPerViolation: true), exitCode, "--loss-value", rounded);
        Assert.Equal(exitCode == 0, json.GetProperty("lossIsRight").GetBoolean());
    }

    [Fact]
    public void Diagnose_LossOfTwoDigits_IsTakenAsItIs() =>
        Assert.False(Diagnose(Gradient(correctPerViolation: true), 1, "--loss-value", Loss().ToString("0.0", CultureInfo.InvariantCulture)).GetProperty("lossIsRight").GetBoolean());

    [Fact]
    public void Diagnose_NotANumber_SaysAtWhichEntry()
    {
        double[,] gradient = Gradient(correctPerViolation: true);
        gradient[1, 2] = double.NaN;
        Assert.Equal("the gradient is NaN at row 1, column 2 (counted from 0)", Diagnose(gradient, 1).GetProperty("reason").GetString());
        WriteProblem(gradient);
        Assert.Contains("dW         WRONG: the gradient is NaN at row 1, column 2 (counted from 0)", Expect(1, Arguments()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose_OffByAThousandth_DoesNotShowTheSharesAsExpected()
    {
        double[,] gradient = Gradient(correctPerViolation: true);
        for (int f = 0; f < 2; f++)
            for (int j = 0; j < 3; j++) gradient[f, j] *= 1.001;
        WriteProblem(gradient);
        Assert.Contains("found      1.001 × wrong-class rows, 1.001 × correct-class rows", Expect(1, Arguments()).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 1, 3, 1 }, "got 3 at example 1 (counted from 0). They seem to be counted from 1: subtract 1.")]
    [InlineData(new long[] { 0, 3, 1 }, "got 3 at example 1 (counted from 0). Give the labels that belong to these weights.")]
    public void Diagnose_LabelsBeyondW_AreRefusedWithTheRemedy(long[] labels, string message)
    {
        WriteProblem(Gradient(correctPerViolation: true));
        Npy.Write(At("y.npy"), labels, 3);
        Assert.Contains(message, Expect(2, Arguments()).Error, StringComparison.Ordinal);
    }

    private JsonElement Diagnose(double[,] gradient, int exitCode, params string[] more)
    {
        WriteProblem(gradient);
        HingeResult result = Expect(exitCode, [.. Arguments(), "--json", .. more]);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private static string[] Arguments() => ["diagnose", "--features", "X.npy", "--labels", "y.npy", "--weights", "W.npy", "--gradient", "dW.npy"];

    private void WriteProblem(double[,] gradient)
    {
        Npy.Write(At("X.npy"), [.. X.Cast<double>()], 3, 2);
        Npy.Write(At("W.npy"), [.. W.Cast<double>()], 2, 3);
        Npy.Write(At("y.npy"), Y, 3);
        Npy.Write(At("dW.npy"), [.. gradient.Cast<double>()], gradient.GetLength(0), gradient.GetLength(1));
    }

    private static double[,] Gradient(bool correctPerViolation)
    {
        double[,] gradient = new double[2, 3];
        for (int i = 0; i < 3; i++)
            for (int f = 0; f < 2; f++)
                for (int j = 0; j < 3; j++)
                    gradient[f, j] += X[i, f] * (j != Y[i] ? 1 : correctPerViolation ? -2 : -1) / 3;
        return gradient;
    }

    private static double Loss()
    {
        double loss = 0;
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                if (j != Y[i]) loss += X[i, 0] * (W[0, j] - W[0, Y[i]]) + X[i, 1] * (W[1, j] - W[1, Y[i]]) + 1;
        return loss / 3;
    }
}
