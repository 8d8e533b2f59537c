"""What scikit-learn says of probabilities: python3 probabilities.py TRAIN.svm TEST.svm PREDICTIONS.csv

PREDICTIONS is what hinge predict --probabilities wrote for TEST. Prints its log loss and Brier score, and the log loss of
LinearSVC with Platt's sigmoids fitted by cross-validation, as JSON.
"""

import csv
import json
import sys

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_svmlight_files
from sklearn.metrics import log_loss
from sklearn.svm import LinearSVC

x, y, x_test, y_test = load_svmlight_files(sys.argv[1:3])
with open(sys.argv[3], newline="") as file:
    rows = list(csv.reader(file))
classes = np.array(rows[0][1:], dtype=float)
p = np.array([row[1:] for row in rows[1:]], dtype=float)
p = p[:, np.argsort(classes)]
classes.sort()
platt = CalibratedClassifierCV(LinearSVC(C=0.02, random_state=0), cv=5).fit(x, y)
print(json.dumps({
    "logLoss": log_loss(y_test, p / p.sum(axis=1, keepdims=True), labels=classes),
    "brierScore": float(((p - (y_test[:, None] == classes)) ** 2).sum(axis=1).mean()),
    "plattLogLoss": log_loss(y_test, platt.predict_proba(x_test), labels=platt.classes_),
}))
