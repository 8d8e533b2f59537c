namespace Hinge.Data.Featurization;

/// <summary>What becomes of a table's column.</summary>
public enum FeatureKind
{
    /// <summary>One number, scaled; where a row has none the mean, and a second feature that says so.</summary>
    Number,

    /// <summary>0 or 1; where a row has neither the share of 1, and a second feature that says so.</summary>
    Boolean,

    /// <summary>One feature a category, 1 where it is the row's; one for all others.</summary>
    Category,

    /// <summary>The year as a number, and a feature for each month, day of the week and, where there are times, hour.</summary>
    Date,

    /// <summary>Weighed terms: <see cref="Text.TextVectorizer"/>.</summary>
    Text,

    /// <summary>The numbers of a list as they are.</summary>
    Embedding,

    /// <summary>Nothing.</summary>
    Ignored,
}
