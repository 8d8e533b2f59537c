"""The data every peer is given. Features are rounded to float32, as Hinge stores them, and then held in double."""

from collections import namedtuple
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parents[2]

# file: relative to the repository; features: N x D; labels: N, in [0, K); classes: their K names, in Hinge's order
Problem = namedtuple("Problem", "file features labels classes")


def read_svmlight(file):
    """Classes are the file's labels in increasing order; D is the largest index."""
    rows = [line.split() for line in (REPOSITORY / file).read_text(encoding="ascii").splitlines()]
    pairs = [(number, int(index) - 1, float(value))
             for number, row in enumerate(rows) for index, _, value in (pair.partition(":") for pair in row[1:])]
    features = np.zeros((len(rows), 1 + max(column for _, column, _ in pairs)), np.float32)
    for number, column, value in pairs:
        features[number, column] = value
    classes, labels = np.unique([int(row[0]) for row in rows], return_inverse=True)
    return Problem(file, features.astype(float), labels, classes.tolist())


def read_iris():
    """Classes in the order setosa, versicolor, virginica: the file's, and alphabetical."""
    file = "samples/iris.csv"
    rows = [line.split(",") for line in (REPOSITORY / file).read_text(encoding="ascii").splitlines()[1:]]
    features = np.array([row[:4] for row in rows]).astype(np.float32).astype(float)
    classes, labels = np.unique([row[4] for row in rows], return_inverse=True)
    return Problem(file, features, labels, classes.tolist())


def read_digits():
    return read_svmlight("samples/digits.svm")


def write_svmlight(path, features, labels):
    """Values in the decimals that read back as the same double; zeros left out."""
    with open(path, "w", encoding="ascii", newline="\n") as out:
        for row, label in zip(features.tolist(), labels):
            pairs = [f"{index}:{value:.17g}" for index, value in enumerate(row, start=1) if value]
            out.write(" ".join([str(label), *pairs]) + "\n")
