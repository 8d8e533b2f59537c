using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Data;
using Hinge.Kernels;
using Hinge.Kernels.Coordinates;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training.Checkpoints;

namespace Hinge.Training.Ascending;

/// <summary>Scan and polish with weights in one arithmetic: the loop behind <see cref="DualCoordinateAscent"/>.</summary>
/// <remarks>
/// With many examples it works its way up to the costs asked for: first at costs of which ‖x‖²·C is about a half, four
/// times more once the gap at these is a fifth. Duals of a lower cost are feasible at a higher one, so every scan certifies
/// the weights for the true costs.
/// </remarks>
internal sealed class Ascent<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>An example is active while its gap exceeds this share of the mean.</summary>
    private const double ActiveShare = 0.1;

    /// <summary>A round of polish ends after this many passes, or when the active gaps fell to this share.</summary>
    private const int PolishPasses = 10;
    private const double PolishShare = 0.3;

    /// <summary>Where the path of costs begins, C·mean‖x‖²; its steps; and the relative gap at which the next is taken.</summary>
    private const double FirstCost = 0.5, CostStep = 4, PathGap = 0.2;

    /// <summary>Of so many examples, neighbours stay together in the random order, since their rows share pages of memory.</summary>
    private const int Many = 10_000, NeighboursOfMany = 8;

    /// <summary>So many passes to come are too many.</summary>
    private const int LongPasses = 15;

    /// <summary>Visits between two looks at the clock and the cancellation.</summary>
    private const int VisitsBetweenChecks = 256;

    /// <summary>Visits from fetching an example's numbers, and the places of its rows, to its own; and from fetching the rows.</summary>
    private const int PlacesAhead = 16, RowsAhead = 3;

    private readonly Problem _problem;
    private readonly TrainingRun _run;
    private readonly DualVariables _duals;
    private readonly RandomOrder _random;
    private readonly CoordinateRows<T> _rows;
    private readonly BlockStep<T> _step;
    private readonly double _biasScale;
    private readonly double[] _bias, _exampleGaps;
    private readonly T[] _scores, _change, _biasScores;
    private readonly int[] _active;
    private readonly Pace _pace = new();
    private int _activeCount;
    private long _visits;
    private double _costFactor = 1;

    /// <summary>Begins at the duals given, with their weights.</summary>
    public Ascent(Problem problem, IBlockSolver solver, TrainingRun run, DualVariables duals, WorkingWeights weights, RandomOrder random)
    {
        _problem = problem;
        _run = run;
        _duals = duals;
        _random = random;
        _rows = problem.Features.BesideWeights<T>(problem.ClassCount);
        _rows.SetWeights(weights.Values, weights.Layout);
        _step = BlockStep<T>.For(problem, solver, duals);
        _biasScale = problem.Objective.BiasScale;
        _bias = weights.Bias.ToArray();
        _biasScores = new T[_biasScale == 0 ? 0 : problem.ClassCount];
        _exampleGaps = new double[problem.ExampleCount];
        _scores = new T[_rows.ScoreLength];
        _change = new T[_rows.ScoreLength];
        _active = new int[problem.ExampleCount];
        UpdateBiasScores();
    }

    private double SquaredNorm => _rows.SquaredNorm() + PairwiseSum.OfSquares(_bias);

    /// <summary>Sets the costs on the way to the true ones; to be called before <see cref="Run"/>, with duals of zero.</summary>
    public void BeginAtLowCosts()
    {
        double sum = 0;
        for (int i = 0; i < _problem.ExampleCount; i++) sum += _problem.Cost(i) * _problem.SquaredNorm(i);
        double mean = sum / _problem.ExampleCount;
        while (_problem.ExampleCount >= Many && _costFactor * mean > FirstCost && double.IsFinite(mean)) _costFactor /= CostStep;
    }

    /// <summary>Whether <see cref="Run"/> ended because it crawls.</summary>
    public bool Crawls { get; private set; }

    /// <summary>
    /// Ascends until the run has a reason to stop; or, null, until the relative gap is at most <paramref name="enough"/>, or
    /// until it <see cref="Crawls"/>, where it may end for that.
    /// </summary>
    public StopReason? Run(double enough, bool mayCrawl)
    {
        while (true)
        {
            _run.OfferCheckpoint(typeof(T) == typeof(float) ? TrainingStage.SingleAscent : TrainingStage.DoubleAscent, Exchange);
            AscentScan<T> scan = new(_problem, _step, _biasScores, _costFactor, _exampleGaps);
            double losses = _rows.Scan(scan, _run.Threads), half = 0.5 * SquaredNorm, dualTerms = scan.DualTerms(), dual = dualTerms - half;
            _run.Offer(CopyTo, half + losses, dual);
            double primal = half + _costFactor * losses, gap = primal - dual;
            Activate(gap);
            if (_run.ShouldStop(_activeCount) is { } reason) return reason;
            if (_costFactor == 1 && _run.RelativeGap <= enough) return null;
            if (_costFactor == 1) _pace.Add(_run.RelativeGap, _visits);
            Crawls = !mayCrawl && _problem.ExampleCount >= Many && _pace.VisitsTo(_run.GapAskedFor) > LongPasses * (double)_problem.ExampleCount;
            if (Crawls) return null;
            if (_costFactor < 1 && gap <= PathGap * Math.Abs(primal))
            {
                RaiseCosts(dualTerms, 2 * half);
                ActivateAll();
                gap *= CostStep;
            }
            Polish(gap);
        }
    }

    /// <summary>Saves or restores all that the ascent's future depends on, between two rounds.</summary>
    public void Exchange(StateExchange state)
    {
        WorkingWeights weights = _problem.NewWeights();
        CopyTo(weights);
        state.Weights(weights);
        state.Duals(_duals);
        _random.Exchange(state);
        _pace.Exchange(state);
        state.Number(ref _visits);
        state.Number(ref _costFactor);
        if (!state.IsRestoring) return;
        _rows.SetWeights(weights.Values, weights.Layout);
        weights.Bias.CopyTo(_bias);
        UpdateBiasScores();
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    /// <summary>Copies the weights out.</summary>
    public void CopyTo(WorkingWeights weights)
    {
        _rows.CopyWeightsTo(weights.Values, weights.Layout);
        _bias.CopyTo(weights.Bias);
    }

    private void RaiseCosts(double dualTerms, double squaredNorm)
    {
        double factor = Math.Min(1, _costFactor * CostStep), ratio = factor / _costFactor;
        _costFactor = factor;
        // t·b maximizes t·Σ terms − ½t²‖W‖² where the terms are linear; up to the ratio it is feasible.
        double t = _problem.Loss.HasLinearDual && squaredNorm > 0 ? Math.Min(ratio, dualTerms / squaredNorm) : 1;
        if (!(t > 0) || t == 1) return;
        _duals.Scale(t);
        _rows.Scale(t);
        foreach (ref double b in _bias.AsSpan()) b *= t;
        UpdateBiasScores();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Activate(double gap)
    {
        double threshold = ActiveShare * gap / _problem.ExampleCount;
        _activeCount = 0;
        for (int i = 0; i < _exampleGaps.Length; i++)
            if (_exampleGaps[i] > threshold) _active[_activeCount++] = i;
        // The gaps are lost in rounding: visit everything that counts, so that epochs still come to their limit.
        if (_activeCount == 0) ActivateAll();
    }

    private void ActivateAll()
    {
        _activeCount = 0;
        for (int i = 0; i < _exampleGaps.Length; i++)
            if (_problem.Cost(i) > 0) _active[_activeCount++] = i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Polish(double gap)
    {
        double threshold = ActiveShare * gap / _problem.ExampleCount;
        for (int pass = 0; pass < PolishPasses && _activeCount > 0 && _run.MayStartEpoch(); pass++)
        {
            _run.CountEpoch();
            Span<int> active = _active.AsSpan(0, _activeCount);
            _random.ShuffleBlocks(active, _problem.ExampleCount < Many ? 1 : NeighboursOfMany);
            double remaining = 0;
            int kept = 0;
            for (int visit = 0; visit < active.Length; visit++)
            {
                if (visit % VisitsBetweenChecks == 0 && _run.MustPause()) return;
                if (visit + PlacesAhead < active.Length) FetchPlaces(active[visit + PlacesAhead]);
                if (visit + RowsAhead < active.Length)
                {
                    _rows.Fetch(active[visit + RowsAhead]);
                    _duals.Fetch(active[visit + RowsAhead]);
                }
                if (visit + 1 < active.Length) _rows.FetchWeights(active[visit + 1]);
                double exampleGap = Visit(active[visit]);
                remaining += exampleGap;
                if (exampleGap > threshold) active[kept++] = active[visit];
            }
            _activeCount = kept;
            if (remaining < PolishShare * gap) return;
        }
    }

    private void FetchPlaces(int example)
    {
        _problem.Fetch(example);
        _rows.FetchPlace(example);
        _duals.FetchPlace(example);
    }

    /// <summary>Solves one example's block exactly; returns the gap g_i that it had before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Visit(int i)
    {
        _visits++;
        _rows.Scores(i, _scores);
        for (int j = 0; j < _biasScores.Length; j++) _scores[j] += _biasScores[j];
        double gap = _step.Solve(i, _scores, _problem.Cost(i) * _costFactor, _change, out bool isChanged);
        if (!isChanged) return gap;
        _rows.Add(i, _change);
        if (_biasScores.Length > 0)
        {
            for (int j = 0; j < _bias.Length; j++) _bias[j] += _biasScale * double.CreateTruncating(_change[j]);
            UpdateBiasScores();
        }
        return gap;
    }

    private void UpdateBiasScores()
    {
        for (int j = 0; j < _biasScores.Length; j++) _biasScores[j] = T.CreateTruncating(_biasScale * _bias[j]);
    }
}
