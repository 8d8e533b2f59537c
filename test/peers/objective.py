"""The one objective every peer's weights are scored with, in double precision.

    P(W) = 1/2 ||W||^2 + C * sum_i loss(s_i, y_i),      s = X W

X is N x D (features), W is D x K (weights, a column a class), y is in [0, K) (labels), C the cost, delta the
demanded lead of the right class. With the violation v_ij = s_ij - s_iy + delta for j != y, loss(s, y) is

    weston-watkins          sum_j max(0, v_j)
    squared-weston-watkins  sum_j max(0, v_j)^2
    crammer-singer          max(0, max_j v_j)
    one-vs-rest             sum_j max(0, 1 - t_j s_j),    t_j = 1 for j = y, else -1
    squared-one-vs-rest     sum_j max(0, 1 - t_j s_j)^2
    softmax                 log sum_j exp(s_j - s_y)

Each function below maps scores (N x K) to (values, N) and their derivatives by the scores (N x K).
"""

import numpy as np


def _violations(scores, labels, delta):
    rows = np.arange(len(labels))
    violations = scores - scores[rows, labels, None] + delta
    violations[rows, labels] = 0
    return rows, np.maximum(violations, 0)


def _weston_watkins(scores, labels, delta):
    rows, violations = _violations(scores, labels, delta)
    coefficients = (violations > 0).astype(float)
    coefficients[rows, labels] = -coefficients.sum(axis=1)
    return violations.sum(axis=1), coefficients


def _squared_weston_watkins(scores, labels, delta):
    rows, violations = _violations(scores, labels, delta)
    coefficients = 2 * violations
    coefficients[rows, labels] = -coefficients.sum(axis=1)
    return (violations ** 2).sum(axis=1), coefficients


def _crammer_singer(scores, labels, delta):
    rows, violations = _violations(scores, labels, delta)
    worst = violations.argmax(axis=1)
    values = violations[rows, worst]
    coefficients = np.zeros_like(scores)
    coefficients[rows, worst] = values > 0
    coefficients[rows, labels] -= values > 0
    return values, coefficients


def _one_vs_rest(scores, labels, delta):
    signs = np.where(np.arange(scores.shape[1]) == labels[:, None], 1.0, -1.0)
    shortfalls = np.maximum(1 - signs * scores, 0)
    return shortfalls.sum(axis=1), -signs * (shortfalls > 0)


def _squared_one_vs_rest(scores, labels, delta):
    signs = np.where(np.arange(scores.shape[1]) == labels[:, None], 1.0, -1.0)
    shortfalls = np.maximum(1 - signs * scores, 0)
    return (shortfalls ** 2).sum(axis=1), -2 * signs * shortfalls


def _softmax(scores, labels, delta):
    rows = np.arange(len(labels))
    shifted = scores - scores.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=1)
    coefficients = exponentials / totals[:, None]
    coefficients[rows, labels] -= 1
    return np.log(totals) - shifted[rows, labels], coefficients


LOSSES = {
    "weston-watkins": _weston_watkins,
    "squared-weston-watkins": _squared_weston_watkins,
    "crammer-singer": _crammer_singer,
    "one-vs-rest": _one_vs_rest,
    "squared-one-vs-rest": _squared_one_vs_rest,
    "softmax": _softmax,
}


def primal(loss, weights, features, labels, cost, delta=1.0):
    """(P(W), its gradient or one subgradient, D x K)."""
    values, coefficients = LOSSES[loss](features @ weights, labels, delta)
    value = 0.5 * np.sum(weights ** 2) + cost * np.sum(values)
    return float(value), weights + cost * (features.T @ coefficients)


def mean_form(loss, weights, features, labels, penalty, delta=1.0):
    """The course notes' form, mean loss + penalty * ||W||^2, and its gradient."""
    values, coefficients = LOSSES[loss](features @ weights, labels, delta)
    value = np.mean(values) + penalty * np.sum(weights ** 2)
    return float(value), features.T @ coefficients / len(labels) + 2 * penalty * weights
