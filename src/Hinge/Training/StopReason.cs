namespace Hinge.Training;

/// <summary>Why training ended. Every reason leaves a model with its gap.</summary>
public enum StopReason
{
    /// <summary>The relative gap asked for was reached.</summary>
    GapReached,

    /// <summary>The number of epochs allowed was used up first.</summary>
    EpochLimit,

    /// <summary>The time allowed was used up first.</summary>
    TimeLimit,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>Gradient descent's weights grew without bound: its learning rate is too large.</summary>
    Diverged,

    /// <summary>The loss on the examples held out no longer fell.</summary>
    NoImprovement,

    /// <summary>
    /// The solver had reached the gap asked for by its own sums, and those of the certificate, made anew, do not confirm it: C‖x‖² is so
    /// large that rounding in double hides the rest (<see cref="Models.Certificate.Rounding"/>).
    /// </summary>
    PrecisionLimit,
}
