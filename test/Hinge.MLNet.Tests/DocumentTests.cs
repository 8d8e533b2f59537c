using System.Text.RegularExpressions;
using Hinge.Testing;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Tests;

/// <summary>docs/mlnet.md shows code that runs and a table that the sample prints.</summary>
public sealed partial class DocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Page_CSharpBlocks_AreTheSnippetsThatRun()
    {
        IReadOnlyDictionary<string, string> snippets = PageSnippets.InSource("test", "Hinge.MLNet.Tests", "Snippets.cs");
        Assert.Equal(4, snippets.Count);
        Assert.Equal(snippets.Values.Order(StringComparer.Ordinal), PageSnippets.OnPage("csharp", "docs", "mlnet.md").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_Snippets_Run()
    {
        string zip = _folder.File("model.zip"), file = _folder.File("model.hinge"), before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = RepositoryFile.At();
        try
        {
            Assert.InRange(Snippets.TrainAndSave(zip), 0, 1e-4);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        (ITransformer loaded, ITransformer restored) = Snippets.Load(zip);
        MLContext context = new();
        IDataView reviews = context.Data.LoadFromTextFile<Snippets.Review>(RepositoryFile.At("samples", "reviews.csv"), separatorChar: ',', hasHeader: true, allowQuoting: true);
        Assert.Equal(loaded.Transform(reviews).GetColumn<uint>("PredictedLabel"), restored.Transform(reviews).GetColumn<uint>("PredictedLabel"));
        Assert.Equal(3, Snippets.WithoutMLNet(restored, file).ClassCount);
        Assert.Equal(3, Models.LinearModel.Load(file).ClassCount);
    }

    [Fact]
    public void Page_Table_IsWhatTheSamplePrintsButForTimes()
    {
        string shown = Table().Match(Read("docs", "mlnet.md")).Groups[1].Value.TrimEnd();
        string printed = SampleProcess.Run().TrimEnd();
        Assert.Equal(Lines(shown).Length, Lines(printed).Length);
        foreach ((string expected, string actual) in Lines(shown).Zip(Lines(printed)))
        {
            // ML.NET's weights and times differ from run to run and from machine to machine; Hinge's weights do not.
            if (expected.StartsWith("Sdca", StringComparison.Ordinal)) Assert.StartsWith(expected[..45].TrimEnd(), actual, StringComparison.Ordinal);
            else Assert.Equal(WithoutTimes(expected), WithoutTimes(actual));
        }
    }

    private static string Read(params string[] path) => File.ReadAllText(RepositoryFile.At(path)).ReplaceLineEndings("\n");

    private static string[] Lines(string text) => text.Split('\n');

    private static string WithoutTimes(string line) => Time().Replace(line, " … ");

    [GeneratedRegex("^```text\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@" +\d+\.\d\d  ")]
    private static partial Regex Time();
}
