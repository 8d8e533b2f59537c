namespace Hinge.Models;

/// <summary>The examples whose prediction has a probability of some size.</summary>
/// <param name="Count">How many.</param>
/// <param name="Confidence">The mean probability of their predictions; 0 for none.</param>
/// <param name="Accuracy">The share of right ones; 0 for none.</param>
public sealed record ReliabilityBin(int Count, double Confidence, double Accuracy);
