using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking;

/// <summary>
/// Where one column of dW, or one entry of it, comes from: the (example, class) terms that add to it, the
/// regularization, and a total that they add up to. dW is the gradient of (1/N)·Σ loss + λ‖W‖².
/// </summary>
/// <remarks>
/// <para>
/// The term of example i and class j ≠ y adds a multiple c of x_i to column j and −c of it to column y. So column j
/// holds +c·x_i of other classes' examples for which j violates, and −c·x_i of its own examples once for every class
/// that violates. Losses of one class against the rest have one term a class, which stays in its column.
/// </para>
/// <para>
/// An entry's contributions are parts of the number dW[f, j]. A column's are lengths along the column: the projections
/// on its direction, of which the total is ‖dW[:, j]‖. Either way Terms + Rest + Regularization = Total.
/// </para>
/// </remarks>
/// <param name="Class">The column j.</param>
/// <param name="Feature">The row f of an entry; null for the whole column. D stands for the bias.</param>
/// <param name="Total">dW[f, j], or ‖dW[:, j]‖.</param>
/// <param name="Terms">The terms with the largest contributions, in the order of examples.</param>
/// <param name="RestCount">How many further terms there are.</param>
/// <param name="Rest">What they contribute together.</param>
/// <param name="Regularization">What λ‖W‖² contributes.</param>
/// <param name="Column">dW[:, j], length D, with the bias D + 1.</param>
public sealed record GradientLedger(
    int Class, int? Feature, double Total, IReadOnlyList<LedgerTerm> Terms, int RestCount, double Rest, double Regularization, IReadOnlyList<double> Column)
{
    /// <summary>The ledger of the column of one class.</summary>
    /// <param name="form">The objective and its data.</param>
    /// <param name="weights">W, D×K; with a row more where biasScale is not 0.</param>
    /// <param name="class">The class, in [0, K).</param>
    /// <param name="limit">How many terms to list at most.</param>
    /// <param name="biasScale">The value of the constant bias feature; 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class, or limit is negative.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static GradientLedger OfColumn(MeanForm form, WeightMatrix weights, int @class, int limit = 10, double biasScale = 0) =>
        Create(form, weights, @class, feature: null, limit, biasScale);

    /// <summary>The ledger of the entry dW[feature, class]; terms that add exactly zero to it are left out.</summary>
    /// <param name="form">The objective and its data.</param>
    /// <param name="weights">W, D×K; with a row more where biasScale is not 0.</param>
    /// <param name="feature">The row, in [0, D); D for the bias where there is one.</param>
    /// <param name="class">The class, in [0, K).</param>
    /// <param name="limit">How many terms to list at most.</param>
    /// <param name="biasScale">The value of the constant bias feature; 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature or class, or limit is negative.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static GradientLedger OfEntry(MeanForm form, WeightMatrix weights, int feature, int @class, int limit = 10, double biasScale = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, weights.FeatureCount);
        return Create(form, weights, @class, feature, limit, biasScale);
    }

    private static GradientLedger Create(MeanForm form, WeightMatrix weights, int @class, int? feature, int limit, double biasScale)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(@class);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(@class, weights.ClassCount);
        ColumnTerms terms = new(form, weights, @class, biasScale);

        // The column first, then each term's part in it. d features with the bias, n examples.
        int d = weights.FeatureCount, n = form.Data.ExampleCount;
        double[] column = new double[d], direction = new double[d], penalty = new double[d];
        terms.Visit((_, x, coefficient) =>
        {
            for (int f = 0; f < d; f++)
                column[f] += coefficient * x[f] / n;
        });
        for (int f = 0; f < d; f++)
        {
            penalty[f] = 2 * form.PenaltyFactor * weights[f, @class];
            column[f] += penalty[f];
        }
        double length = Math.Sqrt(Dot(column, column));
        if (feature is { } entry) direction[entry] = 1;
        else if (length > 0) direction = [.. column.Select(value => value / length)];

        PriorityQueue<LedgerTerm, double> largest = new();
        int restCount = 0;
        double rest = 0;
        terms.Visit((term, x, coefficient) =>
        {
            double contribution = coefficient * Dot(x, direction) / n;
            if (feature is not null && contribution == 0) return;
            largest.Enqueue(term with { Contribution = contribution }, Math.Abs(contribution));
            if (largest.Count <= limit) return;
            restCount++;
            rest += largest.Dequeue().Contribution;
        });
        LedgerTerm[] kept = [.. largest.UnorderedItems.Select(item => item.Element).OrderBy(term => term.Example).ThenBy(term => term.Class)];
        double total = feature is { } row ? column[row] : length;
        return new GradientLedger(@class, feature, total, kept, restCount, rest, Dot(penalty, direction), column);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int f = 0; f < a.Length; f++)
            sum += a[f] * b[f];
        return sum;
    }
}
