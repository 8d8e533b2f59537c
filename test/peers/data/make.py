"""Writes the two-class problems beside this file from samples/: digits 3 against 8, versicolor against virginica.

    /usr/bin/python3 test/peers/data/make.py

Labels are the digit, or the species' number counted from 0. Iris measures are written with all the decimals of
their float32, so that a program that reads doubles gets the numbers Hinge stores.
"""

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from problems import read_digits, read_iris, write_svmlight  # noqa: E402 (needs the path above)


def write_pair(name, problem, first, second):
    rows = np.isin(problem.labels, [first, second])
    write_svmlight(HERE / name, problem.features[rows], problem.labels[rows])


write_pair("digits-3-8.svm", read_digits(), 3, 8)
write_pair("iris-versicolor-virginica.svm", read_iris(), 1, 2)
