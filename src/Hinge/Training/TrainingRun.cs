using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training.Checkpoints;

namespace Hinge.Training;

/// <summary>
/// What every trainer keeps during a run: the epochs and the clock, the best weights so far, and the certificate at
/// the end.
/// </summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly Problem _problem;
    private readonly string _solver;
    private readonly TrainingOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly long _started;
    private readonly CheckpointKeeper? _checkpoints;
    private TimeSpan _before;
    private WorkingWeights? _best;
    private double _bestPrimal = double.PositiveInfinity;
    private double _dual = double.NegativeInfinity;
    private int _epochs;
    private long _rows;

    public TrainingRun(Problem problem, string solver, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation, string settings = "")
    {
        _problem = problem;
        _solver = solver;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        _started = options.Clock.GetTimestamp();
        // The certificate will need it, and coordinate steps leave the other threads idle.
        if (options.Threads > 1) _ = Task.Run(problem.Data.Fingerprint);
        if (options.Checkpoint is null) return;
        _checkpoints = new CheckpointKeeper(problem, solver, options, settings);
        _checkpoints.RestoreRun(Exchange);
    }

    public int Threads => _options.Threads;

    public int Shards => _options.Shards;

    /// <summary>Rows in a block of coordinate ascent; N for no blocks.</summary>
    public int BlockRows => _options.BlockRowsOf(_problem.Features);

    /// <summary>The relative gap at which to stop.</summary>
    public double GapAskedFor => _options.RelativeGap;

    /// <summary>The stage to go on with, from a checkpoint; null where the run begins anew.</summary>
    public TrainingStage? RestoredStage => _checkpoints?.Stage;

    private TimeSpan Elapsed => _before + _options.Clock.GetElapsedTime(_started);

    /// <summary>Of the lowest primal seen and the last dual.</summary>
    public double RelativeGap => Certificate.RelativeGapOf(_bestPrimal, _dual);

    /// <summary>Restores a stage from the checkpoint; false where the run begins anew, or went on already.</summary>
    public bool Restore(Action<StateExchange> exchange) => _checkpoints?.RestoreStage(exchange) ?? false;

    /// <summary>Takes a checkpoint where one is due.</summary>
    /// <param name="stage">What goes on.</param>
    /// <param name="exchange">All that its future depends on, but for what the run keeps.</param>
    public void OfferCheckpoint(TrainingStage stage, Action<StateExchange> exchange) => _checkpoints?.Offer(stage, state =>
    {
        Exchange(state);
        exchange(state);
    });

    /// <inheritdoc/>
    public void Dispose() => _checkpoints?.Dispose();

    /// <summary>Keeps the weights if none had a lower primal, and the dual.</summary>
    public void Offer(WorkingWeights weights, double primal, double dual) => Offer(best => best.CopyFrom(weights), primal, dual);

    /// <summary>The same with weights that <paramref name="copyTo"/> copies out, if need be.</summary>
    public void Offer(Action<WorkingWeights> copyTo, double primal, double dual)
    {
        if (primal < _bestPrimal)
        {
            copyTo(_best ??= _problem.NewWeights());
            _bestPrimal = primal;
        }
        _dual = dual;
    }

    /// <summary>Computes the primal of the best weights in double, where it was not computed exactly enough.</summary>
    public void RecomputePrimal()
    {
        if (_best is not null) _bestPrimal = _problem.Scan(_best, new DualVariables(_problem.ExampleCount, _problem.ClassCount), Threads).Primal;
    }

    /// <summary>Reports progress; the reason to stop now, or null.</summary>
    public StopReason? ShouldStop(int activeExamples)
    {
        _progress?.Report(new TrainingProgress(_epochs, _bestPrimal, _dual, RelativeGap, activeExamples, _rows, Elapsed) { Best = _best is { } best ? best.ToMatrix : null });
        if (RelativeGap <= _options.RelativeGap) return StopReason.GapReached;
        if (_cancellation.IsCancellationRequested) return StopReason.Cancelled;
        if (Elapsed >= _options.TimeLimit) return StopReason.TimeLimit;
        return MayStartEpoch() ? null : StopReason.EpochLimit;
    }

    public bool MayStartEpoch() => _epochs < _options.EpochLimit;

    /// <summary>How many epochs may still be started.</summary>
    public int EpochsLeft => _options.EpochLimit - _epochs;

    /// <summary>How many epochs were started.</summary>
    public int Epochs => _epochs;

    public void CountEpochs(int count) => _epochs += count;

    /// <summary>Counts rows that were multiplied with weights.</summary>
    public void CountRows(long count) => _rows += count;

    /// <summary>Whether to leave an epoch midway.</summary>
    public bool MustPause() => _cancellation.IsCancellationRequested || Elapsed >= _options.TimeLimit;

    /// <summary>The best weights, if their gap, in double, is what was asked for; else null, and the best primal is forgotten as not exact.</summary>
    public TrainingResult? FinishIfCertified(DualVariables duals)
    {
        TrainingResult result = Finish(StopReason.GapReached, duals);
        if (result.Certificate.RelativeGap <= _options.RelativeGap) return result;
        _bestPrimal = result.Certificate.Primal;
        _dual = result.Certificate.Dual;
        return null;
    }

    /// <summary>The best weights, or those <paramref name="chosen"/> otherwise, certified against <paramref name="duals"/>.</summary>
    public TrainingResult Finish(StopReason reason, DualVariables duals, WorkingWeights? chosen = null)
    {
        WorkingWeights weights = chosen ?? _best!;
        Certificate certificate = Certifier.Certify(_problem, weights, duals, Threads) with
        {
            Solver = _solver,
            Seed = _options.Seed,
            Epochs = _epochs,
            StopReason = reason,
        };
        if (reason == StopReason.GapReached && !(certificate.RelativeGap <= _options.RelativeGap))
        {
            reason = StopReason.PrecisionLimit;
            certificate = certificate with { StopReason = reason };
        }
        LinearModel model = new(weights.ToMatrix(), _problem.Data.Labels.ClassNames, _problem.Data.FeatureNames, _problem.Objective, certificate, _problem.Data.Featurization);
        return new TrainingResult(model, duals, reason, Elapsed);
    }

    private void Exchange(StateExchange state)
    {
        bool hasBest = _best is not null;
        long ticks = Elapsed.Ticks;
        state.Flag(ref hasBest);
        state.Number(ref ticks);
        state.Number(ref _epochs);
        state.Number(ref _rows);
        state.Number(ref _bestPrimal);
        state.Number(ref _dual);
        if (ticks < 0 || _epochs is < 0 or > int.MaxValue / 2 || _rows < 0) throw new ArgumentException($"it counts {_epochs} epochs, {_rows} rows and {ticks} ticks");
        if (hasBest) state.Weights(_best ??= _problem.NewWeights());
        if (state.IsRestoring) _before = TimeSpan.FromTicks(ticks);
    }
}
