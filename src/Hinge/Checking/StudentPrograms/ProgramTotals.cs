using Hinge.Models;

namespace Hinge.Checking.StudentPrograms;

/// <summary>What a program returns for all examples: sums, not means, and no regularization.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Gradient">dW, D×K.</param>
public sealed record ProgramTotals(double Loss, WeightMatrix Gradient);
