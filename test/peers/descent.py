"""Trajectories of PyTorch's SGD and scikit-learn's SGDClassifier, and elastic-net optima of scikit-learn's SAGA and FISTA,
and optima of a pure L1 penalty of SAGA and LIBLINEAR by scikit-learn.

Trajectories are of the mean form, mean a loss + decay/2 ||W||^2, over batches in the order of the rows. Hinge's step
is rate (1 - momentum), PyTorch's lr; where PyTorch keeps the look-ahead point p of Nesterov's momentum, Hinge keeps
the point it looks from, p + momentum lr buffer.

Optima are of 1/2 ||W||^2 + mu ||W||_1 + C sum loss. scikit-learn's l1_ratio r has (1 - r)/2 ||W||^2 + r ||W||_1
+ C' sum loss, so mu = r / (1 - r) and C = C' / (1 - r). Pure L1 optima are of mu ||W||_1 + C sum loss, and C' = C / mu.
"""

import warnings

import numpy as np
import sklearn
import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.svm import LinearSVC

import objective
from problems import read_iris

SEED = 20240303
PLAIN = {"momentum": 0.0, "nesterov": False, "schedule": "Constant", "period": 10, "averageFrom": None}

# loss, batch, epochs, what differs from PLAIN
TORCH = [
    ("softmax", 4, 5, {}),
    ("softmax", 1, 3, {"momentum": 0.9}),
    ("weston-watkins", 5, 4, {"momentum": 0.5}),
    ("softmax", 4, 5, {"momentum": 0.9, "nesterov": True}),
    ("squared-weston-watkins", 6, 5, {"momentum": 0.8, "nesterov": True}),
    ("softmax", 4, 6, {"schedule": "Halving", "period": 2}),
    ("softmax", 4, 6, {"schedule": "Cosine", "period": 3}),
    ("softmax", 4, 6, {"momentum": 0.9, "averageFrom": 3}),
]
RATE, DECAY = 0.2, 0.03

# cost, mu; softmax on iris
SAGA = [(0.5, 0.25), (2.0, 1.0), (1.0, 9.0)]

# loss, cost, mu; a pure L1 penalty on iris
PURE = [("softmax", 0.1, 1.0), ("softmax", 0.5, 1.0), ("squared-one-vs-rest", 0.05, 1.0), ("squared-one-vs-rest", 0.2, 8.0)]

# loss, cost, mu
FISTA = [("softmax", 0.5, 0.25), ("squared-weston-watkins", 0.1, 1.0), ("squared-one-vs-rest", 0.2, 3.0)]


def _data():
    random = np.random.RandomState(SEED)
    return random.standard_normal((20, 6)), random.randint(3, size=20)


def _torch(loss, batch, epochs, differing):
    settings = PLAIN | differing
    X, y = _data()
    examples, classes = len(y), y.max() + 1
    weights = torch.zeros((X.shape[1], classes), dtype=torch.float64, requires_grad=True)
    lr = RATE * (1 - settings["momentum"])
    optimizer = torch.optim.SGD([weights], lr=lr, momentum=settings["momentum"], nesterov=settings["nesterov"], weight_decay=DECAY)
    steps = -(-examples // batch)
    scheduler = {
        "Constant": lambda: torch.optim.lr_scheduler.ConstantLR(optimizer, factor=1),
        "Halving": lambda: torch.optim.lr_scheduler.StepLR(optimizer, steps * settings["period"], gamma=0.5),
        "Cosine": lambda: torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, steps * settings["period"]),
    }[settings["schedule"]]()
    averaged = []
    for epoch in range(epochs):
        for first in range(0, examples, batch):
            rows, labels = torch.tensor(X[first:first + batch]), torch.tensor(y[first:first + batch])
            scores = rows @ weights
            if loss == "softmax":
                value = torch.nn.functional.cross_entropy(scores, labels)
            else:
                power = 2 if loss.startswith("squared") else 1
                value = classes * torch.nn.MultiMarginLoss(p=power)(scores, labels)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            scheduler.step()
            if settings["averageFrom"] and epoch + 1 >= settings["averageFrom"]:
                averaged.append(weights.detach().numpy().copy())
    found = weights.detach().numpy()
    if settings["nesterov"]:
        found = found + settings["momentum"] * lr * optimizer.state[weights]["momentum_buffer"].numpy()
    if averaged:
        found = np.mean(averaged, axis=0)
    return {"name": f"torch-{loss}-{batch}-{'-'.join(f'{k}={v}' for k, v in differing.items())}", "kind": "trajectory",
            "loss": loss, "batch": batch, "epochs": epochs, "rate": RATE, "decay": DECAY, **settings,
            "classes": int(classes), "examples": examples, "features": X.shape[1], "X": X, "y": y, "weights": found}


