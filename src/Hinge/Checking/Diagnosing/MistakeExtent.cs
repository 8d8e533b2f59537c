namespace Hinge.Checking.Diagnosing;

/// <summary>What of a gradient its mistakes touch.</summary>
public enum MistakeExtent
{
    /// <summary>Nothing is wrong, or where it is wrong cannot be told.</summary>
    Unknown,

    /// <summary>The terms of some examples, which are listed.</summary>
    Examples,

    /// <summary>The sum over examples or the whole of dW, such as by a factor: every example alike.</summary>
    Everything,

    /// <summary>The regularization only, no example.</summary>
    Regularization,
}
