using Hinge.Data.Text;
using Hinge.Models;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Tuning;
using ReadersProgram;

namespace Hinge.Data.Tests.Guide;

/// <summary>docs/guide.md shows code that runs and what it prints. The tests set the process's current folder, so they run alone.</summary>
[Collection(nameof(GuideTests))]
[CollectionDefinition(nameof(GuideTests), DisableParallelization = true)]
public sealed class GuideTests : IDisposable
{
    private static readonly string[] Source = ["test", "Hinge.Data.Tests", "Guide", "GuideSnippets.cs"], Page = ["docs", "guide.md"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _before = Environment.CurrentDirectory;
    private readonly GuideSnippets _snippets = new();

    public GuideTests()
    {
        SampleFiles.CopyTo(_folder.Path);
        SampleFiles.WriteEmbeddings(_folder.Path);
        Environment.CurrentDirectory = _folder.Path;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Dispose();
    }

    [Fact]
    public void Page_CSharpBlocks_AreTheSnippetsThatRun()
    {
        IReadOnlyDictionary<string, string> snippets = PageSnippets.InSource(Source);
        Assert.Equal(9, snippets.Count);
        Assert.Equal(snippets.Values.Order(StringComparer.Ordinal), PageSnippets.OnPage("csharp", Page).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Text_Snippet_FindsWhatTheTextsSay()
    {
        TrainingResult result = _snippets.Text();
        RequirePrinted("text");
        Assert.Equal(StopReason.GapReached, result.StopReason);
        TextVectorizer vectorizer = TextVectorizer.FromJson(File.ReadAllBytes("words.json"));
        Assert.Equal(result.Model.FeatureNames, vectorizer.FeatureNames);
    }

    [Fact]
    public void Embeddings_Snippet_Separates()
    {
        TrainingResult result = _snippets.Embeddings();
        RequirePrinted("embeddings");
        Assert.Equal(["news", "sport", "weather"], result.Model.ClassNames);
        Assert.Equal(32, result.Model.FeatureCount);
    }

    [Fact]
    public void Tables_Snippet_PredictsEveryRow()
    {
        (LinearModel model, FeatureMatrix rows) = _snippets.Tables();
        RequirePrinted("tables");
        Assert.Equal(240, rows.ExampleCount);
        Assert.Equal(model.FeatureCount, rows.FeatureCount);
    }

    [Fact]
    public void Imbalanced_Snippet_FindsMoreOfTheRareClass()
    {
        double[] recalls = [.. _snippets.Imbalanced().Select(evaluation => evaluation.Recall(8))];
        RequirePrinted("imbalanced");
        Assert.True(recalls[1] > recalls[0], $"balanced classes must find more eights than {recalls[0]}; got {recalls[1]}.");
        Assert.True(recalls[3] >= recalls[2], $"balanced classes must find as many eights as {recalls[2]} at the larger C; got {recalls[3]}.");
    }

    [Fact]
    public void Tuning_Snippet_ChoosesBetweenTheCosts()
    {
        CrossValidationResult result = _snippets.Tuning();
        RequirePrinted("tuning");
        Assert.True(result.IsComplete);
        Assert.True(result.OneStandardError.Cost <= result.Best.Cost);
    }

    [Fact]
    public void Probabilities_Snippet_KnowsMoreThanNothing()
    {
        (LinearModel model, ProbabilityEvaluation evaluation) = _snippets.Probabilities();
        RequirePrinted("probabilities");
        Assert.InRange(evaluation.LogLoss, 0, Math.Log(model.ClassCount) / 5);
    }

    [Fact]
    public void Certificate_Snippet_IsVerified()
    {
        (TrainingResult result, Verification verification) = _snippets.CertificateOf();
        RequirePrinted("certificate");
        Assert.True(verification.Verified);
        Assert.True(verification.DualIsRecomputed);
        Assert.InRange(result.Certificate.RelativeGap, 0, 1e-5);
    }

    [Fact]
    public void Shipping_Snippet_PredictsFromTheFile()
    {
        (LinearModel model, Predictor predictor) = _snippets.Shipping();
        RequirePrinted("shipping");
        Assert.Equal(10, predictor.ClassCount);
        Assert.Equal(64, model.FeatureCount);
    }

    /// <summary>The block of text below the snippet on the page is what it printed.</summary>
    private void RequirePrinted(string name)
    {
        string? shown = PageSnippets.TextBelow(PageSnippets.InSource(Source)[name], Page);
        Assert.True(shown == _snippets.Printed, $"docs/guide.md must show below \"{name}\" what it prints.\n--- page\n{shown}\n--- printed\n{_snippets.Printed}");
    }
}
