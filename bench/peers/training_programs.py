"""The programs that bench/peers/run training compares: how each is called, and how its weights are read."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np

from training_problems import FEW_FEATURES, ROOT
from training_score import hinge_model

THREADS = 2
HINGE = ROOT / "src/Hinge.Cli/bin/Release/net10.0/Hinge.Cli"
MLNET = ROOT / "bench/Hinge.Bench.MLNet/bin/Release/net10.0/Hinge.Bench.MLNet"
HERE = Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"   # Debian's: it sees Debian's packages

GAPS = ("1e-1", "1e-2", "1e-3", "1e-4", "1e-5", "1e-6")
TOLERANCES = ("1", "0.1", "0.01", "0.001", "0.0001")
ITERATIONS = ("3", "10", "30", "100")
EPOCHS = ("1", "3", "10", "30")


@dataclass(frozen=True)
class Program:
    """command(problem, setting, columns, output) is what is run, columns being the number of features with the bias;
    read(output, stdout) gives (weights, classes, seconds of reading and of training, None where the program does not say)."""

    name: str
    threads: int
    loss: str
    knob: str
    settings: tuple
    command: Callable
    read: Callable
    takes: Callable = lambda problem: True
    remark: str = ""

    def fits(self, problem):
        return self.loss in (problem.loss, "any") and self.takes(problem)


def _read_hinge(output, stdout):
    _, weights, classes = hinge_model(output)
    answer = json.loads(stdout)
    return weights, classes, answer["readSeconds"], answer["trainSeconds"]


def _read_liblinear(output, stdout):
    header, _, body = output.read_text(encoding="ascii").partition("\nw\n")
    fields = dict(line.split(" ", 1) for line in header.splitlines())
    classes = np.array(fields["label"].split(), float)
    return np.fromstring(body, sep=" ").reshape(-1, len(classes)), classes, None, None


def _read_child(output, stdout):
    """Of training_sklearn.py and training_torch.py: weights as .npy, the rest as JSON."""
    answer = json.loads(stdout.splitlines()[-1])
    return np.load(output), np.array(answer["classes"]), answer["readSeconds"], answer["trainSeconds"]


def _read_mlnet(output, stdout):
    answer = json.loads(stdout.splitlines()[-1])
    return np.fromfile(output).reshape(answer["rows"], -1), np.array(answer["classes"]), answer["readSeconds"], answer["trainSeconds"]


def _hinge(problem, setting, columns, output):
    bias = ["--bias", str(problem.bias)] if problem.bias else []
    return [HINGE, "train", problem.file, "--loss", problem.loss, "--cost", repr(problem.cost), *bias, "--gap", setting,
            "--threads", str(THREADS), "-o", output, "--json"]


def _liblinear(solver):
    return lambda problem, setting, columns, output: [
        "liblinear-train", "-q", "-s", str(solver), "-c", repr(problem.cost), "-e", setting, problem.file, output]


def _sklearn(estimator):
    return lambda problem, setting, columns, output: [
        PYTHON, HERE / "training_sklearn.py", problem.file, estimator, repr(problem.cost), str(problem.bias), setting, output]


def _torch(problem, setting, columns, output):
    return [PYTHON, HERE / "training_torch.py", problem.file, repr(problem.cost), str(problem.bias), setting, str(THREADS), output]


def _mlnet(trainer):
    return lambda problem, setting, columns, output: [
        MLNET, problem.file, str(columns - problem.bias), trainer, repr(problem.cost), setting, str(THREADS), output]


def _has_bias(problem):
    return bool(problem.bias)


def _has_no_bias(problem):
    return not problem.bias


def _is_small(problem):
    return problem.data in FEW_FEATURES


PROGRAMS = [
    Program("Hinge", THREADS, "any", "--gap", GAPS, _hinge, _read_hinge),
    Program("ML.NET SdcaNonCalibrated(HingeLoss)", THREADS, "weston-watkins", "iterations", ITERATIONS, _mlnet("sdca-hinge"), _read_mlnet, _has_bias,
            "its sum of hinge losses of s_y − s_j is Weston–Watkins"),
    Program("PyTorch SGD, MultiMarginLoss", THREADS, "weston-watkins", "epochs", EPOCHS, _torch, _read_child, _is_small,
            "batches of 32, step η/(1 + ληt) with η = 1/mean ‖x‖² and λ = 1/(CN), the mean of the second half's weights; dense data only"),
    Program("LIBLINEAR -s 4", 1, "crammer-singer", "-e", TOLERANCES, _liblinear(4), _read_liblinear, _has_no_bias),
    Program("scikit-learn LinearSVC(crammer_singer)", 1, "crammer-singer", "tol", TOLERANCES, _sklearn("crammer-singer"), _read_child),
    Program("LIBLINEAR -s 1", 1, "squared-one-vs-rest", "-e", TOLERANCES, _liblinear(1), _read_liblinear, _has_no_bias, "dual; stops at 1000 passes"),
    Program("LIBLINEAR -s 2", 1, "squared-one-vs-rest", "-e", TOLERANCES[1:], _liblinear(2), _read_liblinear, _has_no_bias, "primal"),
    Program("scikit-learn LinearSVC", 1, "squared-one-vs-rest", "tol", TOLERANCES, _sklearn("squared-one-vs-rest"), _read_child),
    Program("scikit-learn LogisticRegression", THREADS, "softmax", "max_iter", ITERATIONS + ("300",), _sklearn("softmax"), _read_child,
            remark="lbfgs, multinomial; dense array, threads of OpenBLAS; where its tolerance of 1e-8 and L-BFGS's own end it sooner, larger max_iter repeat the result"),
    Program("ML.NET LbfgsMaximumEntropy", THREADS, "softmax", "iterations", ITERATIONS, _mlnet("lbfgs-maximum-entropy"), _read_mlnet, _has_bias,
            "leaves the bias out of ‖W‖, which the common objective counts: its gap cannot fall to 0"),
    Program("ML.NET SdcaMaximumEntropy", THREADS, "softmax", "iterations", ITERATIONS, _mlnet("sdca-maximum-entropy"), _read_mlnet, _has_bias,
            "minimizes Σ_j log(1 + exp(s_j − s_y)), not softmax: its gap cannot fall to 0"),
]


def versions():
    """{program: version}, asked of the programs' packages."""
    def debian(package):
        answer = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", package], capture_output=True, text=True, check=False)
        return answer.stdout or "not installed"

    mlnet = "not built"
    if (dependencies := MLNET.with_name(f"{MLNET.name}.deps.json")).exists():
        packages = json.loads(dependencies.read_text(encoding="utf-8"))["libraries"]
        mlnet = next(name.partition("/")[2] for name in packages if name.startswith("Microsoft.ML/"))
    return {"LIBLINEAR": debian("liblinear-tools"), "scikit-learn": debian("python3-sklearn"), "PyTorch": debian("python3-torch"),
            "NumPy": np.__version__, "ML.NET": mlnet}
