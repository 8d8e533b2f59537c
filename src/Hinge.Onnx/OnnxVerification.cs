namespace Hinge.Onnx;

/// <summary>What ONNX Runtime said of the rows that a file was verified on: the same labels, and scores within the bound of float32.</summary>
/// <param name="RowCount">N.</param>
/// <param name="LargestDifference">The most by which a score differs from Hinge's.</param>
/// <param name="LargestShareOfBound">The most of its bound that a score's difference is, from 0 to 1.</param>
/// <param name="LeastLead">The smallest lead of a best score over the second, by Hinge; ∞ with one class.</param>
public sealed record OnnxVerification(int RowCount, double LargestDifference, double LargestShareOfBound, double LeastLead);
