"""scikit-learn's accuracy in each fold of a given partition (cross_val_score), without intercept.

data/*-folds.txt holds a digit an example: the fold in which it is tested, as Hinge draws 5 folds with seed 1.
"""

import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import PredefinedSplit, cross_val_score

from problems import REPOSITORY, read_digits, read_iris
from sklearn_peers import crammer_singer, softmax

ESTIMATORS = {"crammer-singer": crammer_singer, "softmax": softmax}
CASES = (("iris", read_iris, "crammer-singer", (0.01, 0.1, 1.0)),
         ("iris", read_iris, "softmax", (0.01, 0.1, 1.0)),
         ("digits", read_digits, "crammer-singer", (0.01, 0.1)),
         ("digits", read_digits, "softmax", (0.01, 0.1, 1.0)))


def _answer(name, problem, loss, cost):
    folds_file = f"test/peers/data/{name}-folds.txt"
    folds = np.array([int(digit) for digit in (REPOSITORY / folds_file).read_text(encoding="ascii").strip()])
    with warnings.catch_warnings():
        # LinearSVC warns of every crammer-singer run: it takes the inner steps for iterations.
        warnings.simplefilter("ignore", ConvergenceWarning)
        scores = cross_val_score(ESTIMATORS[loss](cost), problem.features, problem.labels, cv=PredefinedSplit(folds))
    return {"name": f"{name}-{loss}-{cost:g}", "file": problem.file, "foldsFile": folds_file, "objective": loss,
            "cost": cost, "accuracies": scores}


def answers():
    problems = [_answer(name, read(), loss, cost) for name, read, loss, costs in CASES for cost in costs]
    return {"tool": "scikit-learn", "version": sklearn.__version__, "problems": problems}
