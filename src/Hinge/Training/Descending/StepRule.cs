namespace Hinge.Training.Descending;

/// <summary>What a step does besides following the batch's loss.</summary>
/// <param name="Weights">To the weights of features.</param>
/// <param name="Bias">To those of the bias: the same, or without penalty.</param>
/// <param name="Sums">Whether the weights after it count for the average.</param>
internal readonly record struct StepRule(Transition Weights, Transition Bias, bool Sums);
