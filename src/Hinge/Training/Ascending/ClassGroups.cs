using Hinge.Kernels;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>
/// The classes cut into groups of neighbours whose problems are solved side by side: one-vs-rest is a problem of its own for each class. Each
/// group has its own active examples and its own order, and changes the weights and duals of its classes only, so that what
/// comes out depends on the groups and never on the threads that take them.
/// </summary>
internal sealed class ClassGroups
{
    /// <summary>
    /// About so many classes are a group, two cache lines of weights in float: every group fetches the rows of X again. On debian-sections (58
    /// classes) two groups train in 1.3 s on two threads and in 1.9 on one, four in 1.6 and 2.0 to 2.6, one group in 1.7.
    /// </summary>
    private const int GroupSize = 32;

    /// <summary>Of fewer examples, threads would wait for one another more than they work; of fewer features, kernels take turns at a buffer.</summary>
    private const int FewestExamples = 10_000, FewestFeatures = 16;

    /// <summary>Bytes of duals that are no matter.</summary>
    private const long SmallDuals = 64 << 20;

    private readonly int _panelCount, _panelSize, _classCount;

    private ClassGroups(int count, int panelCount, int panelSize, int classCount) => (Count, _panelCount, _panelSize, _classCount) = (count, panelCount, panelSize, classCount);

    /// <summary>How many groups there are; one holds all classes.</summary>
    public int Count { get; }

    /// <summary>All classes in one group.</summary>
    public static ClassGroups One(Problem problem) => new(1, 1, problem.ClassCount, problem.ClassCount);

    /// <summary>The groups for a problem: one, unless its classes are problems of their own and there is enough work in each.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="panelCount">The panels of its classes.</param>
    /// <param name="panelSize">How many neighbouring classes a panel holds.</param>
    public static ClassGroups Of(Problem problem, int panelCount, int panelSize)
    {
        bool isSeparable = problem.Loss is OneVsRest or SquaredOneVsRest && KernelChoice.IsVectorized;
        // While groups are worked on, rows of duals are kept whole.
        bool fits = (long)problem.ExampleCount * problem.ClassCount * sizeof(double) <= Math.Max(SmallDuals, problem.Features.StoredBytes);
        bool isWorth = problem.ExampleCount >= FewestExamples && problem.Features.FeatureCount >= FewestFeatures;
        return new ClassGroups(isSeparable && fits && isWorth ? Math.Clamp((problem.ClassCount + GroupSize / 2) / GroupSize, 1, panelCount) : 1, panelCount, panelSize, problem.ClassCount);
    }

    /// <summary>The panels of a group, a bit each; all ones where there is one group.</summary>
    public ulong Panels(int group)
    {
        if (Count == 1) return ulong.MaxValue;
        int first = Blocks.Start(group, Count, _panelCount), count = Blocks.Start(group + 1, Count, _panelCount) - first;
        return ulong.MaxValue >> (64 - count) << first;
    }

    /// <summary>The classes of a group, from the first up to the end.</summary>
    public (int First, int End) Classes(int group) =>
        (Blocks.Start(group, Count, _panelCount) * _panelSize, Math.Min(_classCount, Blocks.Start(group + 1, Count, _panelCount) * _panelSize));
}
