namespace Hinge.Data.Describing;

/// <summary>What numbers a column holds, zeros that are not stored included.</summary>
public enum ColumnKind
{
    /// <summary>The same number in every row.</summary>
    Constant,

    /// <summary>0 and 1.</summary>
    Binary,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Any other numbers.</summary>
    Fractional,
}
