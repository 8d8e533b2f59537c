using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training.Checkpoints;

namespace Hinge.Training.Descending;

/// <summary>One run of gradient descent: epochs of steps, each certified after.</summary>
internal sealed class Descent
{
    /// <summary>How far inside |V| ≤ μ duals are put, so that another order of its sums finds them inside too.</summary>
    private const double Inside = 1e-10;

    private readonly Problem _problem;
    private readonly GradientDescentOptions _settings;
    private readonly Holdout? _holdout;
    private readonly TrainingRun _run;
    private readonly RandomOrder _random;
    private readonly Descender _descender;
    private readonly WorkingWeights _unshrunk;
    private readonly double[] _exampleWeights;
    private readonly int[] _order;
    private DualVariables _duals;

    /// <summary>That of b = 0, feasible for every loss.</summary>
    private double _dual;

    public Descent(Problem problem, GradientDescentOptions settings, Holdout? holdout, TrainingRun run, int seed)
    {
        (_problem, _settings, _holdout, _run) = (problem, settings, holdout, run);
        _random = new RandomOrder(seed);
        _order = [.. Enumerable.Range(0, problem.ExampleCount)];
        double cost = problem.Objective.CostFor(problem.ExampleCount);
        _exampleWeights = new double[problem.ExampleCount];
        for (int i = 0; i < problem.ExampleCount; i++) _exampleWeights[i] = problem.Cost(i) / cost;
        double decay = 1 / (cost * problem.ExampleCount);
        _descender = new Descender(problem.Features, problem.ClassCount, problem.Objective, settings, decay, problem.MeanSquaredNorm());
        _unshrunk = problem.NewWeights();
        _duals = new DualVariables(problem.ExampleCount, problem.ClassCount);
    }

    public TrainingResult Run()
    {
        _run.Restore(Exchange);
        for (bool isWhole = true; ; isWhole = Epoch())
        {
            // Nobody could go on from within an epoch; one is left midway only where training ends.
            if (isWhole) _run.OfferCheckpoint(TrainingStage.Descent, Exchange);
            WorkingWeights weights = _descender.Current();
            _run.CountRows(_problem.ExampleCount);
            if (!Certify(weights)) return Finish(StopReason.Diverged);
            bool improves = _holdout?.Improves(weights, _run.Threads) ?? true;
            if (_run.ShouldStop(_problem.ExampleCount) is { } reason) return Finish(reason);
            if (!improves) return Finish(StopReason.NoImprovement);
        }
    }

    /// <summary>Saves or restores all that the descent's future depends on, between two epochs.</summary>
    private void Exchange(StateExchange state)
    {
        _random.Exchange(state);
        // Each epoch shuffles the order of the last.
        foreach (ref int example in _order.AsSpan()) state.Number(ref example);
        _descender.Exchange(state);
        state.Duals(_duals);
        state.Number(ref _dual);
        _holdout?.Exchange(state);
        if (state.IsRestoring && Array.Exists(_order, example => example < 0 || example >= _order.Length))
            throw new ArgumentException("its order of the examples is none");
    }

    private TrainingResult Finish(StopReason reason)
    {
        TrainingResult result = _run.Finish(reason, _duals, _holdout?.Best);
        if (_holdout is null) return result;
        LinearModel model = result.Model;
        Certificate certificate = model.Certificate with { HoldoutShare = _settings.HoldoutShare };
        return result with { Model = new LinearModel(model.Weights, model.ClassNames, model.FeatureNames, model.Objective, certificate, model.Featurization) };
    }

    /// <summary>
    /// Offers the weights, with a dual made from their own coefficients where it beats the best so far; false where
    /// they are no longer finite.
    /// </summary>
    private bool Certify(WorkingWeights weights)
    {
        if (!_problem.HasDual)
        {
            double primal = _problem.Scan(weights, _duals, _run.Threads).Primal;
            if (!double.IsFinite(primal)) return false;
            _run.Offer(weights, primal, double.NegativeInfinity);
            return true;
        }
        DualVariables duals = new(_problem.ExampleCount, _problem.ClassCount);
        ScanResult scan = _problem.ScanForDuals(weights, duals, _unshrunk, _run.Threads);
        if (!double.IsFinite(scan.Primal)) return false;
        if (_problem.Objective.IsPureL1)
        {
            double pure = Fit(duals);
            if (pure > _dual) (_dual, _duals) = (pure, duals);
            _run.Offer(weights, scan.Primal, _dual);
            return true;
        }
        DualScale scale = new(_unshrunk, _problem.Objective.L1Penalty, scan.DualTerms);
        double factor = _problem.Loss.IsSmooth ? 1 : scale.Best();
        if (factor != 1) duals.Scale(factor);
        if (scale.DualAt(factor) is var dual && dual > _dual) (_dual, _duals) = (dual, duals);
        _run.Offer(weights, scan.Primal, _dual);
        return true;
    }

    /// <summary>
    /// Shortens b until |V| ≤ μ, as a penalty of μ‖W‖₁ alone asks, and returns its dual: at the optimum of a smooth loss that is so by
    /// itself, hence the gap goes to zero.
    /// </summary>
    private double Fit(DualVariables duals)
    {
        double largest = _unshrunk.LargestMagnitude(), factor = Math.Min(1, _problem.Objective.L1Penalty / largest * (1 - Inside));
        if (largest > 0 && factor < 1) duals.Scale(factor);
        return _problem.DualTerms(duals);
    }

    /// <summary>An epoch of steps; false where it was left midway.</summary>
    private bool Epoch()
    {
        int before = _run.Epochs;
        _run.CountEpochs(1);
        _run.CountRows(_order.Length);
        _random.Shuffle(_order);
        double length = Math.Ceiling((double)_order.Length / _settings.BatchSize);
        for (int step = 0; step < length; step++)
        {
            if (_run.MustPause()) return false;
            int first = step * _settings.BatchSize;
            _descender.Step(_problem.Features, _problem.Labels, _order.AsSpan(first, Math.Min(_settings.BatchSize, _order.Length - first)), _exampleWeights, before + step / length);
        }
        return true;
    }
}
