using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Extensions.Tests;

/// <summary>Models of two features and two classes, whose scores are seen at a glance.</summary>
internal static class SmallModels
{
    /// <summary>The class is that of the larger feature: scores (x₀, x₁).</summary>
    public static LinearModel Straight { get; } = Model([1, 0, 0, 1]);

    /// <summary>The other way round: scores (x₁, x₀).</summary>
    public static LinearModel Crossed { get; } = Model([0, 1, 1, 0]);

    private static LinearModel Model(double[] weights) => new(
        new WeightMatrix(2, 2, weights),
        ["left", "right"],
        featureNames: null,
        new Objective(),
        new Certificate { Primal = 1, Dual = 0, DualDistance = 0, ExampleCount = 1, Fingerprint = "" });
}
