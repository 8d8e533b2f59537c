using System.Numerics;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Multipliers;

/// <summary>
/// The proximal step on the dual that goes with weights W: β_i = argmax_b dualTerm(b) + b·s_i − Σ_j (b_j − α_ij)²/(2σ_i),
/// term by term β = clip((α + σ·v)·shrink, 0, upper).
/// </summary>
/// <remarks>
/// σ_i = κ·√(C_i / (Δ̄·‖x_i‖²)): the geometric mean of the two rates that an example has by itself, C_i/Δ̄ (a violation of
/// Δ̄ takes α across its box) and 1/‖x_i‖² (the exact step where the example is alone). So κ is a pure number,
/// whatever the units of features, costs and Δ. Holds N×K scores in <typeparamref name="T"/>.
/// </remarks>
internal sealed class ProximalPoint<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Problem _problem;
    private readonly MarginTerms _terms;
    private readonly DualVariables _alphas;
    private readonly double[] _rates;
    private readonly double[] _zeros;
    private readonly int _threads;

    /// <param name="problem">The objective and its data.</param>
    /// <param name="terms">Its loss.</param>
    /// <param name="alphas">α, not as rows b.</param>
    /// <param name="rates">σ_i/κ.</param>
    /// <param name="threads">How many threads may work.</param>
    public ProximalPoint(Problem problem, MarginTerms terms, DualVariables alphas, double[] rates, int threads)
    {
        (_problem, _terms, _alphas, _rates, _threads) = (problem, terms, alphas, rates, threads);
        _zeros = new double[terms.ClassCount];
        Scores = new T[checked(problem.ExampleCount * terms.ClassCount)];
        FreeCounts = new int[problem.ExampleCount];
    }

    /// <summary>κ.</summary>
    public double Kappa { get; set; }

    /// <summary>s = X·W, N×K.</summary>
    public T[] Scores { get; }

    /// <summary>For each example how many β lie strictly between their bounds, as of the last scan.</summary>
    public int[] FreeCounts { get; }

    /// <summary>Computes the scores at <paramref name="weights"/>, or keeps them where null; P, D(β) and W(β).</summary>
    /// <param name="weights">W, or null to keep the scores.</param>
    /// <param name="squaredNorm">‖W‖².</param>
    /// <param name="weightsOfDuals">Overwritten with W(β).</param>
    public PrimalDual Scan(WorkingWeights? weights, double squaredNorm, WorkingWeights weightsOfDuals)
    {
        ProximalVisitor<T> visitor = new(_problem, _terms, this, keepsScores: weights is null);
        double loss = _problem.Features.Pass(weights, visitor, weightsOfDuals, _threads);
        weightsOfDuals.Scale(-1);
        return new PrimalDual(0.5 * squaredNorm + loss, visitor.DualTerms() - 0.5 * weightsOfDuals.SquaredNorm());
    }

    /// <summary>Whether an α of the example is not zero.</summary>
    public bool HasAlpha(int example) => !_alphas.IsZero(example);

    public Span<T> ScoresOf(int example) => Scores.AsSpan(example * _terms.ClassCount, _terms.ClassCount);

    /// <summary>β_i at the given violations, in place of them; returns dβ/dv where β lies strictly between its bounds.</summary>
    public double Step(int example, Span<double> violations, out int freeCount)
    {
        double cost = _problem.Cost(example), sigma = Kappa * _rates[example];
        double upper = _terms.Upper(cost), shrink = _terms.Shrink(cost, sigma);
        ReadOnlySpan<double> alpha = AlphaOf(example);
        freeCount = 0;
        for (int j = 0; j < violations.Length; j++)
        {
            double target = (alpha[j] + sigma * violations[j]) * shrink;
            bool isFree = target > 0 && target < upper;
            freeCount += isFree ? 1 : 0;
            violations[j] = isFree ? target : target > 0 ? upper : 0;
        }
        return sigma * shrink;
    }

    /// <summary>Which β move with the scores.</summary>
    public FreeTerms FreeTerms()
    {
        int[] rows = [.. Enumerable.Range(0, FreeCounts.Length).Where(i => FreeCounts[i] > 0)];
        int k = _terms.ClassCount;
        float[] slopes = new float[checked(rows.Length * k)];
        RowBlocks.ForEach(rows.Length, RowBlocks.ScanBlocks(rows.Length), _threads, () => new double[k], (_, first, end, beta) =>
        {
            for (int r = first; r < end; r++)
            {
                int i = rows[r];
                double upper = _terms.Upper(_problem.Cost(i));
                _terms.Violations<T>(ScoresOf(i), _problem.Labels[i], beta);
                float slope = (float)Step(i, beta, out int _);
                for (int j = 0; j < k; j++)
                    if (beta[j] > 0 && beta[j] < upper) slopes[r * k + j] = slope;
            }
        });
        return new FreeTerms(rows, slopes);
    }

    /// <summary>α ← clip(α + factor·(β − α), 0, upper), and β into <paramref name="duals"/> where given.</summary>
    public void MoveAlphas(double factor, DualVariables? duals) => ForEachBeta((i, beta, workspace) =>
    {
        ReadOnlySpan<double> alpha = AlphaOf(i);
        double upper = _terms.Upper(_problem.Cost(i));
        for (int j = 0; j < beta.Length; j++)
            workspace[j] = Math.Clamp(alpha[j] + factor * (beta[j] - alpha[j]), 0, upper);
        _alphas.SetRow(i, workspace);
        if (duals is not null) WriteDual(i, beta, duals);
    });

    /// <summary>Writes β as rows b.</summary>
    public void WriteDuals(DualVariables duals) => ForEachBeta((i, beta, _) => WriteDual(i, beta, duals));

    private void WriteDual(int i, double[] beta, DualVariables duals)
    {
        _terms.ToDual(beta, _problem.Labels[i]);
        duals.SetRow(i, beta);
    }

    private void ForEachBeta(Action<int, double[], double[]> visit)
    {
        int n = _problem.ExampleCount, k = _terms.ClassCount;
        RowBlocks.ForEach(n, RowBlocks.ScanBlocks(n), _threads, () => (Beta: new double[k], Workspace: new double[k]), (_, first, end, buffers) =>
        {
            for (int i = first; i < end; i++)
            {
                if (_problem.Cost(i) == 0) continue;
                _terms.Violations<T>(ScoresOf(i), _problem.Labels[i], buffers.Beta);
                Step(i, buffers.Beta, out int _);
                visit(i, buffers.Beta, buffers.Workspace);
            }
        });
    }

    private ReadOnlySpan<double> AlphaOf(int example) => _alphas.IsZero(example) ? _zeros : _alphas.Padded(example);
}

/// <summary>A certificate in the making.</summary>
/// <param name="Primal">P(W).</param>
/// <param name="Dual">D(β).</param>
internal readonly record struct PrimalDual(double Primal, double Dual)
{
    public double Gap => Primal - Dual;
}

/// <summary>The terms whose β moves with the scores: σ·A_JᵀA_J of the Newton system.</summary>
/// <param name="Rows">The examples that have any, ascending.</param>
/// <param name="Slopes">dβ/dv, rows × K, 0 for terms at a bound.</param>
internal sealed record FreeTerms(int[] Rows, float[] Slopes);
