using System.Text.Json;
using Hinge.Testing;

namespace Hinge.Cli.Tests;

/// <summary>Standard input in the place of a file, and answers line by line.</summary>
public sealed class StreamTests : Workplace
{
    private HingeResult Feed(string input, params string[] arguments) => Feed(System.Text.Encoding.UTF8.GetBytes(input), arguments);

    private HingeResult Feed(byte[] input, params string[] arguments)
    {
        using HingeProcess process = HingeProcess.StartWithInput(Folder, arguments);
        try
        {
            process.Input.BaseStream.Write(input);
            process.Input.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all: what it says is what counts.
        }
        return process.Wait();
    }

    private string FeedToSuccess(byte[] input, params string[] arguments)
    {
        HingeResult result = Feed(input, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    [Fact]
    public void Verbs_SvmlightOnStandardInput_DoWhatTheyDoWithTheFile()
    {
        byte[] digits = File.ReadAllBytes(Digits);
        Succeed("train", Digits, "--cost", "0.1", "-o", "file.hinge");
        string trained = FeedToSuccess(digits, "train", "-", "--cost", "0.1", "-o", "stream.hinge");

        Assert.StartsWith("standard input: 1,797 examples", trained, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(At("file.hinge")), File.ReadAllBytes(At("stream.hinge")));
        Assert.Equal(Succeed("predict", "file.hinge", Digits), FeedToSuccess(TemporaryFolder.Gzip(digits), "predict", "file.hinge", "-"));
        Assert.Equal(Succeed("evaluate", "file.hinge", Digits), FeedToSuccess(digits, "evaluate", "file.hinge", "-"));
        Assert.Equal(Succeed("predict", "file.hinge", Digits, "--top", "2"), FeedToSuccess(digits, "predict", "file.hinge", "-", "--top", "2", "--line-by-line"));
        Assert.Contains("1,797 examples × 64 features", FeedToSuccess(digits, "data", "-"), StringComparison.Ordinal);
    }

    [Fact]
    public void Verbs_TableOnStandardInput_DoWhatTheyDoWithTheFile()
    {
        byte[] iris = File.ReadAllBytes(Iris);
        Succeed("train", Iris, "--label", "species", "-o", "file.hinge");
        FeedToSuccess(iris, "train", "-", "--label", "species", "-o", "stream.hinge");

        Assert.Equal(File.ReadAllBytes(At("file.hinge")), File.ReadAllBytes(At("stream.hinge")));
        Assert.Equal(Succeed("predict", "file.hinge", Iris), FeedToSuccess(TemporaryFolder.Gzip(iris), "predict", "file.hinge", "-"));
        Assert.Equal(Succeed("evaluate", "file.hinge", Iris), FeedToSuccess(iris, "evaluate", "file.hinge", "-"));
        string[] names = File.ReadAllLines(Iris)[0].Split(',');
        string json = string.Concat(File.ReadAllLines(Iris).Skip(1).Select(line => "{" + string.Join(',', line.Split(',').Select((value, c) => $"\"{names[c]}\":{(c < 4 ? value : $"\"{value}\"")}")) + "}\n"));
        Assert.Equal(Succeed("predict", "file.hinge", Iris), FeedToSuccess(System.Text.Encoding.UTF8.GetBytes(json), "predict", "file.hinge", "-"));
        Assert.Contains("petal_length", FeedToSuccess(iris, "data", "-", "--label", "species", "--json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 1:1\n2 1:x\n", "standard input:2:5: ", "decimal point", "train", "-", "-o", "model.hinge")]
    [InlineData("", "standard input: ", "no example", "train", "-", "-o", "model.hinge")]
    [InlineData("a,label\n1,x\n2\n", "standard input:3: ", "2 fields", "train", "-", "--label", "label", "-o", "model.hinge")]
    [InlineData("a,label\n1,x\n", "standard input:1: ", "Did you mean \"label\"?", "train", "-", "--label", "lable", "-o", "model.hinge")]
    [InlineData("1 1:1\n2 1:2\n", "Standard input (-) must be named once", "Write it to a file", "train", "-", "--test", "-", "-o", "model.hinge")]
    public void Train_BadStandardInput_NamesThePlace(string input, string place, string words, params string[] arguments)
    {
        HingeResult result = Feed(input, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"hinge: {place}", result.Error, StringComparison.Ordinal);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("model.hinge")));
    }

    [Fact]
    public void Predict_LineByLine_AnswersEachLineBeforeTheNextIsThere()
    {
        Succeed("train", Digits, "--cost", "0.1", "-o", "digits.hinge");
        string[] expected = Succeed("predict", "digits.hinge", Digits).Split('\n');
        using HingeProcess process = HingeProcess.StartWithInput(Folder, "predict", "digits.hinge", "-", "--line-by-line");

        string answered = "";
        string[] lines = File.ReadAllLines(Digits);
        for (int i = 0; i < 20; i++)
        {
            process.Input.Write(lines[i] + "\n# nothing to answer\n\n");
            process.Input.Flush();
            answered += expected[i] + "\n";
            process.WaitUntil(p => p.Output.Length >= answered.Length);
            Assert.Equal(answered, process.Output);
        }
        process.Input.Write("4 1:x\n");
        process.Input.Flush();

        HingeResult result = process.Wait();
        Assert.Equal((2, answered), (result.ExitCode, result.Output));
        Assert.StartsWith("hinge: standard input:61:5: feature 1 must have a number", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_LinesOfATable_AreAnsweredBeforeTheNextIsThere()
    {
        string[] lines = ["text,size,kind,label", "good bread,1.5,a,x", "bad milk,,b,y", "\"good, \"\"cold\"\" milk\",2.5,a,x", "bad bread,0.5,c,y", "good,1,b,x", "bad,3,,y"];
        Write("table.csv", string.Join('\n', lines.Concat(lines[1..]).Concat(lines[1..])) + "\n");
        Succeed("train", "table.csv", "--text", "text", "--category", "kind", "-o", "table.hinge");
        string[] expected = Succeed("predict", "table.hinge", "table.csv", "--scores").Split('\n');
        using HingeProcess process = HingeProcess.StartWithInput(Folder, "predict", "table.hinge", "-", "--line-by-line", "--scores");

        string answered = expected[0] + "\n";
        process.Input.Write("\uFEFF" + lines[0] + "\r\n");
        for (int i = 1; i < lines.Length; i++)
        {
            process.Input.Write(lines[i] + "\r\n\n");
            process.Input.Flush();
            answered += expected[i] + "\n";
            process.WaitUntil(p => p.Output.Length >= answered.Length);
            Assert.Equal(answered, process.Output);
        }
        // Lines that are there together: what stands before a bad one is answered.
        process.Input.Write($"{lines[1]}\n{lines[2]}\nbad,big,a,x\n{lines[3]}\n");
        process.Input.Flush();
        answered += $"{expected[1]}\n{expected[2]}\n";

        HingeResult result = process.Wait();
        Assert.Equal((2, answered), (result.ExitCode, result.Output));
        Assert.StartsWith("hinge: standard input:16: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"big\"", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_LinesOfATableInAFile_AreThoseOfTheTable()
    {
        Succeed("train", Iris, "--cost", "1", "-o", "iris.hinge");
        string expected = Succeed("predict", "iris.hinge", Iris);
        string[] names = File.ReadLines(Iris).First().Split(',');
        string json = string.Concat(File.ReadLines(Iris).Skip(1).Select(line => $"{{{string.Join(',', line.Split(',').Select((value, c) => c < 4 ? $"\"{names[c]}\":{value}" : $"\"{names[c]}\":\"{value}\""))}}}\n"));
        Write("iris.jsonl", json);

        Assert.Equal(expected, Succeed("predict", "iris.hinge", Iris, "--line-by-line"));
        string[] few = expected.Split('\n')[..5];
        Write("few.jsonl", string.Join('\n', json.Split('\n')[..5]));
        Assert.Equal(few, Succeed("predict", "iris.hinge", "few.jsonl", "--line-by-line").TrimEnd('\n').Split('\n'));

        // A row without any value is a row.
        HingeResult gaps = Feed(string.Join('\t', names) + "\n\t\t\t\t\n5.1\t3.5\t1.4\t0.2\tx\n", "predict", "iris.hinge", "-", "--line-by-line");
        Assert.Equal((0, 2), (gaps.ExitCode, gaps.Output.Count(c => c == '\n')));

        HingeResult absent = Feed(json.Split('\n')[0] + "\n" + json.Split('\n')[1].Replace(names[1], "other", StringComparison.Ordinal) + "\n", "predict", "iris.hinge", "-", "--line-by-line");
        Assert.Equal((2, few[0] + "\n"), (absent.ExitCode, absent.Output));
        Assert.Contains("standard input:2: ", absent.Error, StringComparison.Ordinal);
        Assert.Contains(names[1], absent.Error, StringComparison.Ordinal);
        HingeResult open = Feed(string.Join('\n', File.ReadLines(Iris).Take(2)) + "\n\"1,2\n", "predict", "iris.hinge", "-", "--line-by-line");
        Assert.Equal((2, few[0] + "\n"), (open.ExitCode, open.Output));
        Assert.Contains("standard input:3: ", open.Error, StringComparison.Ordinal);
        HingeResult broken = Feed([.. System.Text.Encoding.UTF8.GetBytes(string.Join('\n', File.ReadLines(Iris).Take(2)) + "\n"), 0xFF, 0xFE, (byte)'\n'], "predict", "iris.hinge", "-", "--line-by-line");
        Assert.Equal((2, few[0] + "\n"), (broken.ExitCode, broken.Output));
        Assert.Contains("standard input:3: the text must be UTF-8", broken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_LineByLineWhereItCannotBe_IsRefused()
    {
        Succeed("train", Iris, "-o", "iris.hinge");
        Succeed("train", Digits, "--epochs", "1", "-o", "digits.hinge");

        Refuse(["predict", "iris.hinge", "iris.parquet", "--line-by-line"], "--line-by-line reads CSV or JSON lines");
        Refuse(["predict", "iris.hinge", "--sql", "select 1", "--line-by-line"], "--line-by-line reads CSV or JSON lines");
        Refuse(["predict", "digits.hinge", "X.npy", "--line-by-line"], "--line-by-line reads svmlight text");
        Refuse(["predict", "digits.hinge", Digits, "--line-by-line", "-o", "x.txt"], "must come without --output and --json");
        Assert.Equal(2, Run("predict", "digits.hinge", Digits, "--line-by-line", "--json").ExitCode);
        HingeResult wide = Feed("1 65:1\n", "predict", "digits.hinge", "-", "--line-by-line");
        Assert.StartsWith("hinge: standard input:1: the data must have the 64 features", wide.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ZeroBased_TrainedOn_IsReadSoByEveryVerb()
    {
        Write("zero.svm", "1 0:1 2:2\n2 1:1\n1 0:3 2:1\n2 1:2\n");
        Write("test.svm", "1 2:1\n2 1:1\n");
        JsonElement trained = Json("train", "zero.svm", "--test", "test.svm", "--gap", "1e-6", "-o", "m.hinge");

        Assert.Equal((3, 1.0), (trained.GetProperty("features").GetInt32(), trained.GetProperty("testAccuracy").GetDouble()));
        Assert.Equal("1\n2\n", Succeed("predict", "m.hinge", "test.svm"));
        Assert.Equal("1\n2\n", Succeed("predict", "m.hinge", "test.svm", "--line-by-line"));
        Assert.True(Json("verify", "m.hinge", "zero.svm").GetProperty("verified").GetBoolean());
        Write("one.svm", "1 1:1 3:2\n2 2:1\n1 1:3 3:1\n2 2:2\n");
        Assert.Equal("1\n2\n1\n2\n", Succeed("predict", "m.hinge", "one.svm", "--zero-based", "no"));
        Refuse(["train", "zero.svm", "--zero-based", "no", "-o", "model.hinge"], "zero.svm:1:3: ", "got 0", "--zero-based yes");
        Refuse(["train", "zero.svm", "--zero-based", "perhaps", "-o", "model.hinge"], "--zero-based must be auto, yes or no; got perhaps");
        Refuse(["train", Iris, "--zero-based", "no", "-o", "model.hinge"], "iris.csv: --zero-based goes with svmlight");
        Succeed("train", "one.svm", "-o", "one.hinge");
        Refuse(["predict", "one.hinge", "zero.svm"], "zero.svm:1:3: ", "got 0", "--zero-based yes");
        Refuse(["train", "one.svm", "--test", "zero.svm", "-o", "model.hinge"], "zero.svm:1:3: ", "got 0");
    }

    [Fact]
    public void Train_QueryIds_AreRemarkedOnOnce()
    {
        Write("ranked.svm", "1 qid:1 1:1\n2 qid:1 2:1\n");
        HingeResult result = Expect(0, "train", "ranked.svm", "-o", "m.hinge");

        Assert.Equal("hinge: ranked.svm:1:3: qid: groups lines for ranking, which Hinge does not do: it is passed over, here and in all lines.\n", result.Error);
        Assert.Equal("", Expect(0, "train", "ranked.svm", "-o", "m.hinge", "--quiet").Error);
    }
}
