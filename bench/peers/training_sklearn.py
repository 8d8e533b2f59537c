"""One training with scikit-learn: svmlight text in, weights as .npy out, seconds as JSON on standard output.

    training_sklearn.py DATA crammer-singer|squared-one-vs-rest|softmax COST BIAS SETTING WEIGHTS

SETTING is tol, for softmax max_iter. The bias is a constant feature, regularized like the rest, so fit_intercept is off.
"""

import json
import sys
import time
import warnings

import numpy as np
import scipy.sparse
from sklearn.datasets import load_svmlight_file
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

MOST_PASSES = 100_000   # LIBLINEAR's own limit for -s 4
SOFTMAX_TOLERANCE = 1e-8


def estimator_for(name, cost, setting):
    if name == "softmax":
        return LogisticRegression(multi_class="multinomial", solver="lbfgs", C=cost, fit_intercept=False, tol=SOFTMAX_TOLERANCE, max_iter=int(setting))
    kind = {"multi_class": "crammer_singer"} if name == "crammer-singer" else {"loss": "squared_hinge"}
    return LinearSVC(C=cost, fit_intercept=False, tol=float(setting), max_iter=MOST_PASSES, random_state=0, **kind)


def main():
    data, name, cost, bias, setting, output = sys.argv[1:]
    start = time.perf_counter()
    features, labels = load_svmlight_file(data)
    if int(bias):
        features = scipy.sparse.hstack([features, np.full((features.shape[0], 1), float(bias))]).tocsr()
    if name == "softmax":
        features = features.toarray()
    read = time.perf_counter()
    # A run that its setting ends early is what the setting asks for.
    warnings.simplefilter("ignore", ConvergenceWarning)
    estimator = estimator_for(name, float(cost), setting).fit(features, labels)
    end = time.perf_counter()
    with open(output, "wb") as file:
        np.save(file, estimator.coef_.T)
    print(json.dumps({"classes": estimator.classes_.tolist(), "readSeconds": read - start, "trainSeconds": end - read}))


if __name__ == "__main__":
    main()
