"""Asks checkers of gradients which of a folder's cases they call wrong; prints JSON.

    /usr/bin/python3 test/peers/gradient_checkers.py FOLDER

bench/clinic/run writes FOLDER: problems.json, and for each problem X, y, W and dW as .npy, dW with one gradient a case.
The loss is (1/N) sum_i sum_{j != y_i} max(0, s_ij - s_iy + 1) + lambda ||W||^2 with s = X W, in the arrays' own
precision; "in float64" means that all arrays are converted first.

gradcheck: torch.autograd.gradcheck with its defaults, on a torch.autograd.Function whose backward is the case's dW.
ten coordinates: the course's check at ten random entries, with replacement, central differences with h = 1e-5, relative
error |a - n| / max(|a|, |n|), both zero being equal. https://cs231n.github.io/neural-networks-3/#gradcheck
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import torch

STEP = 1e-5
COORDINATES = 10
# The notes: above 1e-2 "the gradient is probably wrong"; below 1e-4 "usually okay for objectives with kinks".
THRESHOLDS = ("1e-4", "1e-2")


def torch_loss(X, y, penalty):
    rows = torch.arange(len(X))

    def loss(W):
        scores = X @ W
        margins = (scores - scores[rows, y][:, None] + 1).clamp(min=0)
        margins[rows, y] = 0
        return margins.sum() / len(X) + penalty * (W * W).sum()
    return loss


def numpy_loss(X, y, penalty):
    rows = np.arange(len(X))

    def loss(W):
        scores = X @ W
        margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
        margins[rows, y] = 0
        return margins.sum() / len(X) + penalty * (W * W).sum()
    return loss


def gradcheck_says_wrong(loss, W, dW, fast_mode):
    class Program(torch.autograd.Function):
        @staticmethod
        def forward(ctx, W):
            return loss(W)

        @staticmethod
        def backward(ctx, grad_output):
            return grad_output * dW

    return not torch.autograd.gradcheck(Program.apply, (W.clone().requires_grad_(),), raise_exception=False,
                                        fast_mode=fast_mode)


def largest_error(loss, W, dW, random):
    worst = 0.0
    for _ in range(COORDINATES):
        entry = tuple(random.randint(size) for size in W.shape)
        old = W[entry]
        W[entry] = old + STEP
        above = loss(W)
        W[entry] = old - STEP
        below = loss(W)
        W[entry] = old
        numeric, analytic = (above - below) / (2 * STEP), dW[entry]
        if numeric != 0 or analytic != 0:
            worst = max(worst, abs(numeric - analytic) / max(abs(numeric), abs(analytic)))
    return worst


def answers(folder):
    says_wrong = {}

    def say(name, value):
        says_wrong.setdefault(name, []).append(bool(value))

    for number, problem in enumerate(json.loads((folder / "problems.json").read_text(encoding="utf-8"))):
        X, y, W, gradients = (np.load(folder / problem["folder"] / f"{name}.npy") for name in ("X", "y", "W", "dW"))
        y = y.astype(np.int64)
        for case, dW in enumerate(gradients):
            for suffix, convert in (("", lambda a: a), (", in float64", lambda a: a.astype(np.float64))):
                if suffix and W.dtype == np.float64:
                    # Converted already: the same answers as above.
                    for name in [name for name in says_wrong if not name.endswith(", in float64")]:
                        say(name + suffix, says_wrong[name][-1])
                    continue
                own_X, own_W, own_dW = convert(X), convert(W).copy(), convert(dW)
                penalty = own_W.dtype.type(problem["lambda"])
                loss = torch_loss(torch.from_numpy(own_X), torch.from_numpy(y), float(penalty))
                for name, fast_mode in (("`gradcheck`", False), ("`gradcheck`, `fast_mode`", True)):
                    say(name + suffix, gradcheck_says_wrong(loss, torch.from_numpy(own_W), torch.from_numpy(own_dW), fast_mode))
                error = largest_error(numpy_loss(own_X, y, penalty), own_W, own_dW, np.random.RandomState([number, case]))
                for threshold in THRESHOLDS:
                    say(f"ten coordinates, {threshold}" + suffix, error > float(threshold))
    return says_wrong


def main():
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # gradcheck warns of float32, at every case
    # In fast_mode a failure runs the slow mode once more, only to word its message.
    sys.modules["torch.autograd.gradcheck"]._run_slow_mode_and_get_error = lambda *_: ""
    says_wrong = answers(Path(sys.argv[1]))
    versions = f"PyTorch {torch.__version__}, NumPy {np.__version__}, Python {sys.version.split()[0]}"
    order = sorted(says_wrong, key=lambda name: (name.replace(", in float64", ""), "in float64" in name))
    json.dump({"versions": versions, "saysWrong": {name: says_wrong[name] for name in order}}, sys.stdout)


if __name__ == "__main__":
    main()
