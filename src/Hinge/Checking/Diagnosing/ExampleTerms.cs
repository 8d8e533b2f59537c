using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;

namespace Hinge.Checking.Diagnosing;

/// <summary>A change of an example's coefficients that a kink leaves open: θ·(value1 at column1 + value2 at column2), θ in [0, 1].</summary>
/// <param name="Example">The example.</param>
/// <param name="Column1">A column of dW.</param>
/// <param name="Value1">What goes there.</param>
/// <param name="Column2">Another column, or −1.</param>
/// <param name="Value2">What goes there.</param>
/// <param name="SharesOne">Whether all of the example's θ together are at most 1 (Crammer–Singer's ties).</param>
/// <param name="IsExact">Whether it is a kink in double precision too, not only within the program's rounding.</param>
internal readonly record struct KinkChoice(int Example, int Column1, double Value1, int Column2, double Value2, bool SharesOne, bool IsExact)
{
    /// <summary>Takes the term as violated; ties of Crammer–Singer stay with the class that has them.</summary>
    public void AddTo(Span<double> coefficients)
    {
        if (SharesOne) return;
        coefficients[Column1] += Value1;
        if (Column2 >= 0) coefficients[Column2] += Value2;
    }
}

/// <summary>Examples' coefficients, with the terms that are at a kink kept apart.</summary>
internal sealed class ExampleTerms
{
    private readonly FeatureMatrix _features;
    private readonly Loss _loss;
    private readonly Precision _precision, _exact;
    private readonly double _largestNorm;
    private readonly double[]? _squaredNorms;

    /// <param name="data">X.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="weights">W, D×K.</param>
    /// <param name="precision">That of the program: it says how near to zero a violation counts as zero.</param>
    /// <param name="squaredNorms">‖x_i‖² where they are known, or null: then each is computed when it is needed.</param>
    public ExampleTerms(Dataset data, Loss loss, WeightMatrix weights, Precision precision, double[]? squaredNorms = null)
    {
        _squaredNorms = squaredNorms;
        _features = data.Features;
        _loss = loss;
        _precision = precision;
        _exact = new Precision(isSingle: false, data.ExampleCount, weights.FeatureCount);
        double[] squares = new double[weights.ClassCount];
        for (int f = 0; f < weights.FeatureCount; f++)
            for (int j = 0; j < squares.Length; j++)
                squares[j] += weights[f, j] * weights[f, j];
        _largestNorm = Math.Sqrt(squares.Max());
    }

    /// <summary>Turns scores into coefficients, leaving out every term that is at its kink.</summary>
    /// <param name="scores">s, length K; overwritten with the coefficients.</param>
    /// <param name="label">y.</param>
    /// <param name="example">The example.</param>
    /// <param name="choices">Receives the terms left out.</param>
    public void Coefficients(Span<double> scores, int label, int example, List<KinkChoice> choices)
    {
        double bound = 2 * Math.Sqrt(_squaredNorms?[example] ?? _features.SquaredNorm(example)) * _largestNorm + LargestDelta(label, scores.Length);
        double tolerance = _precision.Violation(bound), exactTolerance = _exact.Violation(bound);
        Loss loss = _loss;
        switch (loss)
        {
            case WestonWatkins:
                WestonWatkinsTerms(loss, scores, label, example, tolerance, exactTolerance, choices);
                break;
            case OneVsRest:
                for (int j = 0; j < scores.Length; j++)
                {
                    double sign = OneVsRest.Sign(j, label), violation = 1 - sign * scores[j];
                    if (Math.Abs(violation) <= tolerance) choices.Add(new KinkChoice(example, j, -sign, -1, 0, SharesOne: false, Math.Abs(violation) <= exactTolerance));
                    scores[j] = violation > tolerance ? -sign : 0;
                }
                break;
            case CrammerSinger:
                CrammerSingerTerms(loss, scores, label, example, tolerance, exactTolerance, choices);
                break;
            default:
                loss.ValueAndCoefficients(scores, label);
                break;
        }
    }

    private static void WestonWatkinsTerms(Loss loss, Span<double> scores, int label, int example, double tolerance, double exactTolerance, List<KinkChoice> choices)
    {
        double right = scores[label];
        int violated = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            if (j == label) continue;
            double violation = scores[j] - right + loss.Delta![label, j];
            bool isViolated = violation > tolerance;
            if (!isViolated && violation >= -tolerance)
                choices.Add(new KinkChoice(example, j, 1, label, -1, SharesOne: false, Math.Abs(violation) <= exactTolerance));
            scores[j] = isViolated ? 1 : 0;
            if (isViolated) violated++;
        }
        scores[label] = -violated;
    }

    private static void CrammerSingerTerms(Loss loss, Span<double> scores, int label, int example, double tolerance, double exactTolerance, List<KinkChoice> choices)
    {
        double right = scores[label], worst = double.NegativeInfinity;
        for (int j = 0; j < scores.Length; j++)
        {
            scores[j] = j == label ? double.NegativeInfinity : scores[j] - right + loss.Delta![label, j];
            worst = Math.Max(worst, scores[j]);
        }
        // The first of the tied classes takes the term; without a violation beyond doubt nobody does.
        int taker = -1;
        for (int j = 0; j < scores.Length; j++)
        {
            if (!(scores[j] >= worst - tolerance && scores[j] >= -tolerance)) continue;
            bool isExact = Math.Abs(scores[j] - worst) <= exactTolerance && (worst > tolerance || Math.Abs(worst) <= exactTolerance);
            if (worst <= tolerance) choices.Add(new KinkChoice(example, j, 1, label, -1, SharesOne: true, isExact));
            else if (taker < 0) taker = j;
            else choices.Add(new KinkChoice(example, j, 1, taker, -1, SharesOne: true, isExact));
        }
        scores.Clear();
        if (taker < 0) return;
        scores[taker] = 1;
        scores[label] = -1;
    }

    private double LargestDelta(int label, int classCount)
    {
        double largest = 1;
        for (int j = 0; _loss.Delta is { } delta && j < classCount; j++)
            if (j != label) largest = Math.Max(largest, delta[label, j]);
        return largest;
    }
}
