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
        return Pass(weights, default, threads) / Data.ExampleCount + Penalty(weights, null, threads);
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
        return loss / Data.ExampleCount + Penalty(weights, gradient, threads);
    }

    /// <summary>The penalty; and <paramref name="gradient"/>, where there is one, from that of the summed loss to that of F.</summary>
    private double Penalty(WeightMatrix weights, WeightMatrix? gradient, int threads)
    {
        const int BlockLength = 1 << 16;
        double factor = 2 * PenaltyFactor, n = Data.ExampleCount;
        if (factor == 0 && gradient is null) return 0;
        int length = weights.Values.Length, blocks = (length + BlockLength - 1) / BlockLength;
        double[] squares = new double[blocks];
        RowBlocks.ForEach(length, blocks, threads, () => 0, (block, first, end, _) =>
        {
            ReadOnlySpan<double> w = weights.Values[first..end];
            Span<double> g = gradient is null ? default : gradient.Values[first..end];
            if (factor != 0) squares[block] = PairwiseSum.OfSquares(w);
            if (factor == 0) Elementwise.Divide(g, n);
            else if (!g.IsEmpty) Elementwise.DivideAndAdd(g, n, factor, w);
        });
        return PenaltyFactor * PairwiseSum.Of(squares);
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
