using CsCheck;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;

namespace Hinge.Tests.Training;

/// <summary>A small problem drawn from all that users may give: every loss, storage, Δ and weight, at the ends of their ranges too.</summary>
/// <param name="LossName">One of the six.</param>
/// <param name="ExampleCount">N, from 1.</param>
/// <param name="FeatureCount">D, from 1.</param>
/// <param name="ClassCount">K, from 2.</param>
/// <param name="Rows">What is special about the rows.</param>
/// <param name="IsSparse">Sparse rows, or dense ones.</param>
/// <param name="IsSingle">Features in float, or double.</param>
/// <param name="LogScale">log₁₀ of what features are multiplied with.</param>
/// <param name="LogCost">log₁₀ C.</param>
/// <param name="Margins">Δ = 1, another number, 0, or a table: 0 to 3; only of losses that have one.</param>
/// <param name="WeighsExamples">Whether examples have weights, a third of them zero.</param>
/// <param name="WeighsClasses">Whether classes have weights, one of them zero.</param>
/// <param name="BiasScale">The bias feature, 0 for none.</param>
/// <param name="Seed">Of the numbers.</param>
internal sealed record RandomProblem(
    string LossName, int ExampleCount, int FeatureCount, int ClassCount, RowKind Rows, bool IsSparse, bool IsSingle, int LogScale, int LogCost,
    int Margins, bool WeighsExamples, bool WeighsClasses, double BiasScale, int Seed)
{
    private static readonly double[] BiasScales = [0, 1, 0.3];

    /// <summary>Twelve decades of ‖x‖, eight of C.</summary>
    public static Gen<RandomProblem> Any { get; } = Of(Gen.Int[-6, 6]);

    /// <summary>‖x‖ near 1, so that eight decades of C are as many of C‖x‖².</summary>
    public static Gen<RandomProblem> OfUnitScale { get; } = Of(Gen.Const(0));

    public Dataset Data()
    {
        (double[] x, int[] y) = Blobs.Raw(ExampleCount, FeatureCount, ClassCount, Seed, density: IsSparse ? 0.5 : 1);
        double[] raw = [.. x];
        for (int e = 0; e < x.Length; e++)
        {
            int i = e / FeatureCount, f = e % FeatureCount;
            x[e] = Rows switch
            {
                RowKind.SomeZero when i % 3 == 0 => 0,
                RowKind.AllZero => 0,
                RowKind.Repeated => raw[i % 3 * FeatureCount + f],
                RowKind.AllTheSame => raw[f],
                RowKind.OfManyNorms => raw[e] * Math.Pow(10, i % 13 - 6),
                _ => raw[e],
            } * (Rows == RowKind.OfManyNorms ? 1 : Math.Pow(10, LogScale));
        }
        if (Rows == RowKind.OfOneClass) Array.Fill(y, ClassCount - 1);
        return (IsSparse, IsSingle) switch
        {
            (false, false) => Storage.Dense(x, y, FeatureCount, ClassCount),
            (false, true) => Storage.DenseFloat(x, y, FeatureCount, ClassCount),
            (true, false) => Storage.Sparse(x, y, FeatureCount, ClassCount),
            _ => Storage.SparseFloat(x, y, FeatureCount, ClassCount),
        };
    }

    public Objective Objective()
    {
        bool hasDelta = PlainLosses.WithDelta.Contains(LossName);
        Delta? delta = (hasDelta ? Margins : 0) switch
        {
            1 => new Delta(2.5),
            2 => new Delta(0),
            3 => new Delta(ClassCount, [.. Enumerable.Range(0, ClassCount * ClassCount).Select(e => e % (ClassCount + 1) == 0 ? 0.0 : (e * 7 + Seed) % 5 * 0.75)]),
            _ => null,
        };
        return new Objective
        {
            Loss = Loss.Create(LossName, delta),
            Cost = Math.Pow(10, LogCost),
            BiasScale = BiasScale,
            SampleWeights = WeighsExamples ? [.. Enumerable.Range(0, ExampleCount).Select(i => (i + Seed) % 3 * 0.8)] : null,
            ClassWeights = WeighsClasses ? [.. Enumerable.Range(0, ClassCount).Select(j => (j + Seed) % ClassCount * 0.5)] : null,
        };
    }

    /// <summary>a_i: the weights of examples times those of their classes.</summary>
    public static double[] ExampleWeights(Dataset data, Objective objective) =>
        [.. Enumerable.Range(0, data.ExampleCount).Select(i => (objective.SampleWeights?[i] ?? 1) * (objective.ClassWeights?[data.Labels[i]] ?? 1))];

    private static Gen<RandomProblem> Of(Gen<int> logScale) =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[1, 20], Gen.Int[1, 6], Gen.Int[2, 5], Gen.Enum<RowKind>(), Gen.Bool, Gen.Bool)
            .Select(Gen.Select(logScale, Gen.Int[-4, 4], Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.Int[0, 2], Gen.Int[0, 10_000]))
            .Select((shape, rest) => new RandomProblem(
                PlainLosses.Names[shape.Item1], shape.Item2, shape.Item3, shape.Item4, shape.Item5, shape.Item6, shape.Item7,
                rest.Item1, rest.Item2, rest.Item3, rest.Item4, rest.Item5, BiasScales[rest.Item6], rest.Item7));
}

/// <summary>What is special about the rows of a <see cref="RandomProblem"/>.</summary>
internal enum RowKind
{
    /// <summary>Overlapping blobs.</summary>
    Ordinary,

    /// <summary>Every third row is zero.</summary>
    SomeZero,

    /// <summary>Every row is zero.</summary>
    AllZero,

    /// <summary>Three different rows, over and over, of whatever class.</summary>
    Repeated,

    /// <summary>All classes are identical.</summary>
    AllTheSame,

    /// <summary>Norms from 10⁻⁶ to 10⁶ beside each other.</summary>
    OfManyNorms,

    /// <summary>Only the last class occurs.</summary>
    OfOneClass,
}
