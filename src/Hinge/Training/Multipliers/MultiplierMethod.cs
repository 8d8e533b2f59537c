using System.Numerics;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training.Checkpoints;

namespace Hinge.Training.Multipliers;

/// <summary>
/// The method of multipliers on the dual (proximal point on the duals, augmented Lagrangian), its subproblems solved by
/// semismooth Newton steps: for large costs, where coordinate ascent crawls, and for small gaps.
/// </summary>
/// <remarks>
/// <para>
/// Maximizes D(α) = Σ_ij [Δ_j α_ij − (p = 2: α_ij²/(4C_i))] − ½‖W(α)‖² over 0 ≤ α (≤ C_i for p = 1), W(α) = −Σ_i x_i b_iᵀ:
/// </para>
/// <code>
/// repeat: β = clip((α + σ·v(W))·shrink, 0, upper);  certificate P(W) − D(β)
///         until ½‖W − W(β)‖² ≤ 0.1·(P − D):  (I + Σ_free slope·(∂v/∂W)(∂v/∂W)ᵀ) d = W(β) − W by conjugate gradients;
///                                            exact search along d;  W += t·d
///         α = clip(α + 1.6·(β − α), 0, upper);  σ grows
/// </code>
/// <para>
/// The inner function φ has ∇φ(W) = W − W(β), is 1-strongly convex and piecewise quadratic, so Newton steps with a search end it in
/// finitely many; the outer loop converges for any σ (Rockafellar, "Augmented Lagrangians and applications of the
/// proximal point algorithm", 1976). Newton within it: Li, Sun and Toh, "A highly efficient semismooth Newton augmented
/// Lagrangian method for solving Lasso problems", 2018.
/// </para>
/// <para>
/// Arithmetic over the examples is float where features are, until the gap nears its rounding or no longer falls, as where C is so large that
/// rounding is a large share of the primal; then double. Memory: α and
/// the best β, where not zero; 2·N·K scores; a copy of the rows with free terms; the preconditioner; a dozen times the weights.
/// </para>
/// </remarks>
internal sealed class MultiplierMethod
{
    /// <summary>κ at the start, its growth an outer step, and its end, where rounding takes over.</summary>
    private const double FirstKappa = 2.5, KappaGrowth = 1.4, LastKappa = 1e9;

    /// <summary>How exactly a subproblem is solved, as a share of the gap, and how far α then moves.</summary>
    private const double InnerAccuracy = 0.1, Relaxation = 1.6;

    private const int MostInnerSteps = 40;

    /// <summary>The most that the preconditioner's factors may take.</summary>
    private const double MostFactorBytes = 1L << 30;

    /// <summary>So many scores are few; more must not take more memory than the features do twice.</summary>
    private const double FewScores = 1 << 24;

    /// <summary>Below this relative gap float arithmetic says little; before, a primal is taken for this share more than it seems.</summary>
    private const double SingleGap = 1e-5, SingleError = 1e-6;

    /// <summary>In float the gap must fall to this share within so many outer steps, else only double will do.</summary>
    private const double Fall = 0.7;
    private const int Patience = 6;

    private readonly Problem _problem;
    private readonly TrainingRun _run;
    private readonly DualVariables _duals, _alphas;
    private readonly WorkingWeights _weights, _weightsOfDuals, _right, _direction;
    private readonly MarginTerms _terms;
    private readonly double[] _rates;
    private readonly INewtonStep _newton;

    /// <summary>The dual of what <see cref="_duals"/> holds.</summary>
    private double _bestDual = double.NegativeInfinity;
    private double _kappa = FirstKappa, _gapToBeat = double.PositiveInfinity;
    private int _stepsWithout;
    private bool _isSingle, _isRestored;

