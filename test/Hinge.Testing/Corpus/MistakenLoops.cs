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
        // Looked up once: these loops run millions of times.
        bool countsCorrectClass = Has("loss-counts-correct-class"), isStale = Has("stale-margin"), isOnce = Has("correct-class-once-per-example");
        bool addsWrong = !Has("missing-wrong-class-term"), flips = Has("correct-class-sign-flipped"), isShifted = Has("labels-shifted");
        bool subtractsCorrect = !(Has("missing-correct-class-term") || isOnce || isStale);
        string? other = Array.Find(mistakes, m => m.StartsWith("other-loss:", StringComparison.Ordinal));

        T[] dw = new T[w.Length], scores = new T[k];
        T loss = T.Zero, delta = Has("missing-delta") ? T.Zero : T.One, margin = -T.One;
        int last = Has("missing-examples") ? n - 1 : n;
        for (int i = 0; i < last; i++)
        {
            int label = isShifted ? (y[i] + 1) % k : y[i];
            ReadOnlySpan<T> row = x.AsSpan(i * d, d);
            Array.Clear(scores);
            for (int f = 0; f < d; f++)
                for (int j = 0; j < k; j++)
                    scores[j] += row[f] * w[f * k + j];
            if (other is not null)
            {
                T[] coefficients = OtherCoefficients(other, scores, label);
                for (int j = 0; j < k; j++) AddRow(row, j, coefficients[j]);
                continue;
            }
            bool hasViolation = false;
            for (int j = 0; j < k; j++)
            {
                if (j == label)
                {
                    if (countsCorrectClass) loss += delta;
                    if (isStale && margin > T.Zero) AddRow(row, j, -T.One);
                    continue;
                }
                margin = scores[j] - scores[label] + delta;
                if (!(margin > T.Zero || (takesZero && margin == T.Zero))) continue;
                hasViolation = true;
                loss += margin;
                if (addsWrong) AddRow(row, j, T.One);
                if (flips) AddRow(row, label, T.One);
                else if (subtractsCorrect) AddRow(row, label, -T.One);
            }
            if (hasViolation && isOnce) AddRow(row, label, -T.One);
        }

        T count = T.CreateChecked(n), squares = T.Zero;
        T divisor = Has("not-averaged") ? T.One : Has("averaged-twice") ? count * count : count;
        T penalty = T.CreateChecked(Has("missing-regularization") ? 0 : Has("halved-regularization") ? 1 : Has("doubled-regularization") ? 4 : 2) * lambda;
        if (Has("regularization-averaged")) penalty /= count;
        T scale = (Has("sign-flipped") ? -T.One : T.One) * (Has("scaled") ? T.CreateChecked(0.37) : T.One);
        for (int e = 0; e < dw.Length; e++)
        {
            squares += w[e] * w[e];
            dw[e] = (dw[e] / divisor + penalty * w[e]) * scale;
        }
        return (loss / count + lambda * squares, dw);

        bool Has(string name) => Array.IndexOf(mistakes, name) >= 0;

        void AddRow(ReadOnlySpan<T> row, int column, T factor)
        {
            for (int f = 0; f < row.Length; f++)
                dw[f * k + column] += factor * row[f];
        }
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
