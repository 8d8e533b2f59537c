using System.Collections.Immutable;

namespace Hinge.Playground.Sessions;

/// <summary>The problems that the page offers.</summary>
public static class PlanePresets
{
    /// <summary>All, the one to begin with first.</summary>
    public static IReadOnlyList<PlanePreset> All { get; } =
    [
        new("Three classes", Clouds(pointCount: 12, classCount: 3, spread: 0.55, seed: 3) with
        {
            Weights = [0.4, -0.3, 0.2, 0.1, 0.2, 0.3, 0.2, -0.1, 0],
            // Both other classes violate, one of them barely: two arrows on its own column, and a short way to one.
            Selected = 1,
        }),
        new("One point", new PlaneState { Points = [new PlanePoint(1.5, 1, 0)], ClassCount = 4, Weights = [0.2, 0.5, -0.4, 0.1, 0.1, 0.2, 0.3, -0.8, 0, 0, 0, 0] }),
        new("Classes that overlap", Clouds(pointCount: 60, classCount: 4, spread: 1.3, seed: 5)),
        new("300 points, 10 classes", Clouds(PlaneState.PointLimit, PlaneState.ClassLimit, spread: 0.5, seed: 7)),
    ];

    /// <summary>Classes around a circle, points around their centres, small weights.</summary>
    private static PlaneState Clouds(int pointCount, int classCount, double spread, int seed)
    {
        Random random = new(seed);
        ImmutableArray<PlanePoint>.Builder points = ImmutableArray.CreateBuilder<PlanePoint>(pointCount);
        for (int i = 0; i < pointCount; i++)
        {
            int label = i % classCount;
            double angle = Math.Tau * label / classCount + 0.5, radius = 2.2;
            points.Add(new PlanePoint(Held(radius * Math.Cos(angle) + spread * Normal()), Held(radius * Math.Sin(angle) + spread * Normal()), label));
        }
        double[] weights = new double[PlaneState.FeatureCount * classCount];
        foreach (ref double weight in weights.AsSpan()) weight = Math.Round(0.3 * Normal(), 2);
        return new PlaneState { Points = points.MoveToImmutable(), ClassCount = classCount, Weights = [.. weights] };

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

        static double Held(double value) => Math.Round(Math.Clamp(value, -PlaneState.Extent, PlaneState.Extent), 2);
    }
}
