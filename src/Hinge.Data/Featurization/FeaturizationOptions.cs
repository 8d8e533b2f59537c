using Hinge.Data.Text;

namespace Hinge.Data.Featurization;

/// <summary>What to make of a table's columns where that is not to be chosen by itself.</summary>
public sealed record FeaturizationOptions
{
    /// <summary>Columns to take as numbers.</summary>
    public IReadOnlyList<string> Numeric { get; init; } = [];

    /// <summary>Columns to take as categories.</summary>
    public IReadOnlyList<string> Category { get; init; } = [];

    /// <summary>Columns to take as text.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Columns to take as dates.</summary>
    public IReadOnlyList<string> Date { get; init; } = [];

    /// <summary>Columns to leave out.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>How numbers are scaled; default <see cref="NumberScale.Standard"/>.</summary>
    public NumberScale Scale { get; init; }

    /// <summary>The most categories of a column that get a feature each, at least 1; default 100. The rarer ones share one.</summary>
    public int CategoryLimit { get; init; } = 100;

    /// <summary>
    /// What is made of text, or null, the default, for <see cref="TextOptions"/>' own: but in fewer than <see cref="FewRows"/> rows a single one
    /// is enough for a term.
    /// </summary>
    public TextOptions? TextTerms { get; init; }

    /// <summary>With so few training rows every term counts.</summary>
    internal const int FewRows = 50;

    /// <summary>The kind that the options give a column, or null where it is chosen by itself.</summary>
    internal FeatureKind? KindOf(string column) =>
        Ignore.Contains(column) ? FeatureKind.Ignored
        : Numeric.Contains(column) ? FeatureKind.Number
        : Category.Contains(column) ? FeatureKind.Category
        : Text.Contains(column) ? FeatureKind.Text
        : Date.Contains(column) ? FeatureKind.Date
        : null;

    /// <summary>Checks that no column is named twice and every number is in its range.</summary>
    /// <exception cref="ArgumentException">That is not so.</exception>
    public void Validate()
    {
        string[] all = [.. Numeric, .. Category, .. Text, .. Date, .. Ignore];
        if (all.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"A column must be named once among those to take as numbers, categories, text, dates, and to ignore; got \"{twice.Key}\" twice. Name it once.");
        if (CategoryLimit < 1)
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"CategoryLimit must be at least 1; got {CategoryLimit}."));
        TextTerms?.Validate();
    }
}
