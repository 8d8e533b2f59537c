using Hinge.Losses;
using Hinge.Models;

namespace Hinge.Playground.Sessions;

/// <summary>F(W) along one entry of W, all else as it is, and where its slope jumps.</summary>
/// <param name="Values">The entry's value and F there, from left to right.</param>
/// <param name="Kinks">The entry's values at which some term of the loss switches on or off, in order; empty for smooth losses.</param>
public sealed record EntryCurve(IReadOnlyList<(double Weight, double Value)> Values, IReadOnlyList<double> Kinks)
{
    private const int SampleCount = 81;

    /// <summary>Kinks nearer to each other than this share of the width are drawn as one.</summary>
    private const int KinkPlaces = 400;

    /// <summary>The curve of the selected entry, over ±<see cref="PlaneState.WeightExtent"/> and further where the weight is further.</summary>
    public static EntryCurve Of(PlaneAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        PlaneState state = answer.State;
        (int f, int j) = (state.EntryFeature, state.EntryClass);
        double now = state.Weight(f, j), reach = Math.Max(PlaneState.WeightExtent, Math.Abs(now) * 1.25);
        WeightMatrix weights = new(PlaneState.FeatureCount, state.ClassCount, [.. state.Weights]);
        List<double> kinks = KinksOf(answer, f, j, now, reach);

        // Kinks are corners: sampled too where they are few enough to be seen.
        IEnumerable<double> places = Enumerable.Range(0, SampleCount).Select(s => reach * (2.0 * s / (SampleCount - 1) - 1)).Append(now);
        if (kinks.Count <= SampleCount) places = places.Concat(kinks);
        List<(double, double)> values = [];
        foreach (double w in places.Distinct().Order())
        {
            weights[f, j] = w;
            values.Add((w, answer.Form.Value(weights)));
        }
        return new EntryCurve(values, kinks);
    }

    private static List<double> KinksOf(PlaneAnswer answer, int f, int j, double now, double reach)
    {
        Loss loss = answer.Form.Loss;
        if (loss.IsSmooth) return [];
        SortedSet<int> places = [];
        List<double> kinks = [];
        int k = answer.State.ClassCount;
        double[] scores = new double[k], moved = new double[k];
        // Each violation is a line in the entry: its value here, and how it changes with the score of class j.
        List<(double Value, double Slope)> lines = [];
        for (int i = 0; i < answer.Examples.Count; i++)
        {
            PlanePoint point = answer.State.Points[i];
            double x = f switch { 0 => point.X, 1 => point.Y, _ => 1 };
            if (x == 0) continue;
            for (int c = 0; c < k; c++) moved[c] = scores[c] = answer.Examples[i].Terms[c].Score;
            moved[j] += x;
            lines.Clear();
            for (int c = 0; c < k; c++)
                if (loss.Violation(scores, point.Label, c) is { } violation) lines.Add((violation, loss.Violation(moved, point.Label, c)!.Value - violation));
            if (loss is CrammerSinger) Envelope(lines, Add);
            else foreach ((double value, double slope) in lines) Add(-value / slope);
        }
        kinks.Sort();
        return kinks;

        void Add(double away)
        {
            double w = now + away;
            if (double.IsFinite(w) && Math.Abs(w) <= reach && places.Add((int)Math.Round(w / reach * KinkPlaces))) kinks.Add(w);
        }
    }

    /// <summary>Where the largest of the lines and 0 changes.</summary>
    private static void Envelope(List<(double Value, double Slope)> lines, Action<double> add)
    {
        const double Tolerance = 1e-9;
        lines.Add((0, 0));
        for (int a = 0; a < lines.Count; a++)
            for (int b = 0; b < a; b++)
            {
                double away = (lines[b].Value - lines[a].Value) / (lines[a].Slope - lines[b].Slope), height = lines[a].Value + away * lines[a].Slope;
                if (double.IsFinite(away) && lines.TrueForAll(line => line.Value + away * line.Slope <= height + Tolerance)) add(away);
            }
    }
}
