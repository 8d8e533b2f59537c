using System.Globalization;
using System.Text.Json;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Models.Liblinear;
using Hinge.Models.ScikitLearn;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Peers.Tests;

/// <summary>Models that go between Hinge, LIBLINEAR and scikit-learn predict the same everywhere.</summary>
public class ExchangePeersTests
{
    private const string Pair = "test/peers/data/digits-3-8.svm";

    [Theory]
    [InlineData(PeerAnswers.Frozen)]
    [InlineData(PeerAnswers.Live)]
    public void Models_OfOtherPrograms_PredictWhatThesePredict(string source)
    {
        (JsonElement[] problems, _) = PeerAnswers.Load("exchange", source);
        Assert.Equal(48, problems.Length);
        using TemporaryFolder folder = new();
        foreach (JsonElement problem in problems)
        {
            LinearModel model = problem.Text("program") == "LIBLINEAR"
                ? LiblinearReader.Read(folder.Write("model", problem.Text("model")))
                : CoefficientArchive.Read(folder.Write("model.npz", problem.GetProperty("model").GetBytesFromBase64()));
            string[] theirs = [.. problem.GetProperty("predictions").EnumerateArray().Select(prediction => prediction.GetString()!)];

            RequireSame(theirs, Predictions(model, SampleFile.Read(problem.Text("file")).Features), problem.Text("name"));
            RequireSame(theirs, Predictions(Again(model, folder), SampleFile.Read(problem.Text("file")).Features), $"{problem.Text("name")}, written and read");
        }
    }

    [Theory]
    [InlineData("samples/digits.svm")]
    [InlineData(Pair)]
    public void Liblinear_EverySolver_PredictsAlikeThereAndBack(string file)
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to install LIBLINEAR.");
        using TemporaryFolder folder = new();
        string data = RepositoryFile.At(file.Split('/')), model = folder.File("theirs.model"), back = folder.File("back.model");
        FeatureMatrix features = SvmLightReader.Read<float>(data).Features;
        for (int solver = 0; solver <= 7; solver++)
        {
            foreach (string bias in new[] { "-1", "0", "1.5" })
            {
                (int exitCode, _, string error) = ChildProcess.Run("liblinear-train", ["-q", "-s", $"{solver}", "-c", "0.1", "-B", bias, data, model]);
                Assert.True(exitCode == 0, error);
                string[] theirs = LiblinearPredicts(data, model, folder);
                LinearModel read = LiblinearReader.Read(model);
                LiblinearWriter.Write(back, read);

                RequireSame(theirs, Predictions(read, features), $"{file} -s {solver} -B {bias}");
                RequireSame(theirs, LiblinearPredicts(data, back, folder), $"{file} -s {solver} -B {bias}, written again");
            }
        }
    }

    [Theory]
    [InlineData("samples/digits.svm")]
    [InlineData(Pair)]
    public void Hinge_EveryLoss_PredictsAlikeInLiblinearAndScikitLearn(string file)
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to install LIBLINEAR and scikit-learn.");
        using TemporaryFolder folder = new();
        string path = RepositoryFile.At(file.Split('/'));
        Dataset data = SvmLightReader.Read<float>(path);
        string snippet = Snippets()[1];
        foreach (string loss in Loss.Names)
        {
            LinearModel model = new DualCoordinateAscent().Train(data, new Objective { Loss = Loss.Create(loss), Cost = 0.1, BiasScale = 1 }).Model;
            string[] ours = Predictions(model, data.Features);
            LiblinearWriter.Write(folder.File("ours.model"), model);
            CoefficientArchive.Write(folder.File("model.npz"), model);
            string script = $"import os; os.chdir(r'{folder.Path}')\nfrom sklearn.datasets import load_svmlight_file\nX, _ = load_svmlight_file(r'{path}')\n{snippet}\nprint(*clf.predict(X))";
            (int exitCode, string output, string error) = ChildProcess.Run("/usr/bin/python3", ["-c", script]);

            Assert.True(exitCode == 0, error);
            RequireSame(ours, LiblinearPredicts(path, folder.File("ours.model"), folder), $"{file}, {loss}, LIBLINEAR");
            RequireSame(ours, output.Split(' ', StringSplitOptions.TrimEntries), $"{file}, {loss}, scikit-learn");
        }
    }

    [Fact]
    public void ScikitLearn_SnippetOfTheDocumentation_IsRead()
    {
        Assert.SkipUnless(PeerAnswers.MayAsk, "Run ./test.sh --peers to install scikit-learn.");
        using TemporaryFolder folder = new();
        string script = $"import os; os.chdir(r'{folder.Path}')\n{Snippets()[0]}\nprint(*clf.predict(X))";
        (int exitCode, string output, string error) = ChildProcess.Run("/usr/bin/python3", ["-W", "ignore", "-c", script]);
        Assert.True(exitCode == 0, error);

        LinearModel model = CoefficientArchive.Read(folder.File("sk.npz"));

        Assert.IsType<Softmax>(model.Objective.Loss);
        // The snippet's X: scikit-learn's digits, which are those of samples/digits.svm times 16.
        Dataset digits = SvmLightReader.Read<float>(RepositoryFile.At("samples", "digits.svm"));
        Assert.Equal(digits.ExampleCount, output.Split(' ').Length);
        Assert.Equal(digits.Labels.ClassNames, model.ClassNames);
    }

    private static string[] Snippets() => [.. File.ReadAllText(RepositoryFile.At("docs", "exchange.md")).Split("```python\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];

    /// <summary>The model written in its own program's format, and read.</summary>
    private static LinearModel Again(LinearModel model, TemporaryFolder folder)
    {
        string path = folder.File("again");
        if (model.Certificate.ImportedFrom == "scikit-learn")
        {
            CoefficientArchive.Write(path, model);
            return CoefficientArchive.Read(path);
        }
        LiblinearWriter.Write(path, model);
        return LiblinearReader.Read(path);
    }

    private static string[] LiblinearPredicts(string data, string model, TemporaryFolder folder)
    {
        string output = folder.File("predictions");
        (int exitCode, _, string error) = ChildProcess.Run("liblinear-predict", [data, model, output]);
        Assert.True(exitCode == 0, error);
        return File.ReadAllLines(output);
    }

    private static string[] Predictions(LinearModel model, FeatureMatrix features) => [.. model.Predict(features).Select(j => model.ClassNames[j])];

    private static void RequireSame(string[] expected, string[] actual, string what)
    {
        Assert.True(expected.Length == actual.Length, string.Create(CultureInfo.InvariantCulture, $"{what}: {expected.Length} rows expected; got {actual.Length}."));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(expected[i] == actual[i], string.Create(CultureInfo.InvariantCulture, $"{what}: row {i} must be {expected[i]}; got {actual[i]}."));
    }
}
