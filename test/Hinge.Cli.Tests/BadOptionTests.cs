namespace Hinge.Cli.Tests;

public sealed class BadOptionTests : Workplace
{
    [Theory]
    [InlineData("--cost", "0", "above 0")]
    [InlineData("--cost", "-1", "above 0")]
    [InlineData("--cost", "NaN", "above 0")]
    [InlineData("--cost", "Infinity", "above 0")]
    [InlineData("--cost", "abc", "above 0")]
    [InlineData("--cost", "0,5", "above 0")]
    [InlineData("--cost", "1,000", "above 0")]
    [InlineData("--cost", "", "above 0")]
    [InlineData("--lambda", "0", "above 0")]
    [InlineData("--lambda", "NaN", "above 0")]
    [InlineData("--gap", "0", "above 0")]
    [InlineData("--gap", "NaN", "above 0")]
    [InlineData("--bias", "-1", "at least 0")]
    [InlineData("--bias", "x", "at least 0")]
    [InlineData("--epochs", "0", "at least 1")]
    [InlineData("--epochs", "1.5", "at least 1")]
    [InlineData("--epochs", "99999999999", "at least 1")]
    [InlineData("--threads", "0", "at least 1")]
    [InlineData("--threads", "abc", "at least 1")]
    [InlineData("--seed", "x", "whole number")]
    [InlineData("--time-limit", "0", "above 0")]
    [InlineData("--time-limit", "NaN", "above 0")]
    [InlineData("--test-split", "0", "between 0 and 1")]
    [InlineData("--test-split", "1", "between 0 and 1")]
    [InlineData("--test-split", "1.5", "between 0 and 1")]
    [InlineData("--loss", "hinge", "weston-watkins, ")]
    [InlineData("--delta", "-1", "at least 0")]
    [InlineData("--delta", "NaN", "at least 0")]
    [InlineData("--delta", "x", "at least 0")]
    [InlineData("--class-weight", "other", "balanced")]
    [InlineData("--solver", "newton", "dual-coordinate-ascent, ")]
    [InlineData("--learning-rate", "0", "above 0")]
    [InlineData("--l1", "-1", "above 0")]
    [InlineData("--momentum", "1", "below 1")]
    [InlineData("--momentum", "NaN", "below 1")]
    [InlineData("--batch", "0", "at least 1")]
    [InlineData("--average", "0", "at least 1")]
    [InlineData("--holdout", "1", "between 0 and 1")]
    [InlineData("--patience", "0", "at least 1")]
    [InlineData("--tolerance", "1", "below 1")]
    public void Train_OptionOutOfRange_NamesOptionRuleAndValue(string option, string value, string rule) =>
        Refuse(["train", Iris, "-o", "model.hinge", option, value], $"{option} must be ", rule, $"got {value}.");

    [Theory]
    [InlineData("--cost and --lambda", "--cost", "1", "--lambda", "1")]
    [InlineData("--stratify", "--stratify")]
    [InlineData("--test and --test-split", "--test", "x.svm", "--test-split", "0.5")]
    [InlineData("--delta", "--loss", "softmax", "--delta", "1")]
    [InlineData("--delta", "--loss", "one-vs-rest", "--delta", "1")]
    [InlineData("--learning-rate", "--learning-rate", "0.1")]
    [InlineData("--labels", "--labels", "y.npy")]
    [InlineData("--l1", "--l1", "0.1")]
    [InlineData("--l1", "--l1", "0.1", "--solver", "augmented-lagrangian")]
    [InlineData("--schedule", "--schedule", "cosine")]
    [InlineData("--nesterov", "--nesterov")]
    [InlineData("--holdout", "--holdout", "0.1")]
    [InlineData("--patience", "--patience", "3", "--solver", "gradient-descent")]
    [InlineData("--period", "--period", "3", "--solver", "gradient-descent")]
    [InlineData("--nesterov", "--nesterov", "--momentum", "0", "--solver", "gradient-descent")]
    [InlineData("--free-bias", "--free-bias", "--epochs", "3", "--solver", "gradient-descent")]
    [InlineData("--duals", "--duals", "b", "--free-bias", "--bias", "--epochs", "3", "--solver", "gradient-descent")]
    public void Train_OptionsThatDoNotGoTogether_NamesThem(string named, params string[] options) =>
        Refuse(["train", Iris, "-o", "model.hinge", .. options], named, " out");

