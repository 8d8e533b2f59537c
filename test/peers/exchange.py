"""Models as LIBLINEAR's liblinear-train and scikit-learn leave them, and what they predict."""

import base64
import io
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.svm import LinearSVC

from liblinear import _version
from problems import read_iris, read_svmlight, write_svmlight

PAIR = "test/peers/data/iris-versicolor-virginica.svm"
# What each class is called: out of order, so that a reader that sorts is found out.
NUMBERS = np.array([7, -3, 12])
NAMES = np.array(["Österreich", "a b", "中"])


def _liblinear(name, problem, solver, bias):
    """The model's text, and the prediction of every row."""
    labels = NUMBERS[problem.labels]
    with tempfile.TemporaryDirectory() as folder:
        data, model, output = (Path(folder, file) for file in ("data.svm", "model", "predictions"))
        write_svmlight(data, problem.features, labels)
        subprocess.run(["liblinear-train", "-q", "-s", str(solver), "-c", "0.5", "-B", str(bias), str(data), str(model)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(["liblinear-predict", str(data), str(model), str(output)], check=True, stdout=subprocess.DEVNULL)
        return {"name": f"{name} -s {solver} -B {bias}", "program": "LIBLINEAR", "file": problem.file,
                "predictions": output.read_text(encoding="ascii").split(), "model": model.read_text(encoding="ascii")}


def _sklearn(name, problem, classifier, classes, save):
    """The archive in base64, and the prediction of every row."""
    classifier.fit(problem.features, classes[problem.labels])
    stream = io.BytesIO()
    save(stream, coef_=classifier.coef_, intercept_=classifier.intercept_, classes_=classifier.classes_)
    return {"name": f"{name} {type(classifier).__name__} {save.__name__} {classes.dtype}", "program": "scikit-learn",
            "file": problem.file, "predictions": classifier.predict(problem.features).astype(str),
            "model": base64.b64encode(stream.getvalue()).decode("ascii")}


def answers():
    problems = []
    for name, problem in (("three classes", read_iris()), ("two classes", read_svmlight(PAIR))):
        problems += [_liblinear(name, problem, solver, bias) for solver in range(8) for bias in (-1, 2)]
        problems += [_sklearn(name, problem, classifier, classes, save)
                     for classifier, save in ((LinearSVC(max_iter=20000), np.savez), (SGDClassifier(random_state=1), np.savez),
                                              (LogisticRegression(max_iter=2000), np.savez_compressed),
                                              (LogisticRegression(max_iter=2000, fit_intercept=False), np.savez))
                     for classes in (NUMBERS, NAMES)]
    return {"tool": "LIBLINEAR and scikit-learn", "version": f"{_version()}, {sklearn.__version__}", "problems": problems}
