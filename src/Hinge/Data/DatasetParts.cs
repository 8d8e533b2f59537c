namespace Hinge.Data;

/// <summary>Makes a training part and a test part of a data set, with features learnt from the training part alone.</summary>
/// <param name="training">The examples to train on, in their order.</param>
/// <param name="test">The examples to test on, in their order.</param>
/// <returns>Both parts, with the same classes and the same features.</returns>
public delegate (Dataset Training, Dataset Test) DatasetParts(int[] training, int[] test);