def _sgd_classifier(schedule, average):
    """One binary problem a class, an example a step. "optimal" begins too long for the squared loss."""
    X, y = _data()
    loss = "squared-one-vs-rest" if schedule == "constant" else "one-vs-rest"
    typical = np.sqrt(1 / np.sqrt(DECAY))
    rate = 0.05 if schedule == "constant" else typical  # "optimal" begins at 1/(alpha t0) = typical.
    model = SGDClassifier(loss="squared_hinge" if loss.startswith("squared") else "hinge", penalty="l2", alpha=DECAY, fit_intercept=False, max_iter=4, tol=None,
                          shuffle=False, learning_rate=schedule, eta0=rate, average=average)
    model.fit(X, y)
    return {"name": f"sgd-classifier-{schedule}-{average}", "kind": "trajectory", "loss": loss, "batch": 1,
            "epochs": 4, "rate": rate, "decay": DECAY, **PLAIN,
            "schedule": "Constant" if schedule == "constant" else "InverseTime", "averageFrom": 1 if average else None,
            "classes": 3, "examples": len(y), "features": X.shape[1], "X": X, "y": y, "weights": model.coef_.T}


def _primal(loss, W, problem, cost, mu):
    value, _ = objective.primal(loss, W, problem.features, problem.labels, cost)
    return value + mu * np.abs(W).sum()


def _optimum(name, loss, W, problem, cost, mu):
    return {"name": name, "kind": "optimum", "file": problem.file, "loss": loss, "cost": cost, "mu": mu,
            "primal": _primal(loss, W, problem, cost, mu), "zeros": int((W == 0).sum()), "weights": W}


def _saga(problem, cost, mu):
    share = mu / (1 + mu)
    model = LogisticRegression(penalty="elasticnet", solver="saga", multi_class="multinomial", l1_ratio=share,
                               C=cost * (1 - share), fit_intercept=False, tol=1e-12, max_iter=200_000, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(problem.features, problem.labels)
    return _optimum(f"saga-{cost:g}-{mu:g}", "softmax", model.coef_.T, problem, cost, mu)


def _pure(problem, loss, cost, mu):
    """SAGA for softmax; LIBLINEAR's -s 5, coordinate descent, for one squared hinge a class."""
    model = (LogisticRegression(penalty="l1", solver="saga", multi_class="multinomial", C=cost / mu, fit_intercept=False, tol=1e-12,
                                max_iter=500_000, random_state=0)
             if loss == "softmax" else
             LinearSVC(penalty="l1", loss="squared_hinge", dual=False, C=cost / mu, fit_intercept=False, tol=1e-10, max_iter=1_000_000, random_state=0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(problem.features, problem.labels)
    answer = _optimum(f"pure-{loss}-{cost:g}-{mu:g}", loss, model.coef_.T, problem, cost, mu)
    return {**answer, "kind": "pure-l1", "primal": answer["primal"] - 0.5 * (model.coef_ ** 2).sum()}


def _fista(problem, loss, cost, mu):
    """Beck and Teboulle, 2009, with a restart wherever the primal rises; ½||W||² counts as smooth."""
    X, y, classes = problem.features, problem.labels, len(problem.classes)
    curvature = {"softmax": 0.5, "squared-weston-watkins": 2.0 * classes, "squared-one-vs-rest": 2.0}[loss]
    step = 1 / (1 + cost * curvature * np.linalg.norm(X, 2) ** 2)
    W = look = np.zeros((X.shape[1], classes))
    t, last = 1.0, np.inf
    for _ in range(200_000):
        _, gradient = objective.primal(loss, look, X, y, cost)
        moved = look - step * gradient
        new = np.sign(moved) * np.maximum(np.abs(moved) - step * mu, 0)
        value = _primal(loss, new, problem, cost, mu)
        if value > last:
            look, t, last = W, 1.0, np.inf
            continue
        following = (1 + np.sqrt(1 + 4 * t * t)) / 2
        look = new + (t - 1) / following * (new - W)
        if np.abs(new - W).max() < 1e-15:
            break
        W, t, last = new, following, value
    return _optimum(f"fista-{loss}-{cost:g}-{mu:g}", loss, W, problem, cost, mu)


def answers():
    iris = read_iris()
    problems = [_torch(*case) for case in TORCH]
    problems += [_sgd_classifier(schedule, average) for schedule in ("constant", "optimal") for average in (False, True)]
    problems += [_saga(iris, *case) for case in SAGA] + [_fista(iris, *case) for case in FISTA]
    problems += [_pure(iris, *case) for case in PURE]
    return {"tool": "torch/sklearn/numpy",
            "version": f"torch {torch.__version__}, sklearn {sklearn.__version__}, numpy {np.__version__}", "problems": problems}
