using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;

namespace Hinge.Objectives;

/// <summary>
/// The objective of course notes and its gradient: F(W) = (1/N) Σ_i loss(x_iᵀW, y_i) + λ‖W‖², dF/dW = (1/N)
/// Xᵀ·coefficients + 2λW. With <c>half</c>, ½λ‖W‖² and λW.
/// </summary>
/// <remarks>
/// W is D×K without a bias: a constant column of X serves as one. Same bits at any number of threads. Unlike
/// <see cref="Objective"/>, λ may be 0 here.
/// </remarks>
public sealed class MeanForm
{
    /// <summary>Binds the objective to data.</summary>
    /// <param name="data">X, N×D, and y; N ≥ 1.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="lambda">λ ≥ 0.</param>
    /// <param name="half">Whether the penalty is ½λ‖W‖² instead of λ‖W‖².</param>
    /// <exception cref="ArgumentException">λ is negative or not finite, there is no example, or Δ is a table for other classes.</exception>
    public MeanForm(Dataset data, Loss loss, double lambda = 0, bool half = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        if (!(lambda >= 0 && double.IsFinite(lambda)))
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "lambda must be finite and at least 0.");
        if (data.ExampleCount == 0)
            throw new ArgumentException("data must hold at least one example.", nameof(data));
        loss.RequireClassCount(data.Labels.ClassCount);
        Data = data;
        Loss = loss;
        Lambda = lambda;
        PenaltyFactor = half ? 0.5 * lambda : lambda;
    }

    /// <summary>X and y.</summary>
    public Dataset Data { get; }

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <summary>λ.</summary>
    public double Lambda { get; }

    /// <summary>What multiplies ‖W‖²: λ, or ½λ.</summary>
    internal double PenaltyFactor { get; }

    /// <summary>F(W).</summary>
    /// <param name="weights">D×K.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public double Value(WeightMatrix weights, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(weights);
        RequireShape(weights, nameof(weights));
        WorkingWeights working = new(Data.Features, weights, biasScale: 0);
        int blocks = RowBlocks.ScanBlocks(Data.ExampleCount);
        double[] losses = new double[blocks];
        RowBlocks.ForEach(Data.ExampleCount, blocks, threads, () => new double[working.ScoreLength], (block, first, end, scores) =>
        {
            double sum = 0;
            for (int i = first; i < end; i++)
            {
                Data.Features.Scores(i, working, scores);
                sum += Loss.Value(scores.AsSpan(0, working.ClassCount), Data.Labels[i]);
            }
            losses[block] = sum;
        });
        return RowBlocks.TreeSum(losses) / Data.ExampleCount + PenaltyFactor * weights.SquaredNorm();
    }

    /// <summary>F(W) and its gradient, a subgradient at kinks: that of terms not violated.</summary>
    /// <param name="weights">D×K.</param>
    /// <param name="gradient">D×K; overwritten.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public double ValueAndGradient(WeightMatrix weights, WeightMatrix gradient, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(gradient);
        RequireShape(weights, nameof(weights));
        RequireShape(gradient, nameof(gradient));
        int n = Data.ExampleCount, k = weights.ClassCount;
        WorkingWeights working = new(Data.Features, weights, biasScale: 0);
        int blocks = RowBlocks.GradientBlocks(Data.Features.NonzeroCount, weights.Values.Length);
        WorkingWeights[] parts = new WorkingWeights[blocks];
        double[] losses = new double[blocks];
        RowBlocks.ForEach(n, blocks, threads, () => new double[working.ScoreLength], (block, first, end, scores) =>
        {
            WorkingWeights part = parts[block] = new WorkingWeights(Data.Features, k, biasScale: 0);
            double sum = 0;
            for (int i = first; i < end; i++)
            {
                Data.Features.Scores(i, working, scores);
                Span<double> coefficients = scores.AsSpan(0, k);
                sum += Loss.ValueAndCoefficients(coefficients, Data.Labels[i]);
                if (coefficients.ContainsAnyExcept(0.0)) Data.Features.AddOuterProduct(i, scores, part);
            }
            losses[block] = sum;
        });

        ReadOnlySpan<double> data = Problem.AddAlongTree(parts).ToMatrix().Values, w = weights.Values;
        Span<double> target = gradient.Values;
        for (int e = 0; e < target.Length; e++)
            target[e] = data[e] / n + 2 * PenaltyFactor * w[e];
        return RowBlocks.TreeSum(losses) / n + PenaltyFactor * weights.SquaredNorm();
    }

    internal void RequireShape(WeightMatrix matrix, string name)
    {
        if (matrix.FeatureCount != Data.Features.FeatureCount || matrix.ClassCount != Data.Labels.ClassCount)
            throw new ArgumentException($"{name} must be {Data.Features.FeatureCount}×{Data.Labels.ClassCount}; got {matrix.FeatureCount}×{matrix.ClassCount}.", name);
    }
}
