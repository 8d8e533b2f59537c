using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training;

/// <summary>What training leaves.</summary>
/// <param name="Model">The best model found, with its certificate.</param>
/// <param name="Duals">The dual variables behind the certificate's dual.</param>
/// <param name="StopReason">Why training ended.</param>
/// <param name="Elapsed">How long it took, the certificate included.</param>
public sealed record TrainingResult(LinearModel Model, DualVariables Duals, StopReason StopReason, TimeSpan Elapsed)
{
    /// <summary>The model's certificate.</summary>
    public Certificate Certificate => Model.Certificate;
}
