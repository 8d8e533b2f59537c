namespace Hinge.Kernels.Dense;

/// <summary>The rows of a block whose coefficients are not all zero for some neighbouring classes, with those coefficients.</summary>
/// <param name="FirstClass">The first of the classes.</param>
/// <param name="Classes">How many, 1 to 5.</param>
/// <param name="Start">Where the list of rows begins.</param>
/// <param name="Count">Its length.</param>
/// <param name="Coefficients">Where the coefficients begin: Count × Classes.</param>
internal readonly record struct ActiveRows(int FirstClass, int Classes, int Start, int Count, int Coefficients);
