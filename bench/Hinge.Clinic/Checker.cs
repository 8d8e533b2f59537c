namespace Hinge.Clinic;

/// <summary>A checker of gradients and its answers.</summary>
/// <param name="Name">Its name, as in the table.</param>
/// <param name="SaysWrong">For each case whether it was called wrong.</param>
public sealed record Checker(string Name, IReadOnlyList<bool> SaysWrong);
