namespace Hinge.Testing.Corpus;

/// <summary>How a case's gradient was made.</summary>
public enum CaseKind
{
    /// <summary>By the loops without a mistake.</summary>
    Right,

    /// <summary>By the loops with one mistake of the catalogue.</summary>
    OneMistake,

    /// <summary>By the loops with two mistakes at once.</summary>
    TwoMistakes,

    /// <summary>By the right loops, and then one column changed in a way that no catalogue knows.</summary>
    UnknownMistake,
}
