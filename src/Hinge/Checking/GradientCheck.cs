using System.Globalization;
using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking;

/// <summary>A function of the weights and its gradient: what a gradient check takes.</summary>
/// <param name="weights">W, D×K.</param>
/// <param name="gradient">dW, D×K, to be overwritten.</param>
/// <returns>The value at W.</returns>
public delegate double ValueAndGradient(WeightMatrix weights, WeightMatrix gradient);

/// <summary>Compares a gradient with numeric derivatives of its value.</summary>
/// <remarks>
/// <para>
/// The noise of the values is told from the function, the step from its scale. A few random directions test all entries
/// at once; then entries are tested singly. Wrong is said only where the disagreement exceeds what noise, curvature and
/// kinks can explain; where they could explain any gradient, the answer is that it is too noisy to tell.
/// </para>
/// <para>
/// At a kink, where trained hinge losses like to sit, there is no derivative: what lies between the one-sided
/// derivatives is accepted, and said to be a subgradient.
/// </para>
/// </remarks>
public static class GradientCheck
{
    /// <summary>How far a program's value may be from a form's and still count as the same loss.</summary>
    private const double SameValue = 1e-6;

    /// <summary>How far a second check at kinks moves the weights, as a share of their scale.</summary>
    private const double BesideKinks = 1e-3;

    /// <summary>A term that switches within this share of the weights' scale is at its kink: no step fits between.</summary>
    private const double AtItsKink = 1e-6;

    /// <summary>How many times as many directions where values scatter.</summary>
    private const int MoreWhereRough = 2;

    /// <summary>How many entries are added to the report where a wrong gradient was localized.</summary>
    private const int LocalizedEntries = 32;

