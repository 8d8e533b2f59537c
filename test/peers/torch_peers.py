"""PyTorch's MultiMarginLoss and cross_entropy, with gradients from autograd.

MultiMarginLoss divides the sum over the wrong classes by K, so it is multiplied by K here; its mean over the
examples, plus lambda ||W||^2, is then Hinge's mean form.
"""

import numpy as np
import torch

SEED = 20240301

# loss, delta, examples, features, classes, lambda
CASES = [
    ("weston-watkins", 1.0, 10, 6, 4, 0.0),
    ("weston-watkins", 0.5, 16, 9, 6, 0.05),
    ("squared-weston-watkins", 1.0, 12, 7, 3, 0.01),
    ("squared-weston-watkins", 0.5, 20, 5, 5, 0.0),
    ("softmax", 1.0, 10, 6, 4, 0.0),
    ("softmax", 1.0, 20, 8, 7, 0.02),
]
POWERS = {"weston-watkins": 1, "squared-weston-watkins": 2}


def make_case(loss_name, delta, examples, features, classes, penalty):
    random = np.random.RandomState([SEED, examples, features, classes])
    X = random.standard_normal((examples, features))
    y = random.randint(classes, size=examples)
    W = random.standard_normal((features, classes)) / np.sqrt(features)

    weights = torch.tensor(W, requires_grad=True)
    scores = torch.tensor(X) @ weights
    if loss_name == "softmax":
        loss = torch.nn.functional.cross_entropy(scores, torch.tensor(y))
    else:
        loss = classes * torch.nn.MultiMarginLoss(p=POWERS[loss_name], margin=delta)(scores, torch.tensor(y))
    loss = loss + penalty * (weights ** 2).sum()
    loss.backward()
    return {"name": f"{loss_name}-{examples}x{features}x{classes}", "lossName": loss_name, "dtype": "float64",
            "examples": examples, "features": features, "classes": classes, "delta": delta, "lambda": penalty,
            "X": X, "y": y, "W": W, "loss": loss.item(), "dW": weights.grad.numpy()}


def answers():
    return {"tool": "torch", "version": torch.__version__, "cases": [make_case(*case) for case in CASES]}
