namespace Hinge.Kernels.Dense;

/// <summary>How a dense pass sums its gradient.</summary>
internal enum GradientPlan
{
    /// <summary>Parts of the rows have gradients of their own: <see cref="GradientParts"/>.</summary>
    Parts,

    /// <summary>Threads share one gradient, column by column: <see cref="GradientColumns"/>.</summary>
    Columns,
}
