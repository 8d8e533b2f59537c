using System.Globalization;
using System.Text;
using Hinge.Data;
using Hinge.Losses;

namespace Hinge.Objectives;

/// <summary>
/// What training minimizes: P(W) = ½‖W‖² + μ‖W‖₁ + C · Σ_i a_i · loss(x_iᵀW, y_i), with a_i = sample weight × class weight
/// and μ = <see cref="L1Penalty"/>, 0 by default.
/// </summary>
/// <remarks>
/// The mean form of course notes, (1/N) Σ_i a_i·loss + λ‖W‖², is 2λ times P at C = 1/(2λN): give
/// <see cref="Lambda"/> instead of <see cref="Cost"/>. The bias, when on, is one more constant feature of value
/// <see cref="BiasScale"/>; its weights are regularized like the rest, unless <see cref="LeavesBiasFree"/>.
/// </remarks>
public sealed record Objective
{
    /// <summary>The loss; default <see cref="WestonWatkins"/> with Δ = 1.</summary>
    public Loss Loss { get; init; } = new WestonWatkins();

    /// <summary>C > 0; null where <see cref="Lambda"/> is given. With neither, C = 1.</summary>
    public double? Cost { get; init; }

    /// <summary>λ > 0 of the mean form; null where <see cref="Cost"/> is given.</summary>
    public double? Lambda { get; init; }

    /// <summary>The value of the constant bias feature, ≥ 0; 0, the default, means no bias.</summary>
    public double BiasScale { get; init; }

    /// <summary>μ ≥ 0 of μ‖W‖₁ beside ½‖W‖²: the elastic net. Default 0. For <see cref="Training.GradientDescent"/> only.</summary>
    public double L1Penalty { get; init; }

    /// <summary>
    /// Whether ½‖W‖² is left out, so that P(W) = μ‖W‖₁ + C·Σ_i a_i·loss; default false. Needs <see cref="L1Penalty"/>. For
    /// <see cref="Training.GradientDescent"/> only. There is a gap, but no bound on ‖W − W*‖ follows: P is not strongly convex, and
    /// may have many minimizers.
    /// </summary>
    public bool IsPureL1 { get; init; }

    /// <summary>
    /// Whether the bias's weights are left out of the penalty; default false. For <see cref="Training.GradientDescent"/> only,
    /// and without a duality gap: only duals with Σ_i b_i = 0 are feasible then, and none are made.
    /// </summary>
    public bool LeavesBiasFree { get; init; }

    /// <summary>A weight ≥ 0 for each class, length K; null, the default, for all 1.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Whether class j weighs N/(K·N_j), K counting the classes that occur, so that these count the same; default false.</summary>
    public bool BalancesClasses { get; init; }

    /// <summary>A weight ≥ 0 for each example, length N; null, the default, for all 1.</summary>
    public IReadOnlyList<double>? SampleWeights { get; init; }

    /// <summary>C for N examples: given, or 1/(2λN); 1 where neither is.</summary>
    public double CostFor(int exampleCount) => Lambda is { } lambda ? 1 / (2 * lambda * exampleCount) : Cost ?? 1;

    /// <summary>λ for N examples: given, or 1/(2CN).</summary>
    public double LambdaFor(int exampleCount) => Lambda ?? 1 / (2 * (Cost ?? 1) * exampleCount);

    /// <summary>Checks every value against its documented range and against the data.</summary>
    /// <exception cref="ArgumentException">A value is out of range or does not fit the data.</exception>
    public void Validate(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Validate(data.ExampleCount, data.Labels.ClassCount);
        RequireWeights(SampleWeights, data.ExampleCount, nameof(SampleWeights), "example");
    }