    /// <summary>Checks any function in random directions, and entries drawn at random, or all when there are no more than asked for.</summary>
    /// <param name="function">The value and the gradient under test.</param>
    /// <param name="weights">Where to check, D×K; not changed.</param>
    /// <param name="options">How many entries, and how strictly; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static GradientCheckResult Run(ValueAndGradient function, WeightMatrix weights, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(weights);
        options ??= new GradientCheckOptions();
        options.Validate();
        return CheckBesideKinks(function, null, null, weights, options);
    }

    /// <summary>Checks a built-in objective; kinks are read from its terms and named.</summary>
    /// <param name="form">The objective and its data.</param>
    /// <param name="weights">Where to check, D×K; not changed.</param>
    /// <param name="options">How many entries, and how strictly; null for the defaults.</param>
    /// <param name="threads">How many threads may work on an evaluation.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a shape does not fit.</exception>
    public static GradientCheckResult RunForm(MeanForm form, WeightMatrix weights, GradientCheckOptions? options = null, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(form);
        bool half = form.PenaltyFactor < form.Lambda;
        return RunProgram(
            data => (w, gradient) => new MeanForm(data, form.Loss, form.Lambda, half).ValueAndGradient(w, gradient, threads),
            form, weights, options);
    }

    /// <summary>
    /// Checks a program that takes data: where its gradient is wrong, it is asked again for parts of the data, which
    /// tells the examples. Where its value is the form's, kinks are read from the form's terms and named.
    /// </summary>
    /// <param name="program">From data, the value and the gradient under test on it.</param>
    /// <param name="form">All data, and the loss that the program is thought to compute.</param>
    /// <param name="weights">Where to check, D×K; not changed.</param>
    /// <param name="options">How many entries, and how strictly; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a shape does not fit.</exception>
    public static GradientCheckResult RunProgram(Func<Dataset, ValueAndGradient> program, MeanForm form, WeightMatrix weights, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(weights);
        form.RequireShape(weights, nameof(weights));
        options ??= new GradientCheckOptions();
        options.Validate();
        return CheckBesideKinks(program(form.Data), program, form, weights, options);
    }

    /// <summary>
    /// Kinks leave room in which a mistake may hide; beside them there is none. So where the gradient is a subgradient at
    /// kinks it is checked again a little away, unless it is the same there: then it is no function of the weights.
    /// </summary>
    private static GradientCheckResult CheckBesideKinks(ValueAndGradient function, Func<Dataset, ValueAndGradient>? program, MeanForm? form, WeightMatrix weights, GradientCheckOptions options)
    {
        GradientCheckResult result = Check(function, program, form, weights, options);
        if (result.Verdict != Verdict.ValidSubgradient) return result;
        int d = weights.FeatureCount, k = weights.ClassCount;
        WeightMatrix beside = WeightMatrix.Random(d, k, BesideKinks * Steps.Scale(weights.Values), options.Seed), here = new(d, k), there = new(d, k);
        for (int e = 0; e < beside.Values.Length; e++) beside.Values[e] += weights.Values[e];
        function(weights, here);
        function(beside, there);
        if (here.Values.SequenceEqual(there.Values)) return result with { Evaluations = result.Evaluations + 2 };
        GradientCheckResult second = Check(function, program, form, beside, options);
        int evaluations = result.Evaluations + second.Evaluations + 2;
        return second is { Verdict: Verdict.Wrong, Reason: null }
            ? second with { Value = result.Value, Kinks = result.Kinks, Evaluations = evaluations }
            : result with { Evaluations = evaluations, TestedTo = Math.Min(result.TestedTo, second.TestedTo) };
    }

    private static GradientCheckResult Check(ValueAndGradient valueAndGradient, Func<Dataset, ValueAndGradient>? program, MeanForm? form, WeightMatrix weights, GradientCheckOptions options)
    {
        ProbedFunction function = new(valueAndGradient, weights, options.Precision, options.Seed);
        if (Unusable(function, options) is { } unusable) return unusable;

        WeightMatrix at = new(function.FeatureCount, function.ClassCount, function.Weights.ToArray());
        KinkProbe? kinks = form is not null && IsSame(function, form.Value(at)) ? KinkProbe.For(form, at, function.Precision) : null;
        DirectionProbe probe = new(function, options.Tolerance, kinks);
        double scale = Steps.Scale(function.Weights);
        int count = function.Weights.Length;
        HashSet<Kink> named = [];

        RandomOrder random = new(options.Seed);
        List<ProbeResult> directions = [];
        int directionCount = (function.IsRough ? MoreWhereRough : 1) * options.DirectionCount;
        for (int i = 0; i < directionCount; i++)
        {
            double[] direction = i % 2 == 0 ? Directions.Normal(count, random) : Directions.Signs(count, random);
            ProbeResult found = probe.Run(direction, scale, Directions.Strictness(count), isFull: i == 0);
            if (i == 0 && found.SharpStep > 0) probe.FirstDistance = found.SharpStep * Length(direction);
            directions.Add(found);
            if (found.IsAtKink || i == 0) Name(direction, found.IsAtKink ? found.Step : 0);
        }

        ProbeResult? along = function.IsRough ? probe.Run(Directions.Along(function.Gradient), scale, Directions.Strictness(count)) : null;
        double testedTo = TestedPrecision.Of(directions, along);

        List<GradientCheckEntry> entries = [];
        foreach (int e in Choose(count, options)) entries.Add(Entry(e));

        bool isWrong = directions.Any(found => found.Verdict == Verdict.Wrong) || along is { Verdict: Verdict.Wrong } || entries.Any(entry => entry.Verdict == Verdict.Wrong);
        List<int> columns = [], features = [], examples = [];
        int evaluationsOfParts = 0;
        if (isWrong)
        {
            columns = Localization.Columns(function, probe, scale, options.Seed);
            features = Localization.Features(function, probe, scale, options.Seed, columns);
            if (program is not null) examples = Localization.Examples(program, form!.Data, at, options, probe.FirstDistance, ref evaluationsOfParts);
            HashSet<int> known = [.. entries.Select(entry => entry.Feature * function.ClassCount + entry.Class)];
            foreach (int e in features.SelectMany(f => columns.Select(j => f * function.ClassCount + j)).Take(LocalizedEntries).Where(known.Add)) entries.Add(Entry(e));
        }

        ProbeResult first = directions[0];
        return new GradientCheckResult(function.Value, entries, options.Tolerance)
        {
            Verdict = isWrong ? Verdict.Wrong : Overall(directions, entries, testedTo, function.IsRough),
            Reason = directions.Find(found => found.Reason is not null)?.Reason,
            Evaluations = function.Evaluations + evaluationsOfParts,
            TestedTo = testedTo,
            Order = first.Order,
            Step = first.Step,
            Noise = function.Noise,
            Precision = function.Precision,
            Kinks = [.. named.OrderBy(kink => kink.Example).ThenBy(kink => kink.Class).Take(KinkProbe.Listed)],
            Columns = columns,
            Features = features,
            Examples = examples,
        };

        GradientCheckEntry Entry(int e)
        {
            double[] direction = Directions.Entry(count, e);
            ProbeResult found = probe.Run(direction, Math.Max(scale, Math.Abs(function.Weights[e])), isEntry: true);
            if (found.IsAtKink) Name(direction, found.Step);
            return new GradientCheckEntry(e / function.ClassCount, e % function.ClassCount, found.Analytic, found.Numeric, found.Left, found.Right, found.RelativeError, found.Step, found.IsAtKink)
            {
                Verdict = found.Verdict,
                Error = found.Error,
                Difference = found.Difference,
                Allowed = found.Allowed,
            };
        }

        void Name(double[] direction, double reach)
        {
            // Noisy values take wide steps, within which lie terms that are at no kink.
            if (kinks is not null) named.UnionWith(kinks.Within(direction, Math.Min(reach, AtItsKink * scale)));
        }
    }

    private static double Length(double[] direction) => Math.Sqrt(direction.Sum(v => v * v));

    /// <summary>What noise hides of single entries, directions that test all at once may still have told; at kinks, the check beside them.</summary>
    private static Verdict Overall(List<ProbeResult> directions, List<GradientCheckEntry> entries, double testedTo, bool isRough)
    {
        bool hasKink = directions.Any(found => found.Verdict == Verdict.ValidSubgradient);
        bool isNoisy = directions.Any(found => found.Verdict == Verdict.Noisy) || (!(hasKink && isRough) && entries.Any(entry => entry.Verdict == Verdict.Noisy));
        return isNoisy && !(testedTo <= TestedPrecision.Enough) ? Verdict.Noisy
            : hasKink || entries.Any(entry => entry.Verdict == Verdict.ValidSubgradient) ? Verdict.ValidSubgradient
            : Verdict.Correct;
    }

    private static bool IsSame(ProbedFunction function, double value) =>
        Math.Abs(function.Value - value) <= Math.Max(function.Noise, SameValue * Math.Abs(value));

    /// <summary>The result where a value or an entry is NaN or infinite; null where all are finite.</summary>
    private static GradientCheckResult? Unusable(ProbedFunction function, GradientCheckOptions options)
    {
        int bad = Math.Max(0, function.BadEntry), k = function.ClassCount;
        string? reason = !double.IsFinite(function.Value)
            ? string.Create(CultureInfo.InvariantCulture, $"the value is {function.Value}")
            : function.BadEntry >= 0 ? string.Create(CultureInfo.InvariantCulture, $"the gradient is {function.Gradient[bad]} at row {bad / k}, column {bad % k} (counted from 0)")
            : null;
        if (reason is null) return null;
        GradientCheckEntry entry = new(bad / k, bad % k, function.Gradient[bad], double.NaN, double.NaN, double.NaN, double.PositiveInfinity, 0, IsAtKink: false) { Verdict = Verdict.Wrong, Error = double.NaN, Difference = double.NaN };
        return new GradientCheckResult(function.Value, [entry], options.Tolerance)
        {
            Verdict = Verdict.Wrong,
            Reason = reason,
            Evaluations = function.Evaluations,
            Precision = function.Precision,
        };
    }

    private static int[] Choose(int count, GradientCheckOptions options)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        if (count <= options.EntryCount) return all;
        RandomOrder random = new(options.Seed);
        for (int chosen = 0; chosen < options.EntryCount; chosen++)
        {
            int other = chosen + random.Next(count - chosen);
            (all[chosen], all[other]) = (all[other], all[chosen]);
        }
        return all[..options.EntryCount];
    }
}
