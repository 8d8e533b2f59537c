using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training;

/// <summary>
/// Block coordinate ascent on the dual D(b) = Σ_i dualTerm(b_i) − ½‖W(b)‖², W(b) = −Σ_i x_i b_iᵀ: each step maximizes
/// exactly over one example's K variables, in a seeded random order.
/// </summary>
/// <remarks>
/// <para>
/// Scan and polish. A <em>scan</em> passes over all examples in parallel and gives the exact primal, the dual, and each
/// example's Fenchel–Young gap g_i = C_i·loss(s_i) − dualTerm(b_i) − s_i·b_i ≥ 0. <em>Polish</em> passes visit, one
/// after the other, only the examples whose g_i matters, and drop each as it settles. The next scan finds whatever has
/// become wrong meanwhile: nothing stays shrunk when the gap is computed.
/// </para>
/// <para>
/// Stops when a scan finds (P − D)/|P| ≤ the relative gap asked for, P being the lowest primal seen. Coordinate ascent
/// for multiclass SVMs: Keerthi et al., "A sequential dual method for large scale multi-class linear SVMs", KDD 2008;
/// exact Weston–Watkins blocks: Wang and Scott, ICML 2021.
/// </para>
/// </remarks>
public sealed class DualCoordinateAscent : ITrainer
{
    internal const string TrainerName = "dual-coordinate-ascent";

    /// <inheritdoc/>
    public string Name => TrainerName;

    /// <inheritdoc/>
    public TrainingResult Train(Dataset data, Objective objective, TrainingOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new TrainingOptions();
        options.Validate();
        if (objective.Loss is not IBlockSolver solver)
            throw new ArgumentException($"objective must have a loss with an exact block solver for {TrainerName}; {objective.Loss} has none. Use {GradientDescent.TrainerName}.", nameof(objective));
        return new Ascent(new Problem(data, objective), solver, options, progress, cancellation).Run();
    }

    /// <summary>One training run.</summary>
    private sealed class Ascent
    {
        /// <summary>An example is active while its gap exceeds this share of the mean.</summary>
        private const double ActiveShare = 0.1;

        /// <summary>A round of polish ends after this many passes, or when the active gaps fell to this share.</summary>
        private const int PolishPasses = 10;
        private const double PolishShare = 0.3;

        /// <summary>Visits between two looks at the clock and the cancellation.</summary>
        private const int VisitsBetweenChecks = 256;

        private readonly Problem _problem;
        private readonly IBlockSolver _solver;
        private readonly TrainingRun _run;
        private readonly DualVariables _duals;
        private readonly WorkingWeights _weights;
        private readonly RandomOrder _random;
        private readonly double[] _exampleGaps;
        private readonly double[] _scores, _dual, _change, _workspace;
        private readonly int[] _active;
        private int _activeCount;

        public Ascent(Problem problem, IBlockSolver solver, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
        {
            _problem = problem;
            _solver = solver;
            _run = new TrainingRun(problem, TrainerName, options, progress, cancellation);
            _duals = new DualVariables(problem.ExampleCount, problem.ClassCount);
            _weights = problem.NewWeights();
            _random = new RandomOrder(options.Seed);
            _exampleGaps = new double[problem.ExampleCount];
            _scores = new double[_weights.ScoreLength];
            _change = new double[_weights.ScoreLength];
            _dual = new double[problem.ClassCount];
            _workspace = new double[problem.ClassCount];
            _active = new int[problem.ExampleCount];
        }

        public TrainingResult Run()
        {
            while (true)
            {
                ScanResult scan = _problem.Scan(_weights, _duals, _run.Threads, _exampleGaps);
                double gap = _run.Offer(_weights, scan.Primal, scan.DualTerms - 0.5 * _weights.SquaredNorm());
                Activate(gap);
                if (_run.ShouldStop(_activeCount) is { } reason) return _run.Finish(reason, _duals);
                Polish(gap);
            }
        }

        private void Activate(double gap)
        {
            double threshold = ActiveShare * gap / _problem.ExampleCount;
            _activeCount = 0;
            for (int i = 0; i < _exampleGaps.Length; i++)
                if (_exampleGaps[i] > threshold) _active[_activeCount++] = i;
            if (_activeCount > 0) return;

            // The gaps are lost in rounding: visit everything that counts, so that epochs still come to their limit.
            for (int i = 0; i < _exampleGaps.Length; i++)
                if (_problem.Cost(i) > 0) _active[_activeCount++] = i;
        }

        private void Polish(double gap)
        {
            double threshold = ActiveShare * gap / _problem.ExampleCount;
            for (int pass = 0; pass < PolishPasses && _activeCount > 0 && _run.MayStartEpoch(); pass++)
            {
                _run.CountEpoch();
                Span<int> active = _active.AsSpan(0, _activeCount);
                _random.Shuffle(active);
                double remaining = 0;
                int kept = 0;
                for (int visit = 0; visit < active.Length; visit++)
                {
                    if (visit % VisitsBetweenChecks == 0 && _run.MustPause()) return;
                    double exampleGap = Visit(active[visit]);
                    remaining += exampleGap;
                    if (exampleGap > threshold) active[kept++] = active[visit];
                }
                _activeCount = kept;
                if (remaining < PolishShare * gap) return;
            }
        }

        /// <summary>Solves one example's block exactly; returns the gap g_i that it had before.</summary>
        private double Visit(int i)
        {
            int k = _problem.ClassCount, y = _problem.Labels[i];
            double cost = _problem.Cost(i);
            _problem.Features.Scores(i, _weights, _scores);
            Span<double> scores = _scores.AsSpan(0, k);
            double exampleGap = cost * _problem.Loss.Value(scores, y) - _problem.DualTerm(i, _duals);

            Span<double> dual = _dual.AsSpan(0, k), change = _change.AsSpan(0, k);
            _duals.CopyRow(i, dual);
            for (int j = 0; j < k; j++)
                exampleGap -= scores[j] * dual[j];
            dual.CopyTo(change);
            _solver.SolveBlock(scores, y, _problem.SquaredNorm(i), cost, dual, _workspace);
            for (int j = 0; j < k; j++)
                change[j] -= dual[j];
            if (change.ContainsAnyExcept(0.0))
            {
                _problem.Features.AddOuterProduct(i, _change, _weights);
                _duals.SetRow(i, dual);
            }
            return exampleGap;
        }
    }
}
