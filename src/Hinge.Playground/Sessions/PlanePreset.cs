namespace Hinge.Playground.Sessions;

/// <summary>A problem to begin with.</summary>
/// <param name="Name">What the page calls it.</param>
/// <param name="State">The problem.</param>
public sealed record PlanePreset(string Name, PlaneState State);
