using System.Numerics;
using Hinge.Losses;

namespace Hinge.Training.Multipliers;

/// <summary>
/// The losses that are sums of terms max(0, v_j)^p, p = 1 or 2, each with a dual variable of its own:
/// v_j = s_j − s_y + Δ_yj for j ≠ y (Weston–Watkins), or v_j = 1 ± s_j for every j (one-vs-rest).
/// </summary>
/// <remarks>
/// α_j = b_j for j ≠ y; for one-vs-rest also α_y = −b_y. The dual term of α_j is Δ_j α_j on [0, C] where p = 1, and
/// Δ_j α_j − α_j²/(4C) on [0, ∞) where p = 2.
/// </remarks>
internal sealed class MarginTerms
{
    private readonly double[][] _delta;

    private MarginTerms(Loss loss, bool isSquared, int classCount)
    {
        ComparesWithRightClass = loss.ComparesWithRightClass;
        IsSquared = isSquared;
        ClassCount = classCount;
        _delta = new double[classCount][];
        for (int y = 0; y < classCount; y++)
        {
            bool repeats = y > 0 && loss.Delta is not { TableClassCount: > 0 };
            _delta[y] = repeats ? _delta[0] : [.. Enumerable.Range(0, classCount).Select(j => loss.Delta is { } delta ? delta[y, j] : 1)];
        }
    }

    public int ClassCount { get; }

    /// <summary>Whether p = 2.</summary>
    public bool IsSquared { get; }

    /// <summary>Whether terms hold s_y besides s_j, and class y has none.</summary>
    public bool ComparesWithRightClass { get; }

    /// <summary>The mean of Δ_yj over j ≠ y: the unit of the violations.</summary>
    public double MeanDelta(int label)
    {
        double sum = 0;
        for (int j = 0; j < ClassCount; j++)
            if (j != label) sum += _delta[label][j];
        return sum / (ClassCount - 1);
    }

    /// <summary>The terms of a loss, or null where it is no such sum.</summary>
    public static MarginTerms? Of(Loss loss, int classCount) => loss switch
    {
        WestonWatkins or OneVsRest => new(loss, isSquared: false, classCount),
        SquaredWestonWatkins or SquaredOneVsRest => new(loss, isSquared: true, classCount),
        _ => null,
    };

    /// <summary>The upper bound of α.</summary>
    public double Upper(double cost) => IsSquared ? double.PositiveInfinity : cost;

    /// <summary>The factor 1/(1 + σ/(2C)) that the dual's −α²/(4C) puts before a proximal step, or 1.</summary>
    public double Shrink(double cost, double sigma) => IsSquared ? 1 / (1 + sigma / (2 * cost)) : 1;

    /// <summary>v_j at these scores for every j; where there is no term, −∞.</summary>
    public void Violations<T>(ReadOnlySpan<T> scores, int label, Span<double> violations)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<double> delta = _delta[label];
        double own = double.CreateTruncating(scores[label]), right = ComparesWithRightClass ? own : 0;
        for (int j = 0; j < scores.Length; j++)
            violations[j] = double.CreateTruncating(scores[j]) - right + delta[j];
        violations[label] = ComparesWithRightClass ? double.NegativeInfinity : delta[label] - own;
    }

    /// <summary>How the violations change with a change of the scores; zero where there is no term.</summary>
    public void Changes<T>(ReadOnlySpan<T> scores, int label, Span<double> changes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double own = double.CreateTruncating(scores[label]), right = ComparesWithRightClass ? own : 0;
        for (int j = 0; j < scores.Length; j++)
            changes[j] = double.CreateTruncating(scores[j]) - right;
        changes[label] = ComparesWithRightClass ? 0 : -own;
    }

    /// <summary>The weight of x·xᵀ in class c's own block of the Newton system: the slope of its term, or for c = y of all that hold s_y.</summary>
    public double Weight(ReadOnlySpan<float> slopes, int label, int @class)
    {
        if (@class != label || !ComparesWithRightClass) return slopes[@class];
        double sum = 0;
        foreach (float slope in slopes) sum += slope;
        return sum;
    }

    /// <summary>α as the row b of the dual variables, in place.</summary>
    public void ToDual(Span<double> alpha, int label)
    {
        if (ComparesWithRightClass) MarginBlock.Balance(alpha, label);
        else alpha[label] = -alpha[label];
    }

    /// <summary>Row b of the dual variables as α, in place; 0 where there is no term.</summary>
    public void FromDual(Span<double> dual, int label) => dual[label] = ComparesWithRightClass ? 0 : -dual[label];

    public static bool AnyPositive(ReadOnlySpan<double> violations)
    {
        bool any = false;
        foreach (double violation in violations) any |= violation > 0;
        return any;
    }

    /// <summary>Σ_j max(0, v_j)^p.</summary>
    public double Loss(ReadOnlySpan<double> violations)
    {
        double loss = 0;
        foreach (double violation in violations)
            if (violation > 0) loss += IsSquared ? violation * violation : violation;
        return loss;
    }

    /// <summary>Σ_j of the dual terms of α.</summary>
    public double DualTerm(ReadOnlySpan<double> alpha, int label, double cost)
    {
        ReadOnlySpan<double> delta = _delta[label];
        double sum = 0, squares = 0;
        for (int j = 0; j < alpha.Length; j++)
        {
            sum += delta[j] * alpha[j];
            squares += alpha[j] * alpha[j];
        }
        return IsSquared ? sum - squares / (4 * cost) : sum;
    }
}
