using Hinge.Losses;

namespace Hinge.Playground.Programs;

/// <summary>One example's turn in a program of another loss than the one meant.</summary>
internal static class OtherLossListing
{
    /// <summary>The lines.</summary>
    /// <param name="loss">One of <see cref="Loss.Names"/>.</param>
    /// <param name="wrong">How column j gains: <c>dW[:, j] += </c>.</param>
    /// <param name="correct">How column y[i] loses.</param>
    /// <param name="worst">How column <c>worst</c> gains.</param>
    /// <param name="own">How column j loses.</param>
    public static IReadOnlyList<string> Of(string loss, string wrong, string correct, string worst, string own) => loss switch
    {
        "squared-weston-watkins" =>
        [
            "for j in range(K):",
            "    if j == y[i]:",
            "        continue",
            "    margin = s[j] - s[y[i]] + 1",
            "    if margin > 0:",
            "        loss += margin ** 2",
            $"        {wrong}2 * margin * X[i]",
            $"        {correct}2 * margin * X[i]",
        ],
        "crammer-singer" =>
        [
            "most = 0",
            "for j in range(K):",
            "    if j == y[i]:",
            "        continue",
            "    margin = s[j] - s[y[i]] + 1",
            "    if margin > most:",
            "        most = margin",
            "        worst = j",
            "if most > 0:",
            "    loss += most",
            $"    {worst}X[i]",
            $"    {correct}X[i]",
        ],
        "softmax" =>
        [
            "e = np.exp(s - np.max(s))",
            "p = e / np.sum(e)",
            "loss -= np.log(p[y[i]])",
            "for j in range(K):",
            $"    {wrong}p[j] * X[i]",
            $"{correct}X[i]",
        ],
        "one-vs-rest" or "squared-one-vs-rest" =>
        [
            "for j in range(K):",
            "    t = -1",
            "    if j == y[i]:",
            "        t = 1",
            "    margin = 1 - t * s[j]",
            "    if margin > 0:",
            loss == "one-vs-rest" ? "        loss += margin" : "        loss += margin ** 2",
            loss == "one-vs-rest" ? $"        {own}t * X[i]" : $"        {own}2 * margin * t * X[i]",
        ],
        _ => throw new ArgumentException($"loss must be one that has a listing; got {loss}.", nameof(loss)),
    };
}
