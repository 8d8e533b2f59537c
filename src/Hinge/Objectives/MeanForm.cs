using Hinge.Data;
using Hinge.Kernels;
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

    /// <summary>
    /// Whether features stored as float are multiplied in float, as NumPy and PyTorch do with float32 arrays: twice as fast,
    /// with relative errors about 1e-6. Sums over examples are in double anyway. Default: no, products are in double.
    /// </summary>
    public bool InSinglePrecision { get; init; }

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
        return Pass(weights, default, threads) / Data.ExampleCount + PenaltyFactor * weights.SquaredNorm();
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
        double loss = Pass(weights, gradient.Values, threads);
        double n = Data.ExampleCount;
        ReadOnlySpan<double> w = weights.Values;
        Span<double> target = gradient.Values;
        for (int e = 0; e < target.Length; e++)
            target[e] = target[e] / n + 2 * PenaltyFactor * w[e];
        return loss / n + PenaltyFactor * weights.SquaredNorm();
    }

    /// <summary>The summed loss, and where the gradient is not empty that of the summed loss.</summary>
    private double Pass(WeightMatrix weights, Span<double> gradient, int threads)
    {
        WeightLayout layout = WeightLayout.ByFeature(weights.ClassCount);
        return InSinglePrecision && Data.Features.IsSingle
            ? Data.Features.Pass(weights.Values, weights.ClassCount, layout, new LossVisitor<float>(Loss, Data.Labels, weights.ClassCount), gradient, threads)
            : Data.Features.Pass(weights.Values, weights.ClassCount, layout, new LossVisitor<double>(Loss, Data.Labels, weights.ClassCount), gradient, threads);
    }

    internal void RequireShape(WeightMatrix matrix, string name)
    {
        if (matrix.FeatureCount != Data.Features.FeatureCount || matrix.ClassCount != Data.Labels.ClassCount)
            throw new ArgumentException($"{name} must be {Data.Features.FeatureCount}×{Data.Labels.ClassCount}; got {matrix.FeatureCount}×{matrix.ClassCount}.", name);
    }
}
