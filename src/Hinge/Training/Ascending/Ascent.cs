using System.Numerics;
using Hinge.Data;
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

    /// <summary>The path of costs is for so many examples.</summary>
    private const int Many = 10_000;

    /// <summary>So many passes to come are too many, over <see cref="Many"/> examples or more; before one such pass there is no telling.</summary>
    private const int LongPasses = 15;

    /// <summary>The rounding of a violation in float.</summary>
    private const double SingleRounding = 1.0 / (1 << 24);

    private readonly Problem _problem;
    private readonly TrainingRun _run;
    private readonly DualVariables _duals;
    private readonly CoordinateWeights<T> _weights;
    private readonly Shards<T> _shards;
    private readonly BlockStep<T> _step;
    private readonly ClassGroups _groups;
    private readonly double[] _gaps;
    private readonly Panels _panels;
    private readonly Pace _pace = new();

    /// <summary>A gap that the rounding of the losses hides: all violations of examples that cost something. Where C is large on separable data it is a large share of the primal.</summary>
    private readonly double _coarse;
    private double _costFactor = 1;

    /// <summary>Begins at the duals given, with their weights; null for zeros.</summary>
    public Ascent(Problem problem, IBlockSolver solver, TrainingRun run, DualVariables duals, WorkingWeights? weights, RandomOrder random)
    {
        (_problem, _run, _duals) = (problem, run, duals);
        _weights = new CoordinateWeights<T>(problem);
        if (weights is not null) _weights.Set(weights);
        _panels = new Panels(problem.ExampleCount, problem.ClassCount, _weights.Rows.PanelSize);
        _groups = run.Shards == 1 && run.BlockRows >= problem.ExampleCount ? ClassGroups.Of(problem, _weights.Rows.PanelCount, _weights.Rows.PanelSize) : ClassGroups.One(problem);
        _shards = new Shards<T>(problem, solver, duals, _weights, run.Shards, _panels, random, run.BlockRows, _groups);
        _step = BlockStep<T>.For(problem, solver, duals, shardCount: 1);
        _gaps = new double[(long)problem.ExampleCount * _groups.Count];
        if (typeof(T) == typeof(float)) _coarse = SingleRounding * problem.ClassCount * Enumerable.Range(0, problem.ExampleCount).Sum(problem.Cost);
    }

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
    /// Ascends until the run has a reason to stop; or, null, until the relative gap is at most <paramref name="enough"/> or too small for the
    /// arithmetic, or, where another method is there to hand over to, until it <see cref="Crawls"/>.
    /// </summary>
    public StopReason? Run(double enough, bool handsOver)
    {
        while (true)
        {
            _run.OfferCheckpoint(typeof(T) == typeof(float) ? TrainingStage.SingleAscent : TrainingStage.DoubleAscent, Exchange);
            AscentScan<T> scan = new(_problem, _step, _duals, _weights.BiasScores, _costFactor, _groups, _gaps, _panels);
            double losses = _weights.Rows.Scan(RowsAhead.Before(_problem.Features, scan), _run.Threads), half = 0.5 * _weights.SquaredNorm(), dualTerms = scan.DualTerms(), dual = dualTerms - half;
            _run.CountRows(_problem.ExampleCount);
            _run.Offer(_weights.CopyTo, half + losses, dual);
            double primal = half + _costFactor * losses, gap = primal - dual;
            Activate(gap);
            if (_run.ShouldStop(_shards.ActiveCount) is { } reason) return reason;
            if (_costFactor == 1 && (_run.RelativeGap <= enough || gap <= _coarse)) return null;
            if (_costFactor == 1) _pace.Add(_run.RelativeGap, _shards.Visits);
            int pass = Math.Max(_problem.ExampleCount, Many);
            Crawls = handsOver && _shards.Visits >= pass && _pace.VisitsTo(_run.GapAskedFor) > LongPasses * (double)pass;
            if (Crawls) return null;
            if (_costFactor < 1 && gap <= PathGap * Math.Abs(primal))
            {
                RaiseCosts(dualTerms, 2 * half);
                ActivateAll();
                gap *= CostStep;
            }
            long visits = _shards.Visits;
            _run.CountEpochs(_shards.Polish(ActiveShare * gap / _gaps.Length, PolishShare * gap, _costFactor, Math.Min(PolishPasses, _run.EpochsLeft), _run));
            _run.CountRows(_shards.Visits - visits);
        }
    }

    /// <summary>Saves or restores all that the ascent's future depends on, between two rounds.</summary>
    public void Exchange(StateExchange state)
    {
        WorkingWeights weights = _problem.NewWeights();
        CopyTo(weights);
        state.Weights(weights);
        state.Duals(_duals);
        _shards.Exchange(state);
        _pace.Exchange(state);
        state.Number(ref _costFactor);
        if (state.IsRestoring) _weights.Set(weights);
    }

    /// <summary>Copies the weights out.</summary>
    public void CopyTo(WorkingWeights weights) => _weights.CopyTo(weights);

    /// <inheritdoc/>
    public void Dispose()
    {
        _shards.Dispose();
        _weights.Dispose();
    }

    private void RaiseCosts(double dualTerms, double squaredNorm)
    {
        double factor = Math.Min(1, _costFactor * CostStep), ratio = factor / _costFactor;
        _costFactor = factor;
        // t·b maximizes t·Σ terms − ½t²‖W‖² where the terms are linear; up to the ratio it is feasible.
        double t = _problem.Loss.HasLinearDual ? Math.Min(ratio, WarmStart.BestFactor(dualTerms, squaredNorm)) : 1;
        if (!(t > 0) || t == 1) return;
        _duals.Scale(t);
        _weights.Scale(t);
    }

    private void Activate(double gap)
    {
        double threshold = ActiveShare * gap / _gaps.Length;
        _shards.Activate((i, g) => _gaps[i * _groups.Count + g] > threshold);
        // The gaps are lost in rounding: visit everything that counts, so that epochs still come to their limit.
        if (_shards.ActiveCount == 0) ActivateAll();
    }

    private void ActivateAll() => _shards.Activate((i, _) => _problem.Cost(i) > 0);
}
