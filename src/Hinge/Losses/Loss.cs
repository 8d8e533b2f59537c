using System.Numerics;

namespace Hinge.Losses;

/// <summary>
/// A multiclass loss of one example. It knows one row of scores s = xᵀW and the right class y, and nothing of features
/// or weights: the gradient of the whole objective is Xᵀ·coefficients, with coefficients ∂loss/∂s row by row.
/// </summary>
/// <remarks>
/// Duals live in the same space as the gradient: for each example a row b ∈ C·∂loss(s), with W(b) = −Σ_i x_i b_iᵀ and
/// D(b) = Σ_i <see cref="DualTerm"/>(b_i) − ½‖W(b)‖² (Fenchel duality). For margin losses b_j = α_j for j ≠ y and
/// b_y = −Σ_j α_j. In the formulas v_j = s_j − s_y + Δ_yj.
/// </remarks>
public abstract class Loss
{
    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        WestonWatkins.LossName, SquaredWestonWatkins.LossName, CrammerSinger.LossName,
        OneVsRest.LossName, SquaredOneVsRest.LossName, Softmax.LossName,
    ];

    /// <summary>The name on the command line and in model files.</summary>
    public abstract string Name { get; }

    /// <summary>The formula in s, y and Δ.</summary>
    public abstract string Formula { get; }

    /// <summary>Whether the loss is differentiable everywhere.</summary>
    public bool IsSmooth => double.IsFinite(Smoothness(classCount: 2));

    /// <summary>Δ, or null where the loss asks for no margin of the user's choice.</summary>
    public virtual Delta? Delta => null;

    /// <summary>
    /// Whether the loss sees scores only through s_j − s_y: then what the term of class j adds to column j it takes from
    /// column y, and the coefficients sum to zero.
    /// </summary>
    internal virtual bool ComparesWithRightClass => true;

    /// <summary>Whether the dual term is linear in b where b is feasible.</summary>
    internal virtual bool HasLinearDual => false;

    /// <summary>The least cost at which b, feasible at some cost, is feasible; for losses with a linear dual.</summary>
    /// <param name="dual">b, length K.</param>
    /// <param name="label">y in [0, K).</param>
    internal virtual double LeastCost(ReadOnlySpan<double> dual, int label) => throw new NotSupportedException();

    /// <summary>Creates a loss from its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="delta">Δ; null for the default of 1.</param>
    /// <exception cref="ArgumentException">The name is unknown, or delta is given to a loss that has none.</exception>
    public static Loss Create(string name, Delta? delta = null)
    {
        Loss loss = name switch
        {
            WestonWatkins.LossName => new WestonWatkins(delta),
            SquaredWestonWatkins.LossName => new SquaredWestonWatkins(delta),
            CrammerSinger.LossName => new CrammerSinger(delta),
            OneVsRest.LossName => new OneVsRest(),
            SquaredOneVsRest.LossName => new SquaredOneVsRest(),
            Softmax.LossName => new Softmax(),
            _ => throw new ArgumentException($"loss must be one of {string.Join(", ", Names)}; got {name}.", nameof(name)),
        };
        if (delta is not null && loss.Delta is null)
            throw new ArgumentException($"delta must be left out for {name}, which has no margin to choose.", nameof(delta));
        return loss;
    }

    /// <summary>loss(s, y).</summary>
    /// <param name="scores">s, length K.</param>
    /// <param name="label">y in [0, K).</param>
    public abstract double Value(ReadOnlySpan<double> scores, int label);

    /// <summary>loss(s, y), and in place of the scores a subgradient ∂loss/∂s; at a kink, that of terms not violated.</summary>
    /// <param name="scores">s, length K; overwritten with the coefficients.</param>
    /// <param name="label">y in [0, K).</param>
    public abstract double ValueAndCoefficients(Span<double> scores, int label);

    /// <summary>−C·loss*(b/C), the example's share of the dual; −∞ where b is not feasible.</summary>
    /// <param name="dual">b, length K.</param>
    /// <param name="label">y in [0, K).</param>
    /// <param name="cost">C times the example's weight, > 0.</param>
    public abstract double DualTerm(ReadOnlySpan<double> dual, int label, double cost);

    /// <summary>How far class j violates what the loss asks of it, positive where a term is on; null where there is no such term.</summary>
    /// <param name="scores">s, length K.</param>
    /// <param name="label">y in [0, K).</param>
    /// <param name="class">j in [0, K).</param>
    public virtual double? Violation(ReadOnlySpan<double> scores, int label, int @class) =>
        Delta is { } delta && @class != label ? scores[@class] - scores[label] + delta[label, @class] : null;

    /// <summary>The Lipschitz constant of ∂loss/∂s for K classes; infinite where there are kinks.</summary>
    public abstract double Smoothness(int classCount);

    /// <summary>The loss over blocks of rows.</summary>
    internal virtual BlockLoss<T> ForBlocks<T>(int classCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new RowByRow<T>(this, classCount);

    /// <summary>Throws where Δ is a table for another number of classes.</summary>
    /// <exception cref="ArgumentException">The table is not K×K.</exception>
    public void RequireClassCount(int classCount)
    {
        if (Delta is { TableClassCount: > 0 } delta && delta.TableClassCount != classCount)
            throw new ArgumentException($"delta must be a {classCount}×{classCount} table for {classCount} classes; got {delta}.");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
