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
        string source = Read("test", "Hinge.MLNet.Tests", "Snippets.cs");
        string[] snippets = [.. Marked().Matches(source).Select(match => Outdented(match.Groups[1].Value))];
        string[] shown = [.. Shown().Matches(Read("docs", "mlnet.md")).Select(match => match.Groups[1].Value.TrimEnd())];
        Assert.Equal(4, snippets.Length);
        Assert.Equal(snippets.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
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

    private static string Outdented(string code)
    {
        string[] lines = Lines(code.TrimEnd());
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    [GeneratedRegex(@"^ *// (?:train|load|leave|review)\n(.*?)^ *// end$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Marked();

    [GeneratedRegex("^```csharp\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Shown();

    [GeneratedRegex("^```text\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@" +\d+\.\d\d  ")]
    private static partial Regex Time();
}
