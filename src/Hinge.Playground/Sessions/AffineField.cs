namespace Hinge.Playground.Sessions;

/// <summary>A quantity that is affine over the plane, such as a score or a violation: Constant + XSlope·x + YSlope·y.</summary>
public readonly record struct AffineField(double Constant, double XSlope, double YSlope)
{
    /// <summary>The field that a function is, from three of its values.</summary>
    public static AffineField Of(Func<double, double, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        double constant = value(0, 0);
        return new AffineField(constant, value(1, 0) - constant, value(0, 1) - constant);
    }

    /// <summary>Its value at a point.</summary>
    public double At(double x, double y) => Constant + XSlope * x + YSlope * y;

    /// <summary>The segment of the square of ±extent on which it is zero; null where there is none.</summary>
    public (double X1, double Y1, double X2, double Y2)? ZeroWithin(double extent)
    {
        List<(double X, double Y)> ends = [];
        (double X, double Y)[] corners = Square(extent);
        for (int c = 0; c < corners.Length; c++)
        {
            (double X, double Y) a = corners[c], b = corners[(c + 1) % corners.Length];
            double va = At(a.X, a.Y), vb = At(b.X, b.Y);
            if (va > 0 != vb > 0) ends.Add(Between(a, b, va / (va - vb)));
        }
        return ends.Count == 2 ? (ends[0].X, ends[0].Y, ends[1].X, ends[1].Y) : null;
    }

    /// <summary>The part of a convex polygon in which it is at least zero.</summary>
    public List<(double X, double Y)> Clip(IReadOnlyList<(double X, double Y)> polygon)
    {
        ArgumentNullException.ThrowIfNull(polygon);
        List<(double X, double Y)> kept = [];
        for (int c = 0; c < polygon.Count; c++)
        {
            (double X, double Y) a = polygon[c], b = polygon[(c + 1) % polygon.Count];
            double va = At(a.X, a.Y), vb = At(b.X, b.Y);
            if (va >= 0) kept.Add(a);
            if (va >= 0 != vb >= 0) kept.Add(Between(a, b, va / (va - vb)));
        }
        return kept;
    }

    /// <summary>The corners of the square of ±extent.</summary>
    public static (double X, double Y)[] Square(double extent) => [(-extent, -extent), (extent, -extent), (extent, extent), (-extent, extent)];

    private static (double X, double Y) Between((double X, double Y) a, (double X, double Y) b, double share) =>
        (a.X + share * (b.X - a.X), a.Y + share * (b.Y - a.Y));
}
