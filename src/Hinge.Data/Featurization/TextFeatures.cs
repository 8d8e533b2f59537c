using System.Globalization;
using Hinge.Data.Tables;
using Hinge.Data.Text;

namespace Hinge.Data.Featurization;

/// <summary>The weighed terms of a text; a missing one is the empty text, whose row is zero.</summary>
internal sealed record TextFeatures : ColumnFeatures
{
    private TextVectorizer? _vectorizer;

    /// <summary>What the vectorizer knows.</summary>
    public required TextVectorizerState Terms { get; init; }

    internal override ColumnType Reads => ColumnType.Text;

    internal override FeatureKind Kind => FeatureKind.Text;

    internal override int FeatureCount => Vectorizer.FeatureCount;

    private TextVectorizer Vectorizer => _vectorizer ??= TextVectorizer.FromState(Terms);

    /// <summary>Learns the terms of some rows, and gives their features.</summary>
    public static (TextFeatures Features, FeatureMatrix Rows) FitTransform(Table table, TextColumn column, int[] rows, TextOptions? options)
    {
        options ??= new TextOptions { MinimumTexts = rows.Length < FeaturizationOptions.FewRows ? 1 : new TextOptions().MinimumTexts };
        try
        {
            (TextVectorizer vectorizer, SparseMatrix<float> values) = TextVectorizer.FitTransform(Texts(column, rows), options);
            return (new TextFeatures { Name = column.Name, Terms = vectorizer.State, _vectorizer = vectorizer }, values);
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException(table.Source, null, $"column {Quoted.Shown(column.Name)}: {e.Message.Replace(" (Parameter 'texts')", "", StringComparison.Ordinal)}");
        }
    }

    public override IEnumerable<string> FeatureNames() =>
        Vectorizer.FeatureNames is { } terms
            ? terms.Select(term => $"{Name}: {term}")
            : Enumerable.Range(0, FeatureCount).Select(c => string.Create(CultureInfo.InvariantCulture, $"{Name}: terms hashed to {c}"));

    public override string Describe()
    {
        TextOptions options = Terms.Options;
        string words = options.LongestWordGram == 0 ? "" : $"{Range(options.ShortestWordGram, options.LongestWordGram)} words";
        string characters = options.LongestCharacterGram == 0 ? "" : $"{Range(options.ShortestCharacterGram, options.LongestCharacterGram)} characters";
        string terms = string.Join(" and ", new[] { words, characters }.Where(text => text.Length > 0));
        string rare = options.HashBits is not null ? ", hashed" : options.MinimumTexts > 1 ? string.Create(CultureInfo.InvariantCulture, $" that {options.MinimumTexts} rows or more have") : "";
        return $"terms of {terms}{rare}{(options.WeighsByRarity ? ", tf-idf" : "")}{(options.ScalesToUnitLength ? ", unit length" : "")}";
    }

    public override FeatureMatrix Transform(Table table, TableColumn column, int[] rows) => Vectorizer.Transform(Texts((TextColumn)column, rows));

    public override void Validate() => _vectorizer = TextVectorizer.FromState(Terms);

    private static string?[] Texts(TextColumn column, int[] rows) => Array.ConvertAll(rows, row => column[row]);

    private static string Range(int shortest, int longest) =>
        shortest == longest ? longest.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{shortest} to {longest}");
}
