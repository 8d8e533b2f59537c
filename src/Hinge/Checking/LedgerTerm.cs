namespace Hinge.Checking;

/// <summary>One (example, class) term of the loss in the ledger of a gradient.</summary>
/// <param name="Example">The example i, from 0.</param>
/// <param name="Label">Its right class y.</param>
/// <param name="Class">The class j of the term: the column itself, or for examples of the column's class the class that violates.</param>
/// <param name="Violation">v_ij, positive where the term is on; null where the loss has no such term.</param>
/// <param name="Coefficient">The multiple of x_i that the term adds to the column, before the mean is taken.</param>
/// <param name="Contribution">What the term adds to the ledger's total, the mean taken.</param>
public sealed record LedgerTerm(int Example, int Label, int Class, double? Violation, double Coefficient, double Contribution);
