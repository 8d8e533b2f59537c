"""One prediction from a cold start and in a running program: hinge beside LIBLINEAR, scikit-learn and ML.NET. Prints a Markdown table.

    bench/peers/run tool [--write] [--rounds 21]

Each program loads its own model of the shipped digits and answers the same row; all must give the row's class. Milliseconds are of
whole processes in turn: the median, and of user and system time together, which other programs on the machine disturb less. Size is
what must be there to predict: the program with its libraries, without the interpreter's or runtime's own where it has one. --write puts
the table into docs/performance.md.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NATIVE = ROOT / "src/Hinge.Cli.Native/bin/Release/net10.0/linux-x64/publish"
PORTABLE = ROOT / "src/Hinge.Cli/bin/Release/net10.0"
MLNET = ROOT / "bench/Hinge.Bench.MLNet/bin/Release/net10.0"
PAGE = ROOT / "docs/performance.md"
DIGITS, FEATURES, COST = ROOT / "samples/digits.svm", 64, "0.1"
SKLEARN_TRAIN = """
import sys, pickle
from sklearn.datasets import load_svmlight_file
from sklearn.svm import LinearSVC
features, labels = load_svmlight_file(sys.argv[1])
pickle.dump(LinearSVC(C=0.1, multi_class="crammer_singer", max_iter=10000).fit(features.toarray(), labels), open(sys.argv[2], "wb"))
"""
SKLEARN_PREDICT = """
import sys, pickle
import numpy
from sklearn.datasets import load_svmlight_file
model = pickle.load(open(sys.argv[1], "rb"))
row = load_svmlight_file(sys.argv[2], n_features=64)[0].toarray()
print(model.predict(row)[0])
"""
SKLEARN_REPEAT = SKLEARN_PREDICT + """
import time
rounds = []
for _ in range(8):
    start = time.perf_counter()
    for _ in range(2000):
        model.predict(row)
    rounds.append((time.perf_counter() - start) / 2000 * 1e9)
print(sorted(rounds[1:])[3])
"""
PYTHON = "/usr/bin/python3"


def output(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr[-2000:]}")
    return done.stdout


def timed(command):
    before, start = os.times(), time.perf_counter()
    output(command)
    wall, after = time.perf_counter() - start, os.times()
    return 1e3 * wall, 1e3 * (after.children_user + after.children_system - before.children_user - before.children_system)


def megabytes(*paths):
    return sum(file.stat().st_size for path in paths for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file()) / 1e6


def prepare(folder):
    """Models and the row; returns each program's command for one prediction, the file with its answer, and its size."""
    row = folder / "row.svm"
    row.write_text(DIGITS.read_text().splitlines()[0] + "\n")
    hinge, linear, sklearn, mlnet = folder / "digits.hinge", folder / "digits.model", folder / "digits.pickle", folder / "digits.zip"
    output([NATIVE / "hinge", "train", DIGITS, "--loss", "crammer-singer", "--cost", COST, "-o", hinge, "--quiet"])
    output(["liblinear-train", "-q", "-s", "4", "-c", COST, DIGITS, linear])
    output([PYTHON, "-c", SKLEARN_TRAIN, DIGITS, sklearn])
    output([MLNET / "Hinge.Bench.MLNet", "save", DIGITS, FEATURES, mlnet])
    answer = folder / "answer.txt"
    # The native folder holds three executables, one of which a machine runs after the first.
    commands = {
        "hinge, native": ([NATIVE / "hinge", "predict", hinge, row, "-o", answer], f"{megabytes(NATIVE / 'hinge'):.1f} (three files, {megabytes(*NATIVE.glob('hinge*')):.0f})"),
        "hinge, portable": (["dotnet", PORTABLE / "Hinge.Cli.dll", "predict", hinge, row, "-o", answer], f"{megabytes(PORTABLE):.0f}, with tables and plots"),
        "liblinear-predict": (["liblinear-predict", "-q", row, linear, answer], f"{megabytes(Path('/usr/bin/liblinear-predict'), *{p.resolve() for p in Path('/usr/lib').glob('*/liblinear.so.4')}):.1f}"),
        "Python, scikit-learn": ([PYTHON, "-c", SKLEARN_PREDICT, sklearn, row], "–"),
        "ML.NET, PredictionEngine": (["dotnet", MLNET / "Hinge.Bench.MLNet.dll", "predict", mlnet, row, FEATURES], f"{megabytes(*MLNET.glob('*.dll'), MLNET / 'runtimes'):.0f}"),
    }
    expected = float(row.read_text().split()[0])
    for name, (command, _) in commands.items():
        answer.unlink(missing_ok=True)
        printed = output(command)
        found = float(answer.read_text() if answer.exists() else printed)
        if found != expected:
            sys.exit(f"{name} says {found}, the row is of class {expected}: the programs do not do the same work.")
    running = {
        "hinge, portable": float(output([MLNET / "Hinge.Bench.MLNet", "repeat-hinge", hinge, row]).split()[1]),
        "ML.NET, PredictionEngine": float(output([MLNET / "Hinge.Bench.MLNet", "repeat", mlnet, row, FEATURES]).split()[1]),
        "Python, scikit-learn": float(output([PYTHON, "-c", SKLEARN_REPEAT, sklearn, row]).split()[1]),
    }
    return commands, running


def main():
    parser = argparse.ArgumentParser(prog="bench/peers/run tool", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        commands, running = prepare(Path(folder))
        runs = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, (command, _) in commands.items():
                runs[name].append(timed(command))
    lines = ["| one row of digits, ten classes | whole process, ms | fastest, ms | processor, ms | size, MB | a row in a running program, µs |", "|---|--:|--:|--:|--:|--:|"]
    for name, (_, size) in commands.items():
        walls, processors = zip(*runs[name])
        inside = f"{running[name] / 1e3:.2f}" if name in running else "–"
        lines.append(f"| {name} | {statistics.median(walls):.0f} | {min(walls):.0f} | {statistics.median(processors):.0f} | {size} | {inside} |")
    cpu = next(line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name"))
    commit = output(["git", "-C", ROOT, "describe", "--always", "--dirty", "--exclude=*"]).strip()
    table = "\n".join([*lines, "", f"{cpu}, {os.cpu_count()} cores, load before the run {load:.1f}; commit {commit}; {options.rounds} rounds in turn."])
    print(table)
    if options.write:
        page = PAGE.read_text()
        PAGE.write_text(re.sub(r"(?s)<!-- tool -->.*<!-- /tool -->", lambda _: f"<!-- tool -->\n{table}\n<!-- /tool -->", page))


if __name__ == "__main__":
    main()