    [Theory]
    [InlineData("HINGE_KERNELS", "fast", "train", "HINGE_KERNELS must be reference or vectorized; got fast.")]
    [InlineData("HINGE_KERNELS", "fast", "predict", "HINGE_KERNELS must be reference or vectorized; got fast.")]
    [InlineData("HINGE_GRADIENT", "rows", "train", "HINGE_GRADIENT must be parts or columns; got rows.")]
    public void AnyVerb_EnvironmentThatForcesAnUnknownKernel_SaysSo(string variable, string value, string verb, string message)
    {
        Succeed("train", Iris, "--cost", "0.1", "-o", "m.hinge");
        string[] arguments = verb == "train" ? ["train", Iris, "-o", "other.hinge"] : ["predict", "m.hinge", Iris];
        HingeResult result = HingeProcess.Run(Folder, new Dictionary<string, string?> { [variable] = value }, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"hinge: {message} Unset it", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("other.hinge")));
    }

    [Fact]
    public void Train_FreeBiasWithoutAnEnd_NamesWhatWouldEndIt() =>
        Refuse(["train", Iris, "-o", "model.hinge", "--solver", "gradient-descent", "--bias", "--free-bias"], "--free-bias must ", "--holdout, --epochs or --time-limit");

    [Fact]
    public void Train_UnknownSchedule_NamesThem() =>
        Refuse(["train", Iris, "-o", "model.hinge", "--solver", "gradient-descent", "--schedule", "linear"], "--schedule must be one of constant, ", "got linear.");

    [Fact]
    public void Train_LabelColumnOfSvmLight_NamesTheOption() =>
        Refuse(["train", Digits, "-o", "model.hinge", "--label", "x"], "digits.svm: --label ", "Leave it out.");

    [Fact]
    public void Train_LabelColumnThatIsNotThere_NamesTheColumns() =>
        Refuse(["train", Iris, "-o", "model.hinge", "--label", "kind"], "iris.csv:1: ", "\"kind\"", "species");

    [Fact]
    public void Train_NoOutput_NamesTheOption() => Refuse(["train", Iris], "--output", "--help");

    [Fact]
    public void Train_OutputWithoutName_NamesTheOption() => Refuse(["train", Iris, "-o"], "-o", "--help");

    [Fact]
    public void Train_EmptyNames_SaysSo()
    {
        Refuse(["train", Iris, "-o", ""], "output", "-o");
        Refuse(["train", "", "-o", "model.hinge"], "must be a file", "empty");
    }

    [Theory]
    [InlineData("--example", "150", "from 0 to 149")]
    [InlineData("--example", "-1", "at least 0")]
    [InlineData("--example", "first", "at least 0")]
    public void Explain_NoSuchExample_NamesTheOption(string option, string value, string rule)
    {
        Npy.Write(At("W.npy"), new double[12], 4, 3);
        Refuse(["explain", Iris, "--weights", "W.npy", option, value], "--example must be ", rule, $"got {value}.");
    }

    [Fact]
    public void Explain_BothOrNeitherOfWeightsAndModel_NamesThem()
    {
        Refuse(["explain", Iris, "--example", "0"], "--weights and --model");
        Refuse(["explain", Iris, "--example", "0", "--weights", "W.npy", "--model", "m.hinge"], "--weights and --model");
    }

    [Theory]
    [InlineData("gradient", "--repeat", "0", "at least 1")]
    [InlineData("gradient", "--lambda", "-1", "at least 0")]
    [InlineData("gradient", "--lambda", "NaN", "at least 0")]
    [InlineData("check", "--entries", "0", "at least 1")]
    [InlineData("check", "--loss", "hinge", "weston-watkins, ")]
    public void GradientVerbs_OptionOutOfRange_NamesOptionRuleAndValue(string verb, string option, string value, string rule)
    {
        Npy.Write(At("W.npy"), new double[12], 4, 3);
        Refuse([verb, Iris, "--weights", "W.npy", option, value], $"{option} must be ", rule, $"got {value}.");
    }
}
