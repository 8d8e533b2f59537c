"""The judge of bench/peers/run training: P(W) of any program's weights and D(b) of stored duals, in double precision.

    /usr/bin/python3 bench/peers/training_score.py DATA MODEL DUALS      a model and duals of `hinge train`, as JSON

P is the objective of test/peers/objective.py. Its dual, with b_j <= cost and so on as below and W(b) = -X' b, is

    D(b) = sum_i term(b_i) - 1/2 ||W(b)||^2 <= P(W) for every W,

    weston-watkins          sum_j b_j                         0 <= b_j <= C for j != y, b_y = -sum_j b_j
    squared-weston-watkins  sum_j (b_j - b_j^2 / 4C)          0 <= b_j, b_y likewise
    crammer-singer          sum_j b_j                         0 <= b_j, sum_j b_j <= C, b_y likewise
    one-vs-rest             sum_j a_j                         a_j = -t_j b_j, 0 <= a_j <= C
    squared-one-vs-rest     sum_j (a_j - a_j^2 / 4C)          0 <= a_j
    softmax                 -C sum_j p_j log p_j              p = b/C + e_y, 0 <= p_j, sum_j p_j = 1

Stored duals are first moved into these bounds, so D is a lower bound on every P whatever the file holds. Margins are 1.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np
import scipy.sparse
from sklearn.datasets import load_svmlight_file

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "test/peers"))

import objective  # noqa: E402  (beside the other peers)


class Data:
    """N x D features in double, rounded to float32 as Hinge stores them; labels in [0, K); the names of the classes."""

    def __init__(self, path, bias):
        features, names = load_svmlight_file(str(path))
        features = features.astype(np.float32).astype(np.float64)
        if bias:
            features = scipy.sparse.hstack([features, np.full((features.shape[0], 1), float(bias))])
        self.features = scipy.sparse.csr_matrix(features)
        self.names, self.labels = np.unique(names, return_inverse=True)


def primal(data, loss, cost, weights, classes):
    """P(W); columns of W are in the order of classes, the labels' numbers. Rows beyond W's, if any, are zero."""
    columns = np.zeros((data.features.shape[1], len(data.names)))
    columns[:len(weights), np.searchsorted(data.names, classes)] = weights
    return objective.primal(loss, columns, data.features, data.labels, cost)[0]


def _feasible(data, loss, cost, duals):
    """(b within its bounds, sum of the terms)."""
    own = np.arange(duals.shape[1]) == data.labels[:, None]
    if loss in ("weston-watkins", "squared-weston-watkins", "crammer-singer"):
        alpha = np.where(own, 0, np.maximum(duals, 0))
        if loss == "weston-watkins":
            alpha = np.minimum(alpha, cost)
        if loss == "crammer-singer":
            alpha *= (cost / np.maximum(alpha.sum(axis=1), cost))[:, None]
        terms = alpha - alpha ** 2 / (4 * cost) if loss == "squared-weston-watkins" else alpha
        return np.where(own, -alpha.sum(axis=1, keepdims=True), alpha), terms.sum()
    if loss in ("one-vs-rest", "squared-one-vs-rest"):
        signs = np.where(own, 1.0, -1.0)
        alpha = np.maximum(-signs * duals, 0)
        if loss == "one-vs-rest":
            alpha = np.minimum(alpha, cost)
        terms = alpha - alpha ** 2 / (4 * cost) if loss == "squared-one-vs-rest" else alpha
        return -signs * alpha, terms.sum()
    if loss == "softmax":
        shares = np.maximum(duals / cost + own, 0)
        shares /= shares.sum(axis=1, keepdims=True)
        return cost * (shares - own), -cost * np.sum(shares * np.log(np.where(shares > 0, shares, 1)))
    raise ValueError(f"no dual is known for {loss}")


def dual(data, loss, cost, duals, classes):
    """D(b) with b, N x K, moved into its bounds; columns in the order of classes."""
    columns = np.zeros(duals.shape)
    columns[:, np.searchsorted(data.names, classes)] = duals
    feasible, terms = _feasible(data, loss, cost, columns)
    return float(terms - 0.5 * np.sum((data.features.T @ feasible) ** 2))


def _hinge_file(path, magic):
    """(metadata, payload) of a file of Hinge's; HingeFile.cs has the format."""
    content = Path(path).read_bytes()
    found, _, metadata, payload = struct.unpack_from("<8siiq", content)
    if found != magic:
        raise ValueError(f"{path}: must start with {magic}; got {found}")
    return json.loads(content[24:24 + metadata]), content[24 + metadata:24 + metadata + payload]


def hinge_model(path):
    """(metadata, weights: rows x classes, classes); the bias, where there is one, is the last row."""
    metadata, payload = _hinge_file(path, b"HINGEMOD")
    return metadata, np.frombuffer(payload, "<f8").reshape(-1, metadata["classCount"]), np.array(metadata["classNames"], float)


def hinge_duals(path):
    """b, N x K."""
    metadata, payload = _hinge_file(path, b"HINGEDUA")
    duals = np.zeros((metadata["exampleCount"], metadata["classCount"]))
    entry = np.dtype([("column", "<i4"), ("value", "<f8")])
    at = 0
    while at < len(payload):
        example, count = struct.unpack_from("<ii", payload, at)
        row = np.frombuffer(payload, entry, count, at + 8)
        duals[example, row["column"]] = row["value"]
        at += 8 + count * entry.itemsize
    return duals


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: training_score.py DATA MODEL DUALS")
    metadata, weights, classes = hinge_model(sys.argv[2])
    data = Data(sys.argv[1], metadata["biasScale"])
    problem = data, metadata["loss"], metadata["cost"]
    print(json.dumps({"primal": primal(*problem, weights, classes), "dual": dual(*problem, hinge_duals(sys.argv[3]), classes)}))


if __name__ == "__main__":
    main()
