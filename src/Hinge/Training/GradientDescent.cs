using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training;

/// <summary>
/// Mini-batch gradient descent with momentum on P(W)/(C·N) = (1/N) Σ_i a_i·loss(x_iᵀW, y_i) + λ'/2·‖W‖², λ' = 1/(C·N):
/// each step is the student's update, W −= step·dW.
/// </summary>
/// <remarks>
/// <para>
/// V ← momentum·V − step·(1 − momentum)·dW, W ← W + V, over batches in a seeded random order; dW is the batch's mean of
/// x_i·coefficientsᵀ plus λ'W (Polyak, 1964; Bottou, "Stochastic gradient descent tricks", 2012).
/// </para>
/// <para>
/// After each epoch the primal is computed over all examples, and a dual from b_i = C_i·∂loss(s_i), which is feasible
/// at any weights: for smooth losses its gap goes to zero with the distance from the optimum. At kinks the subgradient
/// is rarely the optimal one, so there b is scaled by the best factor in [0, 1] and the gap stays loose: use
/// <see cref="DualCoordinateAscent"/> to close it. The best dual and the best primal seen make the certificate.
/// </para>
/// </remarks>
public sealed class GradientDescent : ITrainer
{
    internal const string TrainerName = "gradient-descent";

    private readonly GradientDescentOptions _settings;

    /// <summary>Gradient descent with the given settings, or the defaults.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public GradientDescent(GradientDescentOptions? settings = null)
    {
        _settings = settings ?? new GradientDescentOptions();
        _settings.Validate();
    }

    /// <inheritdoc/>
    public string Name => TrainerName;

    /// <inheritdoc/>
    public TrainingResult Train(Dataset data, Objective objective, TrainingOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new TrainingOptions();
        options.Validate();
        if (options.Start is not null)
            throw new ArgumentException($"Start must be left out for {TrainerName}, which keeps no duals. Use {DualCoordinateAscent.TrainerName}.", nameof(options));
        return new Descent(new Problem(data, objective), _settings, options, progress, cancellation).Run();
    }

    /// <summary>One training run.</summary>
    private sealed class Descent
    {
        private readonly Problem _problem;
        private readonly GradientDescentOptions _settings;
        private readonly TrainingRun _run;
        private readonly RandomOrder _random;
        private readonly WorkingWeights _weights, _velocity;
        private readonly double[] _scores;
        private readonly int[] _order;
        private readonly double _learningRate, _decay;
        private DualVariables _duals;
        private double _dual = double.NegativeInfinity;
        private long _step;

        public Descent(Problem problem, GradientDescentOptions settings, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
        {
            _problem = problem;
            _settings = settings;
            _run = new TrainingRun(problem, TrainerName, options, progress, cancellation);
            _random = new RandomOrder(options.Seed);
            _weights = problem.NewWeights();
            _velocity = problem.NewWeights();
            _scores = new double[_weights.ScoreLength];
            _order = [.. Enumerable.Range(0, problem.ExampleCount)];
            _decay = 1 / (problem.Objective.CostFor(problem.ExampleCount) * problem.ExampleCount);
            _learningRate = settings.LearningRate ?? DefaultLearningRate();
            _duals = new DualVariables(problem.ExampleCount, problem.ClassCount);
        }

        public TrainingResult Run()
        {
            while (true)
            {
                if (!Certify()) return _run.Finish(StopReason.Diverged, _duals);
                if (_run.ShouldStop(_problem.ExampleCount) is { } reason) return _run.Finish(reason, _duals);
                Epoch();
            }
        }

        /// <summary>
        /// Offers the weights, with a dual made from their own coefficients where it beats the best so far; false where
        /// they are no longer finite.
        /// </summary>
        private bool Certify()
        {
            DualVariables duals = _problem.DualsAt(_weights, _run.Threads);
            ScanResult scan = _problem.Scan(_weights, duals, _run.Threads);
            if (!double.IsFinite(scan.Primal)) return false;
            double squaredNorm = _problem.WeightsOf(duals, _run.Threads).SquaredNorm();
            double factor = 1;
            if (!_problem.Loss.IsSmooth && squaredNorm > 0)
            {
                // The dual terms of the losses with kinks are linear in b: D(t·b) = t·terms − ½t²‖W(b)‖².
                factor = Math.Clamp(scan.DualTerms / squaredNorm, 0, 1);
                duals.Scale(factor);
            }
            double dual = factor * scan.DualTerms - 0.5 * factor * factor * squaredNorm;
            if (dual > _dual)
            {
                _dual = dual;
                _duals = duals;
            }
            _run.Offer(_weights, scan.Primal, _dual);
            return true;
        }

        private void Epoch()
        {
            _run.CountEpoch();
            _random.Shuffle(_order);
            for (int first = 0; first < _order.Length; first += _settings.BatchSize)
            {
                if (_run.MustPause()) return;
                Step(_order.AsSpan(first, Math.Min(_settings.BatchSize, _order.Length - first)));
            }
        }

        private void Step(ReadOnlySpan<int> batch)
        {
            double rate = Rate() * (1 - _settings.Momentum);
            _velocity.Scale(_settings.Momentum);
            _velocity.Add(-rate * _decay, _weights);
            Span<double> coefficients = _scores.AsSpan(0, _problem.ClassCount);
            foreach (int i in batch)
            {
                _problem.Features.Scores(i, _weights, _scores);
                _problem.Loss.ValueAndCoefficients(coefficients, _problem.Labels[i]);
                // C·a_i·decay·N = a_i: the example's own weight.
                double factor = -rate * _problem.Cost(i) * _decay * _problem.ExampleCount / batch.Length;
                foreach (ref double c in coefficients) c *= factor;
                if (coefficients.ContainsAnyExcept(0.0)) _problem.Features.AddOuterProduct(i, _scores, _velocity);
            }
            _weights.Add(1, _velocity);
            _step++;
        }

        private double Rate()
        {
            double stepsOfEpoch = Math.Ceiling((double)_problem.ExampleCount / _settings.BatchSize);
            return _settings.Schedule switch
            {
                StepSchedule.InverseTime => _learningRate / (1 + _learningRate * _decay * _step),
                StepSchedule.InverseSquareRoot => _learningRate / Math.Sqrt(1 + _step / stepsOfEpoch),
                _ => _learningRate,
            };
        }

        private double DefaultLearningRate()
        {
            double sum = 0;
            for (int i = 0; i < _problem.ExampleCount; i++)
                sum += _problem.SquaredNorm(i);
            double mean = sum / _problem.ExampleCount;
            double smoothness = _problem.Loss.IsSmooth ? _problem.Loss.Smoothness(_problem.ClassCount) : _problem.ClassCount;
            return 1 / (smoothness * mean + _decay);
        }
    }
}
