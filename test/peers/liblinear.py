"""LIBLINEAR's liblinear-train on the digits and iris.

How its objectives relate to Hinge's P(W) = 1/2 ||W||^2 + C sum loss, without bias:

    -s 4 (Crammer and Singer) is crammer-singer at the same C.
    -s 3 and -s 1 (hinge and squared hinge, dual), three classes or more: one problem a class, 1/2 ||w_j||^2
        + C sum loss; together they are one-vs-rest and squared-one-vs-rest at the same C.
    Two classes: every loss of weston-watkins is max(0, 1 - t (w_1 - w_2) x). The best W has w_1 = -w_2 = w/2, so
        P(W) = 1/4 ||w||^2 + C sum max(0, 1 - t w x): half of -s 3's objective at 2C, with w = w_1 - w_2.
        crammer-singer has the same values as weston-watkins there.
"""

import subprocess
import tempfile
from pathlib import Path

import numpy as np

import interior_point
import objective
from problems import read_digits, read_iris, read_svmlight, write_svmlight

TOLERANCE = 1e-9
HINGE, SQUARED_HINGE, CRAMMER_SINGER = 3, 1, 4
LARGEST_WEIGHTS = 150
CERTIFIED = ("weston-watkins", "crammer-singer", "one-vs-rest")


def _version():
    return subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", "liblinear-tools"],
                          check=True, capture_output=True, text=True).stdout


def _read_model(path):
    """(class labels in the model's order, weights: features x columns)."""
    header, _, body = path.read_text(encoding="ascii").partition("\nw\n")
    fields = dict(line.split(" ", 1) for line in header.splitlines())
    return [int(label) for label in fields["label"].split()], np.array([line.split() for line in body.splitlines()], float)


def _train(problem, solver, cost):
    """Weights in Hinge's layout: D x K, a column a class."""
    with tempfile.TemporaryDirectory() as folder:
        data, model = Path(folder, "data.svm"), Path(folder, "model")
        write_svmlight(data, problem.features, problem.labels)
        subprocess.run(["liblinear-train", "-q", "-s", str(solver), "-c", repr(cost), "-e", str(TOLERANCE),
                        str(data), str(model)], check=True, stdout=subprocess.DEVNULL)
        order, columns = _read_model(model)
    if columns.shape[1] == 1:
        columns = np.hstack([columns / 2, -columns / 2])
    weights = np.zeros((problem.features.shape[1], len(order)))
    weights[:len(columns), order] = columns
    return weights


def _answer(name, problem, solver, cost, loss, hinge_cost):
    classes = len(problem.classes)
    weights = _train(problem, solver, cost)
    primal, _ = objective.primal(loss, weights, problem.features, problem.labels, hinge_cost)
    examples, features = problem.features.shape
    result = {"name": name, "file": problem.file, "examples": examples, "features": features,
              "classes": problem.classes, "solver": solver, "cost": cost, "objective": loss, "hingeCost": hinge_cost,
              "primal": primal,
              "accuracy": float(np.mean((problem.features @ weights).argmax(axis=1) == problem.labels))}
    if loss in CERTIFIED:
        best = interior_point.solve(loss, problem.features, problem.labels, classes, hinge_cost)
        result["optimum"] = {"primal": best["primal"], "dual": best["dual"]}
    if weights.size <= LARGEST_WEIGHTS:
        result["weights"] = weights
    return result


def answers():
    problems = []
    for file in ("test/peers/data/digits-3-8.svm", "test/peers/data/iris-versicolor-virginica.svm"):
        pair, stem = read_svmlight(file), Path(file).stem
        for cost in (0.1, 1.0):
            problems += [
                _answer(f"{stem}-s3-{cost:g}", pair, HINGE, 2 * cost, "weston-watkins", cost),
                _answer(f"{stem}-s4-{cost:g}", pair, CRAMMER_SINGER, cost, "crammer-singer", cost),
            ]
    digits, iris = read_digits(), read_iris()
    problems += [
        _answer("digits-s4-0.01", digits, CRAMMER_SINGER, 0.01, "crammer-singer", 0.01),
        _answer("digits-s4-0.1", digits, CRAMMER_SINGER, 0.1, "crammer-singer", 0.1),
        _answer("iris-s4-1", iris, CRAMMER_SINGER, 1.0, "crammer-singer", 1.0),
        _answer("digits-s3-0.1", digits, HINGE, 0.1, "one-vs-rest", 0.1),
        _answer("digits-s1-0.1", digits, SQUARED_HINGE, 0.1, "squared-one-vs-rest", 0.1),
    ]
    return {"tool": "liblinear", "version": _version(), "problems": problems}
