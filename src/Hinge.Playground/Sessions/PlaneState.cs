using System.Collections.Immutable;
using Hinge.Losses;

namespace Hinge.Playground.Sessions;

/// <summary>
/// The small problem that <em>The plane</em>, <em>The matrix</em> and <em>The programs</em> are about: points, weights, the objective, and what is
/// selected. Immutable, so that undoing is going back to an earlier one. <see cref="PlaneLink"/> writes it into an address.
/// </summary>
public sealed record PlaneState
{
    /// <summary>D: two coordinates and the constant 1.</summary>
    public const int FeatureCount = 3;

    /// <summary>Points lie in the square of ±this.</summary>
    public const double Extent = 4;

    /// <summary>Entries of W are set within ±this by hand; steps may go beyond.</summary>
    public const double WeightExtent = 3;

    /// <summary>The most points.</summary>
    public const int PointLimit = 300;

    /// <summary>The most classes.</summary>
    public const int ClassLimit = 10;

    /// <summary>Coordinates are kept to so many decimals, so that an address holds them exactly.</summary>
    public const int Decimals = 3;

    /// <summary>The points, in the order of X's rows; at least one.</summary>
    public required ImmutableArray<PlanePoint> Points { get; init; }

    /// <summary>K, 2 to <see cref="ClassLimit"/>.</summary>
    public required int ClassCount { get; init; }

    /// <summary>W, 3×K, row-major.</summary>
    public required ImmutableArray<double> Weights { get; init; }

    /// <summary>One of <see cref="Loss.Names"/>.</summary>
    public string LossName { get; init; } = Loss.Names[0];

    /// <summary>Δ, above 0; losses that have none pass it over.</summary>
    public double Delta { get; init; } = 1;

    /// <summary>λ ≥ 0 of (1/N) Σ loss + λ‖W‖².</summary>
    public double Lambda { get; init; } = 0.01;

    /// <summary>η > 0 of a step W ← W − η·dW.</summary>
    public double Rate { get; init; } = 0.1;

    /// <summary>The selected point, in [0, N).</summary>
    public int Selected { get; init; }

    /// <summary>The row of the selected entry of W.</summary>
    public int EntryFeature { get; init; }

    /// <summary>The column of the selected entry of W.</summary>
    public int EntryClass { get; init; }

    /// <summary>The selected point itself.</summary>
    public PlanePoint SelectedPoint => Points[Selected];

    /// <summary>W[feature, class].</summary>
    public double Weight(int feature, int @class) => Weights[feature * ClassCount + @class];

    /// <summary>With another weight at an entry.</summary>
    public PlaneState WithWeight(int feature, int @class, double weight) =>
        this with { Weights = Weights.SetItem(feature * ClassCount + @class, weight), EntryFeature = feature, EntryClass = @class };

    /// <summary>With the point moved, held within the plane and rounded to <see cref="Decimals"/>.</summary>
    public PlaneState WithPointAt(int index, double x, double y) =>
        this with { Points = Points.SetItem(index, Points[index] with { X = Held(x), Y = Held(y) }) };

    /// <summary>With a point more, which is then the selected one.</summary>
    public PlaneState WithPoint(double x, double y, int label) =>
        Points.Length == PointLimit ? this : this with { Points = Points.Add(new PlanePoint(Held(x), Held(y), label)), Selected = Points.Length };

    /// <summary>Without the point; the last one stays.</summary>
    public PlaneState WithoutPoint(int index) => Points.Length == 1
        ? this
        : this with { Points = Points.RemoveAt(index), Selected = Math.Min(Selected > index ? Selected - 1 : Selected, Points.Length - 2) };

    /// <summary>With the point in another class.</summary>
    public PlaneState WithLabel(int index, int label) => this with { Points = Points.SetItem(index, Points[index] with { Label = label }) };

    private static double Held(double coordinate) => Math.Round(Math.Clamp(coordinate, -Extent, Extent), Decimals);
}
