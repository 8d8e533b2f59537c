namespace Hinge.Data.Tables;

/// <summary>What a table's column holds.</summary>
public enum ColumnType
{
    /// <summary>Numbers of any width, as float64.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Days or moments, as microseconds since 1970 (UTC).</summary>
    Date,

    /// <summary>Text of any length.</summary>
    Text,

    /// <summary>Lists of as many numbers in each row, as float32: embeddings.</summary>
    Vector,

    /// <summary>Anything else: structures, intervals, values of several types. It can be left out only.</summary>
    Other,
}
