namespace Hinge.Playground.Sessions;

/// <summary>One arrow of a chain that adds up to a column of dW: its first two entries as a picture shows them.</summary>
/// <param name="X">Along the first feature.</param>
/// <param name="Y">Along the second feature.</param>
/// <param name="Kind">The style it is drawn in: term, others, penalty or total.</param>
/// <param name="Class">The class whose term it is; null where it is of no one.</param>
/// <param name="Text">What it is, in words.</param>
public sealed record ColumnArrow(double X, double Y, string Kind, int? Class, string Text);
