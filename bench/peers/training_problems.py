"""What bench/peers/run training trains: the data sets, losses and costs."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FETCH = ROOT / "bench/data/fetch"
CACHE = ROOT / "bench/data/cache"
FILES = {"digits": ROOT / "samples/digits.svm", "mnist": CACHE / "mnist.svm", "debian-sections": CACHE / "debian-sections.svm"}
FEW_FEATURES = ("digits", "mnist")   # dense arrays of these fit, and lose little


@dataclass(frozen=True)
class Problem:
    """min 1/2 ||W||^2 + cost * sum loss; bias 1 appends a constant feature of 1."""

    data: str
    loss: str
    cost: float
    bias: int = 0

    @property
    def name(self):
        return f"{self.data}/{self.loss}/{self.cost:g}" + ("/bias" if self.bias else "")

    @property
    def title(self):
        return f"{self.data}, {self.loss}, C = {self.cost:g}" + (", bias" if self.bias else "")

    @property
    def file(self):
        return FILES[self.data]

    def fetch(self):
        """Gets the data where it is not here yet, and reads the file once, so that all programs find it in memory."""
        if self.file.is_relative_to(CACHE):
            subprocess.run([FETCH, self.data], check=True)
        self.file.read_bytes()


# ML.NET always has a bias: it takes part in the problems that have one.
PROBLEMS = [
    Problem("digits", "weston-watkins", 0.1, bias=1),
    Problem("digits", "crammer-singer", 0.1),
    Problem("digits", "squared-one-vs-rest", 0.1),
    Problem("digits", "softmax", 0.1, bias=1),
    Problem("mnist", "weston-watkins", 2 ** -6),
    Problem("mnist", "weston-watkins", 0.1),
    Problem("mnist", "weston-watkins", 1),
    Problem("mnist", "weston-watkins", 0.1, bias=1),
    Problem("mnist", "crammer-singer", 0.01),
    Problem("mnist", "crammer-singer", 1),
    Problem("mnist", "squared-one-vs-rest", 0.1),
    Problem("mnist", "softmax", 0.1, bias=1),
    Problem("debian-sections", "weston-watkins", 0.1),
    Problem("debian-sections", "weston-watkins", 1),
    Problem("debian-sections", "crammer-singer", 0.1),
    Problem("debian-sections", "crammer-singer", 1),
    Problem("debian-sections", "squared-one-vs-rest", 1),
]


def chosen(only):
    """The problems whose names start with one of the comma-separated words; all of them for None."""
    if only is None:
        return PROBLEMS
    words = only.split(",")
    for word in words:
        if not word or not any(problem.name.startswith(word) for problem in PROBLEMS):
            names = "\n  ".join(problem.name for problem in PROBLEMS)
            raise ValueError(f"--only must begin the name of a problem; got {word!r}. The problems are\n  {names}")
    return [problem for problem in PROBLEMS if problem.name.startswith(tuple(words))]
