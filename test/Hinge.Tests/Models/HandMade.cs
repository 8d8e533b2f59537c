using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Tests.Models;

/// <summary>A data set and models small enough to check by eye.</summary>
internal static class HandMade
{
    /// <summary>Nine points of the plane in three classes, one point of each among those of another class.</summary>
    public static Dataset Data(IReadOnlyList<string>? featureNames = null) => new(
        new DenseMatrix<float>(9, 2, [2, 0, 3, 1, -1, -2, 0, 2, 1, 3, 3, 0.5f, -2, -2, -3, -1, 0, 2.5f]),
        new Labels([0, 0, 0, 1, 1, 1, 2, 2, 2], ["cat", "dog", "eel"]),
        featureNames);

    /// <summary>The same data with example <paramref name="example"/> changed.</summary>
    public static Dataset Changed(int example, int? label = null, float? value = null)
    {
        Dataset data = Data();
        float[] values = ((DenseMatrix<float>)data.Features).Values.ToArray();
        int[] labels = data.Labels.Values.ToArray();
        values[2 * example] = value ?? values[2 * example];
        labels[example] = label ?? labels[example];
        return new Dataset(new DenseMatrix<float>(9, 2, values), new Labels(labels, data.Labels.ClassNames));
    }

    /// <summary>Trains to a small gap.</summary>
    public static TrainingResult Train(Objective? objective = null, Dataset? data = null) =>
        new DualCoordinateAscent().Train(data ?? Data(), objective ?? new Objective(), new TrainingOptions { RelativeGap = 1e-6, Threads = 1 });

    /// <summary>A model with the given weights and a certificate that proves nothing.</summary>
    public static LinearModel Model(int featureCount, string[] classNames, double[] weights, Objective? objective = null, double gap = 1)
    {
        objective ??= new Objective();
        return new LinearModel(
            new WeightMatrix(featureCount + (objective.BiasScale == 0 ? 0 : 1), classNames.Length, weights),
            classNames,
            featureNames: null,
            objective,
            new Certificate { Primal = 1 + gap, Dual = 1, DualDistance = 0, ExampleCount = 9, Fingerprint = "0" });
    }
}
