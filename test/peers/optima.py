"""Optima with their duals, from interior_point.py, for losses that few programs minimise exactly."""

import numpy as np
import scipy

import interior_point
from problems import Problem, read_digits, read_iris

SEED = 20240302
WANTED_GAP = 1e-8


def _tiny():
    random = np.random.RandomState(SEED)
    features = random.standard_normal((12, 4)).astype(np.float32).astype(float)
    return Problem(None, features, np.arange(12) % 3, [0, 1, 2])


def _solve(name, problem, loss, cost, delta=1.0):
    found = interior_point.solve(loss, problem.features, problem.labels, len(problem.classes), cost, delta)
    if not found["relativeGap"] <= WANTED_GAP:
        raise ArithmeticError(f"{name}: relative gap {found['relativeGap']:.2g}; at most {WANTED_GAP} is wanted. "
                              "Raise ITERATIONS or REFINEMENTS in interior_point.py.")
    examples, features = problem.features.shape
    result = {"name": name, "file": problem.file, "examples": examples, "features": features,
              "classes": problem.classes, "loss": loss, "delta": delta, "cost": cost,
              "primal": found["primal"], "dual": found["dual"], "relativeGap": found["relativeGap"]}
    if problem.file is None:
        result |= {"X": problem.features, "y": problem.labels}
    if found["weights"].size <= 100:
        result["weights"] = found["weights"]
    return result


def answers():
    tiny, iris, digits = _tiny(), read_iris(), read_digits()
    problems = [_solve(f"tiny-{loss}-{cost:g}-{delta:g}", tiny, loss, cost, delta)
                for loss in ("weston-watkins", "crammer-singer") for cost in (0.1, 1.0) for delta in (1.0, 2.0)]
    problems += [_solve(f"iris-{loss}-{cost:g}", iris, loss, cost)
                 for loss in ("weston-watkins", "crammer-singer", "one-vs-rest") for cost in (0.1, 1.0)]
    problems += [_solve(f"digits-{loss}-{cost:g}", digits, loss, cost)
                 for loss, cost in [("weston-watkins", 0.01), ("weston-watkins", 0.1), ("weston-watkins", 1.0),
                                    ("crammer-singer", 0.1), ("one-vs-rest", 0.1)]]
    return {"tool": "scipy/numpy", "version": f"scipy {scipy.__version__}, numpy {np.__version__}",
            "problems": problems}
