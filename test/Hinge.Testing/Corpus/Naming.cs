namespace Hinge.Testing.Corpus;

/// <summary>How well a diagnosis named what was done.</summary>
public enum Naming
{
    /// <summary>Not at all, though it is known; or something that does not give this gradient.</summary>
    Failed,

    /// <summary>The mistake made comes first; of two both are named. Of an unknown one nothing is, and its column is among those found.</summary>
    AsMade,

    /// <summary>What is named first gives this very gradient too: small data leaves several explanations.</summary>
    SameGradient,
}
