using Hinge.Checking.Diagnosing;

namespace Hinge.Checking;

/// <summary>A direction in which a gradient is compared with differences.</summary>
/// <param name="Direction">V, length D·K.</param>
/// <param name="Analytic">g·V.</param>
/// <param name="Typical">‖V‖ times the root mean square of g's entries: how large g·V is for any V of this length; at least what counts as zero.</param>
/// <param name="Tolerance">The largest relative error that counts as agreement.</param>
internal sealed record ProbeCase(double[] Direction, double Analytic, double Typical, double Tolerance)
{
    /// <summary>Above this share of the gradient's size an error leaves too much open to tell.</summary>
    public const double NoisyShare = 0.01;

    public const double SmallestNormal = 2.2250738585072014e-308;

    /// <summary>The larger of |g·V| and a numeric derivative, never 0.</summary>
    public double Size(double numeric) => Math.Max(Math.Max(Math.Abs(Analytic), Math.Abs(numeric)), SmallestNormal);

    /// <summary>Differences over W ± hV; null where there are none.</summary>
    public DifferencePair? Differences(ProbedFunction function, double step)
    {
        double high = function.At(Direction, step, out double above), low = function.At(Direction, -step, out double below);
        if (!(above > 0 && below < 0) || !double.IsFinite(high) || !double.IsFinite(low)) return null;
        double left = (function.Value - low) / -below, right = (high - function.Value) / above;
        return new DifferencePair(step, (high - low) / (above - below), left, right, function.Noise / step);
    }

    public ProbeResult Result(DifferencePair pair, double numeric, double error, double difference, Verdict verdict)
    {
        double size = Size(numeric);
        return new ProbeResult(Analytic, numeric, pair.Left, pair.Right, error, difference / size, pair.Step, verdict)
        {
            Difference = difference,
            Allowed = Tolerance * size + 2 * error,
            Open = Math.Abs(Analytic - numeric) / Math.Max(Typical, SmallestNormal),
        };
    }
}
