using Hinge.Training;

namespace Hinge.Tuning;

/// <summary>How the model trained without a fold, at one cost, does on it.</summary>
/// <param name="Cost">C.</param>
/// <param name="CorrectCount">How many of the fold's examples it predicts right.</param>
/// <param name="CertifiedCount">How many of the predictions are provably the exact optimum's.</param>
/// <param name="RelativeGap">The certified gap of its training.</param>
/// <param name="Epochs">The passes that its training made.</param>
/// <param name="StopReason">Why its training ended.</param>
/// <param name="Elapsed">How long its training took.</param>
public sealed record FoldScore(double Cost, int CorrectCount, int CertifiedCount, double RelativeGap, int Epochs, StopReason StopReason, TimeSpan Elapsed);
