using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Hinge.Losses;

namespace Hinge.Playground.Sessions;

/// <summary>
/// A <see cref="PlaneState"/> in an address, with all its digits: <c>k=3&amp;points=1.5,1,0;…&amp;w=0.4,-0.3,…&amp;loss=softmax&amp;delta=1&amp;lambda=0.01&amp;rate=0.1&amp;at=0&amp;entry=0,2</c>.
/// A point is x, y and its class; w is W row by row.
/// </summary>
public static class PlaneLink
{
    /// <summary>The largest magnitude of a weight, and the largest λ, η and Δ, that a link may hold.</summary>
    public const double WeightLimit = 1e6;

    /// <summary>The state as what comes after the question mark.</summary>
    public static string Write(PlaneState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"k={state.ClassCount}&points=");
        text.AppendJoin(';', state.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X},{point.Y},{point.Label}")));
        text.Append("&w=").AppendJoin(',', state.Weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)));
        text.Append(CultureInfo.InvariantCulture, $"&loss={state.LossName}&delta={state.Delta:R}&lambda={state.Lambda:R}&rate={state.Rate:R}");
        text.Append(CultureInfo.InvariantCulture, $"&at={state.Selected}&entry={state.EntryFeature},{state.EntryClass}");
        // A plus sign in a query stands for a space; exponents do without it.
        return text.Replace("E+", "E").ToString();
    }

    /// <summary>The state that a link holds; null where it holds none. What breaks a rule is in the query's complaints.</summary>
    public static PlaneState? Read(LinkQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Text("points") is not { } pointsText || query.Text("w") is not { } weightsText) return null;
        int k = query.Whole("k", 0, 2, PlaneState.ClassLimit);
        if (k == 0 || Points(query, pointsText, k) is not { } points || Weights(query, weightsText, k) is not { } weights) return null;
        (int feature, int @class) = Entry(query, k);
        return new PlaneState
        {
            Points = points,
            ClassCount = k,
            Weights = weights,
            LossName = query.Choice("loss", Loss.Names[0], Loss.Names),
            Delta = query.Number("delta", 1, 1e-6, WeightLimit),
            Lambda = query.Number("lambda", 0.01, 0, WeightLimit),
            Rate = query.Number("rate", 0.1, 1e-9, WeightLimit),
            Selected = query.Whole("at", 0, 0, points.Length - 1),
            EntryFeature = feature,
            EntryClass = @class,
        };
    }

    private static ImmutableArray<PlanePoint>? Points(LinkQuery query, string text, int k)
    {
        string[] parts = text.Split(';', PlaneState.PointLimit + 1);
        if (parts.Length > PlaneState.PointLimit)
        {
            query.Complain("points", $"at most {PlaneState.PointLimit}", "more");
            return null;
        }
        ImmutableArray<PlanePoint>.Builder points = ImmutableArray.CreateBuilder<PlanePoint>(parts.Length);
        foreach (string part in parts)
        {
            if (part.Split(',', 4) is not [string xText, string yText, string labelText] || !Coordinate(xText, out double x) || !Coordinate(yText, out double y)
                || !int.TryParse(labelText, NumberStyles.None, CultureInfo.InvariantCulture, out int label) || label >= k)
            {
                query.Complain("points", string.Create(CultureInfo.InvariantCulture, $"x,y,class with x and y within ±{PlaneState.Extent} and a class below {k}"), part);
                return null;
            }
            points.Add(new PlanePoint(x, y, label));
        }
        return points.MoveToImmutable();

        static bool Coordinate(string text, out double value) => LinkQuery.TryNumber(text, out value) && Math.Abs(value) <= PlaneState.Extent;
    }

    private static ImmutableArray<double>? Weights(LinkQuery query, string text, int k)
    {
        int count = PlaneState.FeatureCount * k;
        string[] parts = text.Split(',', count + 1);
        double[] weights = new double[count];
        bool isRight = parts.Length == count;
        for (int e = 0; isRight && e < count; e++)
            isRight = LinkQuery.TryNumber(parts[e], out weights[e]) && Math.Abs(weights[e]) <= WeightLimit;
        if (isRight) return [.. weights];
        query.Complain("w", string.Create(CultureInfo.InvariantCulture, $"{count} numbers within ±{WeightLimit}, row by row of W"), text);
        return null;
    }

    private static (int Feature, int Class) Entry(LinkQuery query, int k)
    {
        if (query.Text("entry") is not { } text) return (0, 0);
        if (text.Split(',', 3) is [string row, string column]
            && int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out int feature) && feature < PlaneState.FeatureCount
            && int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int @class) && @class < k)
            return (feature, @class);
        query.Complain("entry", string.Create(CultureInfo.InvariantCulture, $"row,column of W, below {PlaneState.FeatureCount} and {k}"), text);
        return (0, 0);
    }
}
