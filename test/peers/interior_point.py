"""Certified optima of the hinge losses, by a primal-dual interior-point method: slow, plain, and of another kind
than the coordinate ascent it checks.

A loss is a sum of terms max(0, delta - t s_i), one a (example, class) pair, with t a row of K numbers:
e_y - e_j for weston-watkins and crammer-singer, t_ij e_j for one-vs-rest. Let M map W (D x K) to the margins t s_i
of all terms, and M' be its transpose. The dual of 1/2 ||W||^2 + C sum loss is

    maximise  delta sum(alpha) - 1/2 ||M' alpha||^2      alpha >= 0 and
                alpha_ij <= C  (weston-watkins, one-vs-rest)   or   sum_j alpha_ij <= C  (crammer-singer),

and W = M' alpha. Each Newton step (Mehrotra's predictor and corrector, Nocedal & Wright, Numerical Optimization,
algorithm 16.4) solves (M M' + H) step = right side, with H diagonal, or diagonal plus one rank an example; by the
Woodbury identity that takes one D K x D K Cholesky factor, of I + M' H^-1 M.
"""

import numpy as np
from scipy.linalg import cho_factor, cho_solve

import objective

WANTED_GAP = 1e-10
ITERATIONS = 100
REFINEMENTS = 4   # of each linear solve, which cancels near the optimum


def _terms(loss, labels, classes):
    """The rows t: examples x terms an example x K."""
    unit = np.eye(classes)
    if loss == "one-vs-rest":
        signs = 2 * unit[labels] - 1
        return signs[:, :, None] * unit
    others = np.array([[j for j in range(classes) if j != y] for y in labels])
    return unit[labels][:, None, :] - unit[others]


class _Bounds:
    """The upper constraints E alpha <= C: E is the identity, or sums over an example's terms."""

    def __init__(self, shared):
        self.shared = shared

    def apply(self, alpha):
        return alpha.sum(axis=1, keepdims=True) if self.shared else alpha

    def solve(self, lower, upper, right):
        """(diag(lower) + E' diag(upper) E)^-1 right, along axis 1."""
        if not self.shared:
            return right / (lower + upper)
        # Written with differences: Sherman and Morrison's formula cancels where one entry of lower is tiny.
        total = right / upper
        for k in range(lower.shape[1]):
            total += (right - right[:, k:k + 1]) / lower[:, k:k + 1]
        return total / lower / (1 / upper + (1 / lower).sum(axis=1, keepdims=True))


def _longest_step(values, steps):
    shrinking = steps < 0
    return min(1.0, 0.9995 * np.min(-values[shrinking] / steps[shrinking], initial=np.inf))


def solve(loss, features, labels, classes, cost, delta=1.0):
    """{weights: D x K, primal, dual, relativeGap}; the gap is that of the weights and alpha returned."""
    terms = _terms(loss, labels, classes)
    bounds = _Bounds(shared=loss == "crammer-singer")
    size = features.shape[1] * classes

    def margins(weights):
        return np.einsum("nkc,nc->nk", terms, features @ weights)

    def combine(alpha):
        return features.T @ np.einsum("nkc,nk->nc", terms, alpha)

    def factor(lower, upper):
        """The Cholesky factor of I + M' H^-1 M, with W laid out class by class."""
        inner = np.einsum("nkc,nkd->ncd", terms, bounds.solve(lower[..., None], upper[..., None], terms))
        blocks = [[(features * inner[:, c, d, None]).T @ features for d in range(classes)] for c in range(classes)]
        return cho_factor(np.eye(size) + np.block(blocks))

    def certify(alpha):
        alpha = np.clip(alpha, 0, cost)
        alpha = alpha * np.minimum(1, cost / np.maximum(bounds.apply(alpha), cost))
        weights = combine(alpha)
        value, _ = objective.primal(loss, weights, features, labels, cost, delta)
        dual = float(delta * alpha.sum() - 0.5 * np.sum(weights ** 2))
        return {"weights": weights, "primal": value, "dual": dual, "relativeGap": (value - dual) / value}

    alpha = np.full(terms.shape[:2], cost / (2 * terms.shape[1]))
    slack_low, slack_up = alpha.copy(), cost - bounds.apply(alpha)
    price_low, price_up = np.ones_like(slack_low), np.ones_like(slack_up)
    constraints = slack_low.size + slack_up.size
    best = certify(alpha)

    for _ in range(ITERATIONS):
        if best["relativeGap"] <= WANTED_GAP:
            break
        lower, upper = price_low / slack_low, price_up / slack_up
        cholesky = factor(lower, upper)
        shortfall = delta - margins(combine(alpha))

        def newton(aim_low, aim_up):
            """The steps that bring slack * price to aim to first order, and prices to shortfalls."""
            right = shortfall + aim_low / slack_low - aim_up / slack_up
            step = np.zeros_like(alpha)
            for _ in range(REFINEMENTS):
                left = right - margins(combine(step)) - lower * step - upper * bounds.apply(step)
                change = cho_solve(cholesky, combine(bounds.solve(lower, upper, left)).T.ravel())
                step += bounds.solve(lower, upper, left - margins(change.reshape(classes, -1).T))
            step_low, step_up = step, -bounds.apply(step)
            return (step, step_low, step_up, (aim_low - price_low * step_low) / slack_low - price_low,
                    (aim_up - price_up * step_up) / slack_up - price_up)

        def lengths(steps):
            return (min(_longest_step(slack_low, steps[1]), _longest_step(slack_up, steps[2])),
                    min(_longest_step(price_low, steps[3]), _longest_step(price_up, steps[4])))

        mean = (np.sum(slack_low * price_low) + np.sum(slack_up * price_up)) / constraints
        guess = newton(0, 0)
        length = min(lengths(guess))
        reached = (np.sum((slack_low + length * guess[1]) * (price_low + length * guess[3]))
                   + np.sum((slack_up + length * guess[2]) * (price_up + length * guess[4]))) / constraints
        aim = mean * (reached / mean) ** 3
        steps = newton(aim - guess[1] * guess[3], aim - guess[2] * guess[4])
        length = min(lengths(steps))
        alpha, slack_low, slack_up, price_low, price_up = (
            old + length * step for old, step in zip((alpha, slack_low, slack_up, price_low, price_up), steps))
        best = min(best, certify(alpha), key=lambda result: result["relativeGap"])
    return best
