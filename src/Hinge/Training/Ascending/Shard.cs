using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Training.Checkpoints;

namespace Hinge.Training.Ascending;

/// <summary>Coordinate steps over one shard's examples, one after the other, beside weights of its own.</summary>
/// <remarks>
/// Of S shards each maximizes Σ_{i in shard} dualTerm(b_i) − ⟨W, ΔW⟩ − (S/2)·‖ΔW‖², ΔW the change that its own duals make: their
/// sum bounds the dual from below, so adding up all changes never lowers it (CoCoA+ with γ = 1 and σ' = S: Ma et al., "Adding vs.
/// averaging in distributed primal-dual optimization", ICML 2015, eq. 9 and lemma 4). A step is then exact with S·‖x‖² in place of
/// ‖x‖², and its weights move by S times the change. With one shard it is plain coordinate ascent.
/// </remarks>
internal sealed partial class Shard<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Of so many examples, neighbours stay together in the random order, since their rows share pages of memory.</summary>
    private const int Many = 10_000, NeighboursOfMany = 8;

    /// <summary>Visits between two looks at the clock and the cancellation.</summary>
    private const int VisitsBetweenChecks = 256;

    /// <summary>Visits from fetching an example's numbers, and the places of its rows, to its own; and from fetching the rows.</summary>
    private const int PlacesAhead = 16, RowsAhead = 3;

    private readonly Problem _problem;
    private readonly DualVariables _duals;
    private readonly RandomOrder _random;
    private readonly BlockStep<T> _step;
    private readonly CoordinateWeights<T> _weights;
    private readonly Panels _panels;
    private readonly T _stretch;
    private readonly T[] _scores, _change;
    private readonly int[] _active;
    private readonly int _blockRows;
    private readonly ulong _classes;
    private int _activeCount;

    /// <param name="problem">The problem.</param>
    /// <param name="solver">Its loss.</param>
    /// <param name="duals">Of all shards.</param>
    /// <param name="weights">What its steps change.</param>
    /// <param name="panels">The classes that count for each example.</param>
    /// <param name="random">Its order.</param>
    /// <param name="shardCount">S.</param>
    /// <param name="blockRows">Rows of the data in a block; N for no blocks.</param>
    /// <param name="classes">The panels of the classes that it is for; all ones for all.</param>
    public Shard(Problem problem, IBlockSolver solver, DualVariables duals, CoordinateWeights<T> weights, Panels panels, RandomOrder random, int shardCount, int blockRows, ulong classes = ulong.MaxValue)
    {
        (_blockRows, _classes) = (blockRows, classes);
        (_problem, _duals, _weights, _panels, _random) = (problem, duals, weights, panels, random);
        _step = BlockStep<T>.For(problem, solver, duals, shardCount);
        _stretch = T.CreateTruncating(shardCount);
        _scores = new T[weights.Rows.ScoreLength];
        _change = new T[weights.Rows.ScoreLength];
        _active = new int[(problem.ExampleCount + shardCount - 1) / shardCount];
    }

    /// <summary>The weights that its steps change.</summary>
    public CoordinateWeights<T> Weights => _weights;

    /// <summary>Its active examples.</summary>
    public int ActiveCount => _activeCount;

    /// <summary>The steps so far.</summary>
    public long Visits { get; private set; }

    /// <summary>Leaves no example active.</summary>
    public void Deactivate() => _activeCount = 0;

    /// <summary>Makes an example active.</summary>
    public void Activate(int example) => _active[_activeCount++] = example;

    /// <summary>Saves or restores what the shard's future depends on, but for duals and weights.</summary>
    public void Exchange(StateExchange state)
    {
        _random.Exchange(state);
        long visits = Visits;
        state.Number(ref visits);
        Visits = visits;
    }

    /// <summary>Passes over the active examples, dropping those that settle, until their gaps have fallen.</summary>
    /// <param name="threshold">The gap of an example that is settled.</param>
    /// <param name="enough">The sum of the active gaps at which to end.</param>
    /// <param name="costFactor">What C is multiplied by.</param>
    /// <param name="mostPasses">How many passes may be made.</param>
    /// <param name="run">Says when to pause.</param>
    /// <returns>The passes made.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Polish(double threshold, double enough, double costFactor, int mostPasses, TrainingRun run)
    {
        if (_blockRows < _problem.ExampleCount) return PolishByBlocks(threshold, enough, costFactor, mostPasses, run);
        int pass = 0;
        while (pass < mostPasses && _activeCount > 0)
        {
            pass++;
            double remaining = 0;
            int kept = PassOver(_active.AsSpan(0, _activeCount), threshold, costFactor, run, ref remaining);
            if (kept < 0) return pass;
            _activeCount = kept;
            if (remaining < enough) break;
        }
        return pass;
    }

    /// <summary>Visits examples in random order, and keeps those in front that did not settle; returns how many, or −1 for a pause.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PassOver(Span<int> active, double threshold, double costFactor, TrainingRun run, ref double remaining)
    {
        _random.ShuffleBlocks(active, _problem.ExampleCount < Many ? 1 : NeighboursOfMany);
        int kept = 0;
        for (int visit = 0; visit < active.Length; visit++)
        {
            if (visit % VisitsBetweenChecks == 0 && run.MustPause()) return -1;
            if (visit + PlacesAhead < active.Length) FetchPlaces(active[visit + PlacesAhead]);
            if (visit + RowsAhead < active.Length)
            {
                _weights.Rows.Fetch(active[visit + RowsAhead]);
                _duals.Fetch(active[visit + RowsAhead]);
            }
            if (visit + 1 < active.Length) _weights.Rows.FetchWeights(active[visit + 1], _panels[active[visit + 1]] & _classes);
            double exampleGap = Visit(active[visit], costFactor);
            remaining += exampleGap;
            if (exampleGap > threshold) active[kept++] = active[visit];
        }
        return kept;
    }

    private void FetchPlaces(int example)
    {
        _problem.Fetch(example);
        _weights.Rows.FetchPlace(example);
        _duals.FetchPlace(example);
        _panels.FetchPlace(example);
    }

    /// <summary>Solves one example's block exactly; returns the gap g_i that it had before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Visit(int i, double costFactor)
    {
        Visits++;
        ulong panels = _panels[i] & _classes;
        double cost = _problem.Cost(i) * costFactor;
        _weights.Scores(i, _scores, panels);
        double gap = panels == ulong.MaxValue ? _step.Solve(i, _scores, cost, _change, out bool isChanged) : _step.SolvePanels(i, _scores, cost, _change, panels, _panels.Size, out isChanged);
        if (!isChanged) return gap;
        if (_stretch != T.One)
            foreach (ref T change in _change.AsSpan()) change *= _stretch;
        _weights.Add(i, _change, panels);
        return gap;
    }
}
