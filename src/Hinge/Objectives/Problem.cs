using Hinge.Data;
using Hinge.Kernels;
using Hinge.Losses;
using Hinge.Models;

namespace Hinge.Objectives;

/// <summary>An objective bound to data: everything that trainers and certificates compute over all examples.</summary>
internal sealed class Problem
{
    private readonly double[] _costs;
    private readonly double[] _squaredNorms;
    private readonly double[] _zeroRow;

    /// <summary>Binds and validates.</summary>
    /// <exception cref="ArgumentException">The objective does not fit the data, or there is nothing to tell apart.</exception>
    public Problem(Dataset data, Objective objective)
    {
        objective.Validate(data);
        if (data.ExampleCount == 0)
            throw new ArgumentException("The data must hold at least one example.");
        if (data.Labels.ClassCount < 2)
            throw new ArgumentException($"The data must hold at least two classes; it has only \"{data.Labels.ClassNames[0]}\". Add examples of another class.");
        Data = data;
        Objective = objective;
        _costs = objective.ExampleCosts(data.Labels);
        _zeroRow = new double[data.Labels.ClassCount];
        _squaredNorms = new double[data.ExampleCount];
        for (int i = 0; i < _squaredNorms.Length; i++)
            _squaredNorms[i] = Features.SquaredNorm(i) + objective.BiasScale * objective.BiasScale;
    }

    public Dataset Data { get; }

    public Objective Objective { get; }

    public FeatureMatrix Features => Data.Features;

    public Labels Labels => Data.Labels;

    public Loss Loss => Objective.Loss;

    public int ExampleCount => Data.ExampleCount;

    public int ClassCount => Labels.ClassCount;

    /// <summary>C·a_i.</summary>
    public double Cost(int example) => _costs[example];

    /// <summary>‖x_i‖², the bias feature included.</summary>
    public double SquaredNorm(int example) => _squaredNorms[example];

    /// <summary>Asks for what is known of an example to be brought near: a hint.</summary>
    public void Fetch(int example)
    {
        Nearby.FetchElement(_costs, example);
        Nearby.FetchElement(_squaredNorms, example);
        Labels.Fetch(example);
    }

    /// <summary>Whether there is a dual to prove anything with: not where the bias is free of the penalty.</summary>
    public bool HasDual => !Objective.LeavesBiasFree;

    /// <summary>Mean ‖x_i‖², the bias feature included.</summary>
    public double MeanSquaredNorm()
    {
        double sum = 0;
        foreach (double squaredNorm in _squaredNorms) sum += squaredNorm;
        return sum / ExampleCount;
    }

    public WorkingWeights NewWeights() => new(Features, ClassCount, Objective.BiasScale);

    /// <summary>
    /// One pass over all examples: the primal at <paramref name="weights"/>, and Σ_i of the dual terms of
    /// <paramref name="duals"/>.
    /// </summary>
    public ScanResult Scan(WorkingWeights weights, DualVariables duals, int threads)
    {
        ScanVisitor visitor = new(this, duals);
        double loss = Features.Pass(weights, visitor, null, threads);
        return new ScanResult(Penalty(weights, threads) + loss, visitor.DualTerms());
    }

    /// <summary>
    /// One pass over all examples: the primal at <paramref name="weights"/>, duals b_i = C_i·∂loss(x_iᵀW), which are feasible at
    /// any weights and optimal at the optimum of a smooth loss, their dual terms, and V = −Σ_i x_i b_iᵀ.
    /// </summary>
    public ScanResult ScanForDuals(WorkingWeights weights, DualVariables duals, WorkingWeights unshrunk, int threads)
    {
        CoefficientRows visitor = new(this, duals);
        double loss = Features.Pass(weights, visitor, unshrunk, threads);
        unshrunk.Scale(-1);
        return new ScanResult(Penalty(weights, threads) + loss, visitor.DualTerms());
    }

    /// <summary>½‖W‖² + μ‖W‖₁, or the second alone, without the bias where it is free.</summary>
    public double Penalty(WorkingWeights weights, int threads)
    {
        double penalty = Objective.IsPureL1 ? 0 : 0.5 * (Objective.LeavesBiasFree ? PairwiseSum.OfSquares(weights.Values, threads) : weights.SquaredNorm(threads));
        if (Objective.L1Penalty == 0) return penalty;
        double magnitudes = PairwiseSum.OfMagnitudes(weights.Values) + (Objective.LeavesBiasFree ? 0 : PairwiseSum.OfMagnitudes(weights.Bias));
        return penalty + Objective.L1Penalty * magnitudes;
    }

    /// <summary>
    /// W(b) = soft(−Σ_i x_i b_iᵀ, μ), the weights that minimize the Lagrangian at b: the conjugate of ½‖W‖² + μ‖W‖₁ at V is
    /// ½‖soft(V, μ)‖², so D(b) = Σ_i dualTerm(b_i) − ½‖W(b)‖² with an L1 penalty or without.
    /// </summary>
    public WorkingWeights WeightsOf(DualVariables duals, int threads)
    {
        WorkingWeights sum = UnshrunkWeightsOf(duals, threads);
        if (Objective.L1Penalty != 0) sum.Shrink(Objective.L1Penalty);
        return sum;
    }

    /// <summary>V = −Σ_i x_i b_iᵀ. Where the penalty is μ‖W‖₁ alone its conjugate is 0 for |V| ≤ μ, else ∞.</summary>
    public WorkingWeights UnshrunkWeightsOf(DualVariables duals, int threads)
    {
        WorkingWeights sum = NewWeights();
        Features.Pass(null, new DualRows(duals), sum, threads);
        return sum;
    }

    /// <summary>The dual terms of all examples that cost something, added up: the dual but for −½‖W(b)‖².</summary>
    public double DualTerms(DualVariables duals)
    {
        double terms = 0;
        for (int i = 0; i < ExampleCount; i++)
            if (Cost(i) > 0) terms += DualTerm(i, duals);
        return terms;
    }

    /// <summary>The dual term of b_i.</summary>
    public double DualTerm(int example, DualVariables duals)
    {
        ReadOnlySpan<double> row = duals.IsZero(example) ? _zeroRow : duals.Padded(example)[..ClassCount];
        return Loss.DualTerm(row, Labels[example], _costs[example]);
    }
}

/// <summary>What one pass over the examples found.</summary>
/// <param name="Primal">P at the weights scanned.</param>
/// <param name="DualTerms">Σ_i dualTerm(b_i): the dual but for −½‖W(b)‖².</param>
internal readonly record struct ScanResult(double Primal, double DualTerms);
