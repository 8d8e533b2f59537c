using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training;

/// <summary>
/// What every trainer keeps during a run: the epochs and the clock, the best weights so far, and the certificate at
/// the end.
/// </summary>
internal sealed class TrainingRun
{
    private readonly Problem _problem;
    private readonly string _solver;
    private readonly TrainingOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly long _started;
    private WorkingWeights? _best;
    private double _bestPrimal = double.PositiveInfinity;
    private double _dual = double.NegativeInfinity;
    private int _epochs;

    public TrainingRun(Problem problem, string solver, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        _problem = problem;
        _solver = solver;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        _started = options.Clock.GetTimestamp();
        // The certificate will need it, and coordinate steps leave the other threads idle.
        if (options.Threads > 1) _ = Task.Run(problem.Data.Fingerprint);
    }

    public int Threads => _options.Threads;

    /// <summary>The relative gap at which to stop.</summary>
    public double GapAskedFor => _options.RelativeGap;

    private TimeSpan Elapsed => _options.Clock.GetElapsedTime(_started);

    /// <summary>Of the lowest primal seen and the last dual.</summary>
    public double RelativeGap => Certificate.RelativeGapOf(_bestPrimal, _dual);

    /// <summary>Keeps the weights if none had a lower primal; returns the gap between the best primal and this dual.</summary>
    public double Offer(WorkingWeights weights, double primal, double dual) => Offer(best => best.CopyFrom(weights), primal, dual);

    /// <summary>The same with weights that <paramref name="copyTo"/> copies out, if need be.</summary>
    public double Offer(Action<WorkingWeights> copyTo, double primal, double dual)
    {
        if (primal < _bestPrimal)
        {
            copyTo(_best ??= _problem.NewWeights());
            _bestPrimal = primal;
        }
        _dual = dual;
        return _bestPrimal - dual;
    }

    /// <summary>Reports progress; the reason to stop now, or null.</summary>
    public StopReason? ShouldStop(int activeExamples)
    {
        _progress?.Report(new TrainingProgress(_epochs, _bestPrimal, _dual, RelativeGap, activeExamples, Elapsed));
        if (RelativeGap <= _options.RelativeGap) return StopReason.GapReached;
        if (_cancellation.IsCancellationRequested) return StopReason.Cancelled;
        if (Elapsed >= _options.TimeLimit) return StopReason.TimeLimit;
        return MayStartEpoch() ? null : StopReason.EpochLimit;
    }

    public bool MayStartEpoch() => _epochs < _options.EpochLimit;

    public void CountEpoch() => _epochs++;

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
        WeightMatrix weights = (chosen ?? _best!).ToMatrix();
        Certificate certificate = Certifier.Certify(_problem, weights, duals, Threads) with
        {
            Solver = _solver,
            Seed = _options.Seed,
            Epochs = _epochs,
            StopReason = reason,
        };
        LinearModel model = new(weights, _problem.Data.Labels.ClassNames, _problem.Data.FeatureNames, _problem.Objective, certificate);
        return new TrainingResult(model, duals, reason, Elapsed);
    }
}
