using System.Text.Json.Serialization;
using Hinge.Data.Tables;

namespace Hinge.Data.Featurization;

/// <summary>How a column becomes features, with all that was learnt from the training rows: plain data, stored in the model.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NumberFeatures), "number")]
[JsonDerivedType(typeof(BooleanFeatures), "boolean")]
[JsonDerivedType(typeof(CategoryFeatures), "category")]
[JsonDerivedType(typeof(DateFeatures), "date")]
[JsonDerivedType(typeof(TextFeatures), "text")]
[JsonDerivedType(typeof(EmbeddingFeatures), "embedding")]
internal abstract record ColumnFeatures
{
    /// <summary>The column.</summary>
    public required string Name { get; init; }

    /// <summary>What it is read as.</summary>
    internal abstract ColumnType Reads { get; }

    /// <summary>What is made of it.</summary>
    internal abstract FeatureKind Kind { get; }

    /// <summary>How many features, at least 1.</summary>
    internal abstract int FeatureCount { get; }

    /// <summary>What each of them is.</summary>
    public abstract IEnumerable<string> FeatureNames();

    /// <summary>What was learnt, in words.</summary>
    public abstract string Describe();

    /// <summary>The features of some rows.</summary>
    /// <param name="table">Where the column is from, for messages.</param>
    /// <param name="column">It, of the type that <see cref="Reads"/> says.</param>
    /// <param name="rows">Which, in this order.</param>
    /// <exception cref="DataFormatException">A value does not fit.</exception>
    public abstract FeatureMatrix Transform(Table table, TableColumn column, int[] rows);

    /// <summary>Refuses what no fitting gives.</summary>
    /// <exception cref="ArgumentException">A value breaks a rule.</exception>
    public abstract void Validate();

    /// <summary>The name of the feature that says that a value is missing.</summary>
    protected string MissingName => $"{Name} missing";

    protected void Require(bool holds, string rule)
    {
        if (!holds) throw new ArgumentException($"the featurization of column {Quoted.Shown(Name)} must {rule}");
    }
}
