namespace Hinge.Cli.Verbs.Weighing;

/// <summary>A feature and what a unit of it adds to a class's score.</summary>
/// <param name="Index">The row of W, from 0.</param>
/// <param name="Name">The training data's, or "feature 12".</param>
/// <param name="Weight">The entry of W.</param>
internal readonly record struct WeighedFeature(int Index, string Name, double Weight);