    /// <param name="problem">A problem whose loss <see cref="MarginTerms.Of"/> knows.</param>
    /// <param name="run">Receives the weights and certificates.</param>
    /// <param name="duals">Where to start, feasible; overwritten with the best found.</param>
    /// <param name="weights">Where to start; overwritten.</param>
    /// <param name="factorBytes">Beyond it the preconditioner is the diagonal alone.</param>
    public MultiplierMethod(Problem problem, TrainingRun run, DualVariables duals, WorkingWeights weights, double factorBytes = MostFactorBytes)
    {
        (_problem, _run, _duals, _weights) = (problem, run, duals, weights);
        if (!CanSolve(problem))
            throw new ArgumentException($"The loss must be a sum of margin terms, and examples × classes at most {Array.MaxLength}; got {problem.Loss}, {problem.ExampleCount} × {problem.ClassCount}. Use {DualCoordinateAscent.TrainerName}.", nameof(problem));
        _terms = MarginTerms.Of(problem.Loss, problem.ClassCount)!;
        if (_terms.ComparesWithRightClass) weights.SubtractMeans();
        _alphas = new DualVariables(problem.ExampleCount, problem.ClassCount);
        (_weightsOfDuals, _right, _direction) = (problem.NewWeights(), problem.NewWeights(), problem.NewWeights());
        _rates = Rates();
        CopyAlphas();
        _isSingle = problem.Features.IsSingle;
        _newton = _isSingle ? new NewtonStep<float>(problem, _terms, run, factorBytes) : new NewtonStep<double>(problem, _terms, run, factorBytes);
    }

    /// <summary>Whether the loss is a sum of margin terms, and the scores fit into an array.</summary>
    public static bool CanSolve(Problem problem) =>
        MarginTerms.Of(problem.Loss, problem.ClassCount) is not null && (long)problem.ExampleCount * problem.ClassCount <= Array.MaxLength;

    /// <summary>Whether its memory is in proportion: its scores, and its full preconditioner, without which it may take longer than coordinate ascent.</summary>
    public static bool IsGoodFor(Problem problem) =>
        CanSolve(problem) && problem.ExampleCount > problem.Features.FeatureCount && 2.0 * problem.ExampleCount * problem.ClassCount <= Math.Max(FewScores, 2.0 * problem.Features.NonzeroCount)
        && ClassFactors<double>.Length(problem) * (problem.Features.IsSingle ? sizeof(float) : sizeof(double)) <= MostFactorBytes;

    /// <summary>Saves or restores all that the method's future depends on, between two outer steps.</summary>
    public void Exchange(StateExchange state)
    {
        state.Duals(_duals);
        state.Duals(_alphas);
        state.Weights(_weights);
        state.Number(ref _bestDual);
        state.Number(ref _kappa);
        state.Number(ref _gapToBeat);
        state.Number(ref _stepsWithout);
        state.Flag(ref _isSingle);
        _isRestored = state.IsRestoring;
    }

    /// <summary>Runs until the gap asked for, a limit or cancellation.</summary>
    public StopReason Run()
    {
        if (!_isRestored) _bestDual = DualOfKept();
        if (_isSingle && Run<float>() is { } reason && reason != StopReason.GapReached) return reason;
        if (_isSingle)
        {
            // Where C is large, float's rounding of the scores is a large share of the primal: only double says that a gap is reached.
            _run.RecomputePrimal();
            _bestDual = DualOfKept();
            _isSingle = false;
        }
        return Run<double>()!.Value;
    }

