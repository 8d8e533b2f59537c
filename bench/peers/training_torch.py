"""One training with PyTorch, MultiMarginLoss and SGD: svmlight text in, weights as .npy out, seconds as JSON on standard output.

    training_torch.py DATA COST BIAS EPOCHS THREADS WEIGHTS

P/(CN) = 1/2 lambda ||W||^2 + (1/N) sum loss with lambda = 1/(CN) is lambda-strongly convex, so steps of 1/(lambda t) with
averaged weights converge (Shalev-Shwartz et al., Pegasos, 2011); they start at 1/mean ||x||^2, as the first ones would be
far too long. MultiMarginLoss divides by K, hence its factor.
"""

import json
import sys
import time

import numpy as np
import torch
from sklearn.datasets import load_svmlight_file

BATCH = 32
SEED = 1


def main():
    data, cost, bias, epochs, threads, output = sys.argv[1:]
    torch.set_num_threads(int(threads))
    torch.manual_seed(SEED)
    start = time.perf_counter()
    sparse, names = load_svmlight_file(data, dtype=np.float32)
    features = sparse.toarray()
    if int(bias):
        features = np.hstack([features, np.full((len(features), 1), float(bias), np.float32)])
    classes, labels = np.unique(names, return_inverse=True)
    x, y = torch.from_numpy(features), torch.from_numpy(labels)
    read = time.perf_counter()

    n, k = len(y), len(classes)
    decay = 1 / (float(cost) * n)
    first = 1 / float((x ** 2).sum(dim=1).mean())
    weights = torch.zeros(x.shape[1], k, requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=first, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda t: 1 / (1 + decay * first * t))
    mean, averaged = torch.zeros_like(weights), 0
    steps = int(epochs) * -(-n // BATCH)
    step = 0
    for _ in range(int(epochs)):
        for batch in torch.randperm(n).split(BATCH):
            optimizer.zero_grad()
            loss = k * torch.nn.functional.multi_margin_loss(x[batch] @ weights, y[batch])
            loss.backward()
            optimizer.step()
            schedule.step()
            step += 1
            if 2 * step > steps:
                averaged += 1
                mean += (weights.detach() - mean) / averaged
    end = time.perf_counter()
    with open(output, "wb") as file:
        np.save(file, mean.double().numpy())
    print(json.dumps({"classes": classes.tolist(), "readSeconds": read - start, "trainSeconds": end - read}))


if __name__ == "__main__":
    main()
