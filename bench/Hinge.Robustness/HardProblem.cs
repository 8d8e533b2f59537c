using Hinge.Data;

namespace Hinge.Robustness;

/// <summary>A problem of the table.</summary>
/// <param name="Data">What its data is called.</param>
/// <param name="Make">Makes or reads it.</param>
/// <param name="Loss">The loss's name.</param>
/// <param name="Cost">C.</param>
/// <param name="IsMade">Whether it needs no file but those of the repository.</param>
internal sealed record HardProblem(string Data, Lazy<Dataset> Make, string Loss, double Cost, bool IsMade = true);
