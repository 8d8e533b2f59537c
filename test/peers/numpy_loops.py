"""The student's loss and gradient: two plain nested loops over NumPy arrays, in the arrays' own precision.

    loss = (1/N) sum_i sum_{j != y_i} max(0, s_ij - s_iy + delta) + lambda ||W||^2
"""

import numpy as np

SEED = 20240229

# name, dtype, examples, features, classes, delta, lambda, share of zeros in X
SMALL = [
    ("one-example", "float64", 1, 4, 3, 1.0, 0.0, 0.0),
    ("two-classes", "float64", 6, 3, 2, 1.0, 0.1, 0.0),
    ("one-feature", "float64", 9, 1, 4, 1.0, 0.05, 0.0),
    ("usual", "float64", 20, 12, 7, 1.0, 0.01, 0.0),
    ("wide-delta", "float64", 12, 8, 5, 2.5, 0.0, 0.0),
    ("sparse", "float64", 18, 11, 6, 1.0, 0.02, 0.8),
    ("usual-float32", "float32", 20, 12, 7, 1.0, 0.01, 0.0),
    ("small-delta-float32", "float32", 15, 10, 3, 0.25, 0.5, 0.0),
]
LARGE = [
    ("large-500x100x20", "float64", 500, 100, 20, 1.0, 0.01, 0.0),
    ("large-50x20x1000", "float64", 50, 20, 1000, 1.0, 0.0, 0.0),
    ("large-10000x20x5", "float64", 10000, 20, 5, 0.5, 0.001, 0.0),
    ("large-sparse-1000x100x10", "float32", 1000, 100, 10, 1.0, 0.01, 0.9),
]


def loss_and_gradient(X, y, W, delta, penalty):
    N, K = len(X), W.shape[1]
    loss = X.dtype.type(0)
    dW = np.zeros_like(W)
    for i in range(N):
        scores = X[i].dot(W)
        for j in range(K):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + delta
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / N + penalty * np.sum(W * W), dW / N + 2 * penalty * W


def make_case(name, dtype, examples, features, classes, delta, penalty, zeros):
    random = np.random.RandomState([SEED, examples, features, classes])
    X = random.standard_normal((examples, features))
    X[random.random_sample(X.shape) < zeros] = 0
    X = X.astype(dtype)
    y = random.randint(classes, size=examples)
    W = (random.standard_normal((features, classes)) / np.sqrt(features)).astype(dtype)
    # NumPy 1 would widen float32 beside a plain Python number.
    number = np.dtype(dtype).type
    loss, dW = loss_and_gradient(X, y, W, number(delta), number(penalty))
    return {"name": name, "lossName": "weston-watkins", "dtype": dtype,
            "examples": examples, "features": features, "classes": classes, "delta": delta, "lambda": penalty,
            "X": X, "y": y, "W": W, "loss": float(loss), "dW": dW}


def answers(large):
    cases = [make_case(*case) for case in SMALL + (LARGE if large else [])]
    return {"tool": "numpy", "version": np.__version__, "cases": cases}
