namespace Hinge.Checking;

/// <summary>One class after a step of gradient descent.</summary>
/// <param name="Class">The class index, a column of W.</param>
/// <param name="Score">s_j after the step.</param>
/// <param name="Violation">v_j after the step; null where the loss has no such term.</param>
public sealed record StepTerm(int Class, double Score, double? Violation);
