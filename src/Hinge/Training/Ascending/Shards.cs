using System.Numerics;
using Hinge.Data;
using Hinge.Kernels;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training.Checkpoints;

namespace Hinge.Training.Ascending;

/// <summary>The examples cut into shards, example i into shard i mod S, that take their steps side by side; or a shard of all examples for each group of classes.</summary>
/// <remarks>
/// What comes out depends on S and never on how many threads take shards: each begins a round at the same weights, and their
/// changes are added along a fixed tree. A single shard works on the weights themselves, and so do those of groups of classes.
/// </remarks>
internal sealed class Shards<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Problem _problem;
    private readonly DualVariables _duals;
    private readonly CoordinateWeights<T> _weights;
    private readonly Shard<T>[] _shards;
    private readonly int _groupCount;

    /// <summary>The weights that each shard ended a round with; empty for a single one.</summary>
    private readonly WorkingWeights[] _ends;

    /// <param name="problem">The problem.</param>
    /// <param name="solver">Its loss.</param>
    /// <param name="duals">What the steps change.</param>
    /// <param name="weights">What the rounds change.</param>
    /// <param name="count">S.</param>
    /// <param name="panels">The classes that count for each example.</param>
    /// <param name="random">The first shard's order; the others' seeds are drawn from it.</param>
    /// <param name="blockRows">Rows of the data in a block; N for no blocks.</param>
    /// <param name="groups">Groups of classes; more than one with a single shard of the examples only.</param>
    public Shards(Problem problem, IBlockSolver solver, DualVariables duals, CoordinateWeights<T> weights, int count, Panels panels, RandomOrder random, int blockRows, ClassGroups groups)
    {
        (_problem, _duals, _weights, _groupCount) = (problem, duals, weights, groups.Count);
        bool isSingle = count == 1;
        _ends = [.. Enumerable.Range(0, isSingle ? 0 : count).Select(_ => problem.NewWeights())];
        _shards = [.. Enumerable.Range(0, Math.Max(count, _groupCount)).Select(s => new Shard<T>(
            problem, solver, duals, isSingle ? weights : new CoordinateWeights<T>(problem), panels, s == 0 ? random : new RandomOrder(random.Next(int.MaxValue)), count, blockRows, isSingle ? groups.Panels(s) : ulong.MaxValue))];
    }

    /// <summary>Active examples of all shards, those of a group of classes by the group's share; none only where there is none.</summary>
    public int ActiveCount => (int)((_shards.Sum(shard => (long)shard.ActiveCount) + _groupCount - 1) / _groupCount);

    /// <summary>Steps of all shards, counted likewise.</summary>
    public long Visits => _shards.Sum(shard => shard.Visits) / _groupCount;

    /// <summary>Makes exactly those examples active that <paramref name="isActive"/>(example, group) names.</summary>
    public void Activate(Func<int, int, bool> isActive)
    {
        foreach (Shard<T> shard in _shards) shard.Deactivate();
        for (int i = 0; i < _problem.ExampleCount; i++)
            for (int g = 0; g < _groupCount; g++)
                if (isActive(i, g)) _shards[_groupCount > 1 ? g : i % _shards.Length].Activate(i);
    }

    /// <summary>Lets each shard polish, and adds up what they changed; returns the passes that the longest made.</summary>
    /// <param name="threshold">The gap of an example that is settled.</param>
    /// <param name="enough">The sum of the active gaps at which to end.</param>
    /// <param name="costFactor">What C is multiplied by.</param>
    /// <param name="mostPasses">How many passes may be made.</param>
    /// <param name="run">Says when to pause, and how many threads may work.</param>
    public int Polish(double threshold, double enough, double costFactor, int mostPasses, TrainingRun run)
    {
        if (_shards.Length == 1) return _shards[0].Polish(threshold, enough, costFactor, mostPasses, run);
        int count = _shards.Length;
        int[] passes = new int[count];
        if (_groupCount > 1)
        {
            for (int i = 0; i < _problem.ExampleCount; i++) _duals.MakeWhole(i);
            Blocks.ForEach(count, run.Threads, () => 0, (g, _) => passes[g] = _shards[g].Polish(threshold, enough / count, costFactor, mostPasses, run));
            for (int i = 0; i < _problem.ExampleCount; i++) _duals.Settle(i);
            return passes.Max();
        }
        WorkingWeights weights = _problem.NewWeights();
        _weights.CopyTo(weights);
        Blocks.ForEach(count, run.Threads, () => 0, (s, _) =>
        {
            _shards[s].Weights.Set(weights);
            passes[s] = _shards[s].Polish(threshold, enough / count, costFactor, mostPasses, run);
            _shards[s].Weights.CopyTo(_ends[s]);
            _ends[s].Add(-1, weights);
        });
        // A shard's weights moved by S times what its duals changed.
        weights.Add(1.0 / count, WorkingWeights.AddAlongTree(_ends));
        _weights.Set(weights);
        return passes.Max();
    }

    /// <summary>Saves or restores what the shards' future depends on, but for duals and weights.</summary>
    public void Exchange(StateExchange state)
    {
        foreach (Shard<T> shard in _shards) shard.Exchange(state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Shard<T> shard in _shards) shard.Weights.Dispose();
    }
}
