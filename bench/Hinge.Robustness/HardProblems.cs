using Hinge.Data;
using Hinge.Losses;

namespace Hinge.Robustness;

/// <summary>The problems: scales of features, costs, classes and features over many decades, made and real, every loss.</summary>
internal static class HardProblems
{
    private const string Default = "weston-watkins";

    private static readonly double[] EightDecades = [1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4];

    public static IEnumerable<HardProblem> All()
    {
        Lazy<Dataset> iris = new(RealData.Iris), digits = new(RealData.Digits);
        IEnumerable<HardProblem> all = [.. Costs("iris", iris, EightDecades), .. Costs("digits", digits, EightDecades)];
        foreach (double scale in (double[])[1e-3, 1e3])
        {
            string times = scale < 1 ? "× 10⁻³" : "× 10³";
            all = all.Concat(Costs($"iris {times}", new(() => RealData.Scaled(iris.Value, scale)), 1e-4, 1, 1e4))
                .Concat(Costs($"digits {times}", new(() => RealData.Scaled(digits.Value, scale)), 1e-4, 1, 1e4));
        }
        all = all
            .Concat(Costs("blobs, 2 features", new(() => MadeData.Blobs(2000, 2, 10, seed: 1)), 1e-2, 1, 1e2))
            .Concat(Costs("blobs, 2 classes", new(() => MadeData.Blobs(2000, 20, 2, seed: 2)), 1e-2, 1, 1e2))
            .Concat(Costs("blobs, 100 classes", new(() => MadeData.Blobs(5000, 50, 100, seed: 3)), 1e-2, 1))
            .Concat(Costs("blobs, 1000 classes", new(() => MadeData.Blobs(10_000, 128, 1000, seed: 4)), 1e-2, 1))
            .Concat(Costs("labels without reason", new(() => MadeData.Noise(1000, 100, 5, seed: 5)), 1e-2, 1, 1e2))
            .Concat(Costs("features of 5 decades", new(() => MadeData.Correlated(2000, 200, 10, seed: 6)), 1e-2, 1, 1e2, 1e4))
            .Concat(Costs("more features than rows", new(() => MadeData.Blobs(200, 2000, 4, seed: 7)), 1e-4, 1, 1e4))
            .Concat(Costs("made text, 10⁵ features", new(() => MadeData.Text(5000, 100_000, 20, seed: 8)), 1e-2, 1, 1e2, 1e4))
            .Concat(Costs("made text, 10⁶ features", new(() => MadeData.Text(5000, 1_000_000, 10, seed: 9)), 1, 1e2))
            .Concat(Costs("mnist, 5000 rows", new(() => RealData.Cached("mnist.svm", 5000)), 1e-4, 1e-2, 1, 1e2, 1e4).Select(Cached))
            .Concat(Costs("debian-sections, 5000 rows", new(() => RealData.Cached("debian-sections.svm", 5000)), 1e-4, 1e-2, 1, 1e2, 1e4).Select(Cached));
        Lazy<Dataset> text = new(() => MadeData.Text(5000, 100_000, 20, seed: 8));
        foreach (string loss in Loss.Names.Where(name => name != Default))
        {
            all = all
                .Concat(((double[])[1e-4, 1e-2, 1, 1e2, 1e4]).Select(cost => new HardProblem("digits", digits, loss, cost)))
                .Concat(((double[])[1, 1e2]).Select(cost => new HardProblem("made text, 10⁵ features", text, loss, cost)));
        }
        return all;
    }

    private static IEnumerable<HardProblem> Costs(string name, Lazy<Dataset> data, params double[] costs) =>
        costs.Select(cost => new HardProblem(name, data, Default, cost));

    private static HardProblem Cached(HardProblem problem) => problem with { IsMade = false };
}