    /// <summary>Runs in the arithmetic of T; null where it has become too coarse.</summary>
    private StopReason? Run<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ProximalPoint<T> point = new(_problem, _terms, _alphas, _rates, _run.Threads) { Kappa = _kappa };
        LineSearch<T> search = new(_problem, _terms, point, _run.Threads);
        bool isSingle = typeof(T) == typeof(float), isMoved, isFresh = true;
        for (int inner = 0; ; inner++)
        {
            PrimalDual values = point.Scan(isFresh ? _weights : null, _weights.SquaredNorm(), _weightsOfDuals);
            _run.CountRows(_problem.ExampleCount);
            bool isBest = values.Dual > _bestDual;
            double dual = Math.Max(values.Dual, _bestDual);
            if (isSingle && !(Certificate.RelativeGapOf(values.Primal, dual) > SingleGap)) return null;
            _run.Offer(_weights, values.Primal * (isSingle ? 1 + SingleError : 1), dual);
            if (_run.ShouldStop(point.FreeCounts.Count(count => count > 0)) is { } reason)
            {
                if (isBest) point.WriteDuals(_duals);
                return reason;
            }
            _run.CountEpochs(1);
            _right.CopyFrom(_weightsOfDuals);
            _right.Add(-1, _weights);
            isMoved = 0.5 * _right.SquaredNorm() > InnerAccuracy * values.Gap && inner < MostInnerSteps && Step(point, search);
            isFresh = !isMoved;
            if (isMoved) continue;
            if (isBest) _bestDual = values.Dual;
            point.MoveAlphas(Relaxation, isBest ? _duals : null);
            point.Kappa = _kappa = Math.Min(_kappa * KappaGrowth, LastKappa);
            inner = -1;
            if (isSingle && IsStuck()) return null;
            // A preconditioner is not saved: where one would be kept, there is no checkpoint.
            if (_newton.RenewsAt(_kappa)) _run.OfferCheckpoint(TrainingStage.Multipliers, Exchange);
        }
    }

    /// <summary>Whether the gap has not fallen for some outer steps, this one counted.</summary>
    private bool IsStuck()
    {
        bool falls = _run.RelativeGap < Fall * _gapToBeat;
        if (falls) _gapToBeat = _run.RelativeGap;
        _stepsWithout = falls ? 0 : _stepsWithout + 1;
        return _stepsWithout >= Patience;
    }

    /// <summary>One Newton step; false where it did not move.</summary>
    private bool Step<T>(ProximalPoint<T> point, LineSearch<T> search)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _newton.Solve(point.FreeTerms(), _kappa, _right, _direction);
        if (_run.MustPause()) return false;
        _problem.Features.Pass(_direction, search.KeepChanges(), null, _run.Threads);
        double t = search.Run(_weights.Dot(_direction), _direction.SquaredNorm());
        _weights.Add(t, _direction);
        return t > 0;
    }

    private double DualOfKept() => _problem.DualTerms(_duals) - 0.5 * _problem.WeightsOf(_duals, _run.Threads).SquaredNorm();

    /// <summary>σ_i/κ; zero where the example has no cost.</summary>
    private double[] Rates()
    {
        double[] rates = new double[_problem.ExampleCount];
        for (int i = 0; i < rates.Length; i++)
        {
            double squaredNorm = Math.Max(_problem.SquaredNorm(i), MarginBlock.SmallestSquaredNorm), delta = _terms.MeanDelta(_problem.Labels[i]);
            rates[i] = Math.Sqrt(_problem.Cost(i) / squaredNorm / (delta > 0 ? delta : 1));
        }
        return rates;
    }

    /// <summary>α from the duals, clipped; for rows of zeros, whose scores never change, the best there is.</summary>
    private void CopyAlphas()
    {
        double[] row = new double[_problem.ClassCount], workspace = new double[_problem.ClassCount];
        for (int i = 0; i < _problem.ExampleCount; i++)
        {
            double cost = _problem.Cost(i);
            if (cost == 0) continue;
            if (_problem.SquaredNorm(i) == 0)
                ((IBlockSolver)_problem.Loss).SolveBlock(new double[_problem.ClassCount], _problem.Labels[i], 0, cost, row, workspace);
            else
                _duals.CopyRow(i, row);
            _terms.FromDual(row, _problem.Labels[i]);
            for (int j = 0; j < row.Length; j++) row[j] = Math.Clamp(row[j], 0, _terms.Upper(cost));
            _alphas.SetRow(i, row);
            _terms.ToDual(row, _problem.Labels[i]);
            _duals.SetRow(i, row);
        }
    }
}
