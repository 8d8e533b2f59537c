namespace Hinge.Playground.Sessions;

/// <summary>A labelled point of the plane: the example x = (X, Y, 1), whose last feature is what the bias multiplies.</summary>
/// <param name="X">The first feature, within ±<see cref="PlaneState.Extent"/>.</param>
/// <param name="Y">The second feature, within ±<see cref="PlaneState.Extent"/>.</param>
/// <param name="Label">Its class y.</param>
public readonly record struct PlanePoint(double X, double Y, int Label);
