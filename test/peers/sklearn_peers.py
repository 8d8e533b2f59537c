"""scikit-learn's LogisticRegression (softmax) and LinearSVC (crammer-singer, one-vs-rest), without intercept.

Their objectives are 1/2 ||W||^2 + C sum loss, as Hinge's. gradientNorm is that of the primal at the weights; for
the smooth losses (softmax, squared-one-vs-rest) 1/2 gradientNorm^2 bounds primal - optimum, P being 1-strongly convex.
"""

import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

import objective
from problems import read_digits, read_iris

LARGEST_WEIGHTS = 150
MOST_ITERATIONS = 20_000


def softmax(cost):
    return LogisticRegression(multi_class="multinomial", solver="newton-cg", C=cost, fit_intercept=False,
                              tol=1e-7, max_iter=100)


def crammer_singer(cost):
    return LinearSVC(multi_class="crammer_singer", C=cost, fit_intercept=False,
                     tol=1e-9, max_iter=MOST_ITERATIONS, random_state=0)


def _one_vs_rest(cost):
    return LinearSVC(loss="hinge", C=cost, fit_intercept=False, tol=1e-9, max_iter=MOST_ITERATIONS, random_state=0)


def _squared_one_vs_rest(cost):
    return LinearSVC(loss="squared_hinge", dual=False, C=cost, fit_intercept=False,
                     tol=1e-12, max_iter=MOST_ITERATIONS, random_state=0)


def _answer(name, problem, estimator, loss):
    with warnings.catch_warnings():
        # LinearSVC warns of every crammer-singer run: it takes the inner steps for iterations.
        warnings.simplefilter("ignore", ConvergenceWarning)
        estimator.fit(problem.features, problem.labels)
    weights = estimator.coef_.T
    primal, gradient = objective.primal(loss, weights, problem.features, problem.labels, estimator.C)
    examples, features = problem.features.shape
    result = {"name": name, "file": problem.file, "examples": examples, "features": features,
              "classes": problem.classes, "estimator": type(estimator).__name__, "objective": loss,
              "cost": estimator.C, "primal": primal, "gradientNorm": float(np.linalg.norm(gradient)),
              "accuracy": float(estimator.score(problem.features, problem.labels))}
    if weights.size <= LARGEST_WEIGHTS:
        result["weights"] = weights
    return result


def answers():
    iris, digits = read_iris(), read_digits()
    problems = [_answer(f"{name}-softmax-{cost:g}", problem, softmax(cost), "softmax")
                for name, problem in (("iris", iris), ("digits", digits)) for cost in (0.1, 1.0)]
    problems += [
        _answer("iris-crammer-singer-0.1", iris, crammer_singer(0.1), "crammer-singer"),
        _answer("iris-crammer-singer-1", iris, crammer_singer(1.0), "crammer-singer"),
        _answer("iris-one-vs-rest-0.1", iris, _one_vs_rest(0.1), "one-vs-rest"),
        _answer("digits-one-vs-rest-0.1", digits, _one_vs_rest(0.1), "one-vs-rest"),
        _answer("iris-squared-one-vs-rest-1", iris, _squared_one_vs_rest(1.0), "squared-one-vs-rest"),
        _answer("digits-squared-one-vs-rest-0.1", digits, _squared_one_vs_rest(0.1), "squared-one-vs-rest"),
    ]
    return {"tool": "scikit-learn", "version": sklearn.__version__, "problems": problems}
