using System.Numerics;

namespace Hinge.Testing.Corpus;

/// <summary>
/// The student's loops with mistakes put into them by name, in float or double: independent of the library, so that the
/// diagnosis cannot agree with itself.
/// </summary>
public static class MistakenLoops
{
    /// <summary>The single mistakes that these loops can make.</summary>
    public static readonly string[] Names =
    [
        "missing-correct-class-term", "missing-wrong-class-term", "correct-class-once-per-example", "stale-margin",
        "correct-class-sign-flipped", "not-averaged", "averaged-twice", "missing-regularization", "halved-regularization",
        "doubled-regularization", "regularization-averaged", "sign-flipped", "missing-delta", "labels-shifted",
        "missing-examples", "scaled", "other-loss:squared-weston-watkins", "other-loss:crammer-singer", "other-loss:softmax",
        "other-loss:one-vs-rest",
    ];

    /// <summary>Loss and gradient of (1/N) Σ + λ‖W‖², with the mistakes named.</summary>
    /// <param name="x">N×D.</param>
    /// <param name="y">N.</param>
    /// <param name="w">D×K.</param>
    /// <param name="k">K.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="takesZero">Whether a violation of exactly zero counts (≥ instead of >).</param>
    /// <param name="mistakes">Names of <see cref="Names"/>, or "loss-counts-correct-class".</param>
    public static (T Loss, T[] Gradient) Run<T>(T[] x, int[] y, T[] w, int k, T lambda, bool takesZero, params string[] mistakes)
        where T : IFloatingPointIeee754<T>
    {
        int n = y.Length, d = w.Length / k;
        T[] dw = new T[w.Length];
        T loss = T.Zero, delta = mistakes.Contains("missing-delta") ? T.Zero : T.One, margin = -T.One;
        int last = mistakes.Contains("missing-examples") ? n - 1 : n;
        for (int i = 0; i < last; i++)
        {
            int label = mistakes.Contains("labels-shifted") ? (y[i] + 1) % k : y[i];
            T[] scores = new T[k];
            for (int j = 0; j < k; j++)
                for (int f = 0; f < d; f++)
                    scores[j] += x[i * d + f] * w[f * k + j];
            if (mistakes.FirstOrDefault(m => m.StartsWith("other-loss:", StringComparison.Ordinal)) is { } other)
            {
                T[] coefficients = OtherCoefficients(other, scores, label);
                for (int j = 0; j < k; j++)
                    for (int f = 0; f < d; f++)
                        dw[f * k + j] += x[i * d + f] * coefficients[j];
                continue;
            }
            bool hasViolation = false;
            for (int j = 0; j < k; j++)
            {
                if (j == label)
                {
                    if (mistakes.Contains("loss-counts-correct-class")) loss += delta;
                    if (mistakes.Contains("stale-margin") && margin > T.Zero) AddRow(j, -T.One);
                    continue;
                }
                margin = scores[j] - scores[label] + delta;
                if (!(margin > T.Zero || (takesZero && margin == T.Zero))) continue;
                hasViolation = true;
                loss += margin;
                if (!mistakes.Contains("missing-wrong-class-term")) AddRow(j, T.One);
                if (mistakes.Contains("correct-class-sign-flipped")) AddRow(label, T.One);
                else if (!mistakes.Any(m => m is "missing-correct-class-term" or "correct-class-once-per-example" or "stale-margin")) AddRow(label, -T.One);
            }
            if (hasViolation && mistakes.Contains("correct-class-once-per-example")) AddRow(label, -T.One);

            void AddRow(int column, T factor)
            {
                for (int f = 0; f < d; f++)
                    dw[f * k + column] += factor * x[i * d + f];
            }
        }

        T count = T.CreateChecked(n), squares = T.Zero;
        T divisor = mistakes.Contains("not-averaged") ? T.One : mistakes.Contains("averaged-twice") ? count * count : count;
        T penalty = T.CreateChecked(mistakes.Contains("missing-regularization") ? 0 : mistakes.Contains("halved-regularization") ? 1 : mistakes.Contains("doubled-regularization") ? 4 : 2) * lambda;
        if (mistakes.Contains("regularization-averaged")) penalty /= count;
        for (int e = 0; e < dw.Length; e++)
        {
            squares += w[e] * w[e];
            dw[e] = dw[e] / divisor + penalty * w[e];
            if (mistakes.Contains("sign-flipped")) dw[e] = -dw[e];
            if (mistakes.Contains("scaled")) dw[e] *= T.CreateChecked(0.37);
        }
        return (loss / count + lambda * squares, dw);
    }

    private static T[] OtherCoefficients<T>(string name, T[] scores, int label)
        where T : IFloatingPointIeee754<T>
    {
        int k = scores.Length;
        T[] c = new T[k];
        T sum = T.Zero;
        int worst = -1;
        T largest = T.Zero;
        for (int j = 0; j < k; j++)
        {
            T margin = scores[j] - scores[label] + T.One;
            switch (name)
            {
                case "other-loss:squared-weston-watkins" when j != label && margin > T.Zero:
                    c[j] = margin + margin;
                    c[label] -= c[j];
                    break;
                case "other-loss:crammer-singer" when j != label && margin > largest:
                    (worst, largest) = (j, margin);
                    break;
                case "other-loss:softmax":
                    c[j] = T.Exp(scores[j] - scores[label]);
                    sum += c[j];
                    break;
                case "other-loss:one-vs-rest":
                    T t = j == label ? T.One : -T.One;
                    c[j] = T.One - t * scores[j] > T.Zero ? -t : T.Zero;
                    break;
                default:
                    break;
            }
        }
        if (worst >= 0) (c[worst], c[label]) = (T.One, -T.One);
        if (name == "other-loss:softmax")
        {
            for (int j = 0; j < k; j++) c[j] /= sum;
            c[label] -= T.One;
        }
        return c;
    }
}
