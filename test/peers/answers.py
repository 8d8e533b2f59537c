"""Asks other programs for losses, gradients and optima, and writes what they say as JSON.

    /usr/bin/python3 test/peers/answers.py OUT_DIR [--only PEER]... [--large]

Every file holds tool, version, madeBy and its cases or problems; README.md beside this file describes them. Numbers
have the fewest digits that read back as the same double. --large adds cases of up to a million multiply-adds to
numpy-gradient.json, whose X, y, W and dW are then the names of .npy files beside it.
"""

import argparse
import json
from pathlib import Path

import numpy as np

import objective

TOLERANCES = {"float64": 1e-12, "float32": 1e-4}
LARGE_PREFIX = "large-"


def _numpy(large):
    import numpy_loops
    return numpy_loops.answers(large)


def _liblinear(large):
    import liblinear
    return liblinear.answers()


def _sklearn(large):
    import sklearn_peers
    return sklearn_peers.answers()


def _folds(large):
    import sklearn_folds
    return sklearn_folds.answers()


def _tables(large):
    import sklearn_tables
    return sklearn_tables.answers()


def _torch(large):
    import torch_peers
    return torch_peers.answers()


def _optima(large):
    import optima
    return optima.answers()


def _descent(large):
    import descent
    return descent.answers()


def _archives(large):
    import archives
    return archives.answers()


def _exchange(large):
    import exchange
    return exchange.answers()


# peer: (file, function). Each peer's own modules are imported only when it is asked.
PEERS = {
    "numpy": ("numpy-gradient.json", _numpy),
    "liblinear": ("liblinear.json", _liblinear),
    "sklearn": ("sklearn.json", _sklearn),
    "folds": ("folds.json", _folds),
    "tables": ("tables.json", _tables),
    "torch": ("torch.json", _torch),
    "optima": ("optima.json", _optima),
    "descent": ("descent.json", _descent),
    "archives": ("archives.json", _archives),
    "exchange": ("exchange.json", _exchange),
}


def check_case(case):
    """Fails unless objective.py gives the case's loss and gradient too: a wrong oracle is worse than none."""
    value, gradient = objective.mean_form(case["lossName"], case["W"].astype(float), case["X"].astype(float),
                                          case["y"], case["lambda"], case["delta"])
    tolerance = TOLERANCES[case["dtype"]]
    if not (abs(value - case["loss"]) <= tolerance * max(1, abs(value))
            and np.abs(gradient - case["dW"]).max() <= tolerance * max(1, np.abs(gradient).max())):
        raise ArithmeticError(f"{case['name']}: the peer and objective.py disagree; loss {case['loss']} and {value}. "
                              "Compare their definitions.")


def save_arrays(case, folder):
    """Puts the case's arrays into .npy files and their names into the case."""
    for key in ("X", "y", "W", "dW"):
        name = f"{case['name']}.{key}.npy"
        np.save(folder / name, case[key])
        case[key] = name


def plain(value):
    """What json cannot write itself: NumPy's arrays and numbers."""
    return value.tolist()


def write(path, content):
    """One line a case, so that a changed answer is a changed line."""
    head, (key, items) = list(content.items())[:-1], list(content.items())[-1]
    dump = lambda value: json.dumps(value, default=plain, allow_nan=False)
    lines = [f" {json.dumps(name)}: {dump(value)},\n" for name, value in head]
    path.write_text("{\n" + "".join(lines) + f" {json.dumps(key)}: [\n  "
                    + ",\n  ".join(map(dump, items)) + "\n ]\n}\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="Asks other programs for losses, gradients and optima.")
    parser.add_argument("out_dir", type=Path, metavar="OUT_DIR")
    parser.add_argument("--only", action="append", choices=PEERS, metavar="PEER", help=", ".join(PEERS))
    parser.add_argument("--large", action="store_true", help="add large cases to numpy-gradient.json, arrays as .npy")
    options = parser.parse_args()
    options.out_dir.mkdir(parents=True, exist_ok=True)

    for peer in options.only or PEERS:
        file, ask = PEERS[peer]
        answer = ask(options.large)
        for case in answer.get("cases", []):
            check_case(case)
            if case["name"].startswith(LARGE_PREFIX):
                save_arrays(case, options.out_dir)
        content = {"tool": answer.pop("tool"), "version": answer.pop("version"),
                   "madeBy": "test/peers/answers.py", **answer}
        write(options.out_dir / file, content)
        print(options.out_dir / file)


if __name__ == "__main__":
    main()
