namespace Hinge.Data.Describing;

/// <summary>What may be wrong with a data set.</summary>
public enum SuspicionKind
{
    /// <summary>All examples are of one class; places are classes.</summary>
    OneClass,

    /// <summary>More than half of the labels occur once; places are classes.</summary>
    AlmostUniqueLabels,

    /// <summary>Classes of one example; places are classes.</summary>
    OneExampleClasses,

    /// <summary>The largest class has 100 times the examples of the smallest, or more; places are both.</summary>
    UnbalancedClasses,

    /// <summary>Columns that hold one number, not zero, in every row; places are columns.</summary>
    ConstantColumns,

    /// <summary>Columns that hold zeros only; places are columns.</summary>
    EmptyColumns,

    /// <summary>The largest magnitudes of two columns differ by a factor of 1000 or more; places are those columns.</summary>
    DifferentScales,

    /// <summary>Rows that hold zeros only; places are examples.</summary>
    EmptyRows,

    /// <summary>Rows equal to an earlier one with the same label; places are those rows.</summary>
    RepeatedRows,

    /// <summary>Equal rows with different labels; places are the first two such rows.</summary>
    ContradictingRows,
}