    /// <summary>Checks every value against its documented range and against N and K.</summary>
    /// <exception cref="ArgumentException">A value is out of range or does not fit.</exception>
    internal void Validate(int exampleCount, int classCount)
    {
        if (Cost is not null && Lambda is not null)
            throw new ArgumentException("Cost and Lambda must not both be given: each fixes the other (C = 1/(2λN)). Leave one out.");
        RequirePositive(Cost, nameof(Cost));
        RequirePositive(Lambda, nameof(Lambda));
        if (Lambda is { } lambda && CostFor(Math.Max(1, exampleCount)) is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"Lambda must leave C = 1/(2λN) finite and above 0; got {Text(lambda)}.");
        if (Cost is { } cost && !double.IsFinite(LambdaFor(Math.Max(1, exampleCount))))
            throw new ArgumentException($"Cost must leave λ = 1/(2CN) finite; got {Text(cost)}.");
        if (!(BiasScale >= 0 && double.IsFinite(BiasScale)))
            throw new ArgumentException($"BiasScale must be finite and at least 0; got {Text(BiasScale)}.");
        if (!(L1Penalty >= 0 && double.IsFinite(L1Penalty)))
            throw new ArgumentException($"L1Penalty must be finite and at least 0; got {Text(L1Penalty)}.");
        if (IsPureL1 && L1Penalty == 0)
            throw new ArgumentException("IsPureL1 must be left out where L1Penalty is 0: there is no penalty.");
        if (LeavesBiasFree && BiasScale == 0)
            throw new ArgumentException("LeavesBiasFree must be left out where BiasScale is 0: there is no bias.");
        if (ClassWeights is not null && BalancesClasses)
            throw new ArgumentException("ClassWeights must be left out where BalancesClasses is set.");
        RequireWeights(ClassWeights, classCount, nameof(ClassWeights), "class");
        Loss.RequireClassCount(classCount);
    }

    /// <summary>Refuses what only gradient descent minimizes.</summary>
    /// <exception cref="ArgumentException">There is an L1 penalty, or a bias without penalty.</exception>
    internal void RequireSquaredPenalty(string solver)
    {
        if (L1Penalty != 0 || LeavesBiasFree)
            throw new ArgumentException($"objective must have {(L1Penalty != 0 ? "no L1Penalty" : "a regularized bias")} for {solver}, which works on the dual of ½‖W‖² alone. Use {Training.GradientDescent.TrainerName}.");
    }

    /// <summary>C·a_i for each example, length N.</summary>
    public double[] ExampleCosts(Labels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        double cost = CostFor(labels.Count);
        double[] classWeights = EffectiveClassWeights(labels);
        double[] costs = new double[labels.Count];
        for (int i = 0; i < costs.Length; i++)
            costs[i] = cost * classWeights[labels[i]] * (SampleWeights?[i] ?? 1);
        return costs;
    }

    /// <summary>The objective with all constants written out for N examples.</summary>
    public string Formula(int exampleCount)
    {
        StringBuilder text = new();
        text.Append(IsPureL1 ? "P(W) = " : "P(W) = ½‖W‖² + ");
        if (L1Penalty != 0) text.Append(CultureInfo.InvariantCulture, $"{Text(L1Penalty)} · ‖W‖₁ + ");
        text.Append(CultureInfo.InvariantCulture, $"{Text(CostFor(exampleCount))} · Σ_i ");
        if (ClassWeights is not null || BalancesClasses || SampleWeights is not null) text.Append("a_i · ");
        text.Append(Loss.Formula);
        if (Loss.Delta is { } delta) text.Append(CultureInfo.InvariantCulture, $", Δ = {delta}");
        if (BiasScale != 0) text.Append(CultureInfo.InvariantCulture, $", bias feature {Text(BiasScale)}");
        if (LeavesBiasFree) text.Append(" without penalty");
        if (BalancesClasses) text.Append(", balanced classes");
        text.Append(CultureInfo.InvariantCulture, $"   (λ = {Text(LambdaFor(exampleCount))} in the mean form, N = {exampleCount})");
        return text.ToString();
    }

    /// <summary>The weight of each class, length K: as given, balanced, or 1.</summary>
    public double[] EffectiveClassWeights(Labels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (ClassWeights is not null) return [.. ClassWeights];
        double[] weights = new double[labels.ClassCount];
        Array.Fill(weights, 1);
        if (!BalancesClasses) return weights;
        int[] counts = labels.CountByClass();
        int present = counts.Count(c => c > 0);
        for (int j = 0; j < weights.Length; j++)
            weights[j] = counts[j] == 0 ? 0 : labels.Count / ((double)present * counts[j]);
        return weights;
    }

    private static void RequirePositive(double? value, string name)
    {
        if (value is { } number && !(number > 0 && double.IsFinite(number)))
            throw new ArgumentException($"{name} must be finite and above 0; got {Text(number)}.");
    }

    private static void RequireWeights(IReadOnlyList<double>? weights, int count, string name, string each)
    {
        if (weights is null) return;
        if (weights.Count != count)
            throw new ArgumentException($"{name} must be one a {each}: {count.ToString(CultureInfo.InvariantCulture)}; got {weights.Count}.");
        for (int e = 0; e < count; e++)
            if (!(weights[e] >= 0 && double.IsFinite(weights[e])))
                throw new ArgumentException($"{name} must be finite and at least 0; got {Text(weights[e])} at {each} {e} (counted from 0).");
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
