namespace Hinge.Testing.Corpus;

/// <summary>What a case's gradient is at its weights, whatever a checker says of it.</summary>
public enum Truth
{
    /// <summary>The gradient, or at a kink a subgradient: also where the mistake made has no effect at these weights.</summary>
    Right,

    /// <summary>No subgradient, by a distance that matters.</summary>
    Wrong,

    /// <summary>Off by more than rounding and by less than matters: no answer to it is held against anybody.</summary>
    Immaterial,
}
