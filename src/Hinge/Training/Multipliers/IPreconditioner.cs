using Hinge.Models;

namespace Hinge.Training.Multipliers;

/// <summary>An approximate inverse of the Newton system that is symmetric and positive definite.</summary>
internal interface IPreconditioner
{
    /// <summary>result = M⁻¹·residual.</summary>
    void Apply(WorkingWeights residual, WorkingWeights result);
}
