"""The course's loss, answering hinge check: ./hinge check --exec "python3 samples/check/my_svm.py"."""
import json
import sys

import numpy as np


def svm_loss(W, X, y, reg):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        scores = X[i] @ W
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / len(X) + reg * np.sum(W * W), dW / len(X) + 2 * reg * W


for line in sys.stdin:
    message = json.loads(line)
    if "X" in message:
        X, y = np.array(message["X"]), np.array(message["y"])
    loss, dW = svm_loss(np.array(message["W"]), X, y, message["lambda"])
    print(json.dumps({"loss": float(loss), "dW": dW.tolist()}), flush=True)
