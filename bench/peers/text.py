"""Whole processes from a table of texts to an accuracy on another table: hinge train beside scikit-learn, in turn. Prints a Markdown table.

    bench/peers/run text [--rounds 5] [--data FOLDER]

The table is debian-packages (bench/data/fetch): a package's section from its description, dependencies and homepage. Seconds are medians
of the rounds, wall-clock and of all processors together; where other programs run as well, the second is the fairer one. scikit-learn
reads CSV, since Debian has no reader of Parquet for Python; Hinge reads Parquet unless the row says otherwise.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HINGE = ROOT / "src/Hinge.Cli/bin/Release/net10.0/Hinge.Cli"
LABEL, TEXTS = "section", ("description", "depends", "homepage")
COST = 1


def programs(data):
    def hinge(suffix, *options):
        return [HINGE, "train", data / f"packages.{suffix}", "--label", LABEL, "--ignore", "package", "--test", data / f"packages.t.{suffix}",
                *options, "-o", data / "text-benchmark.hinge", "--json", "--quiet"]

    chosen = {
        "--cost 1 (weston-watkins)": ["--cost", "1"],
        "--cost 0.1": ["--cost", "0.1"],
        "--loss squared-one-vs-rest --bias 1 --cost 1 (LinearSVC's objective)": ["--loss", "squared-one-vs-rest", "--bias", "1", "--cost", str(COST)],
        "--loss squared-weston-watkins --cost 0.1": ["--loss", "squared-weston-watkins", "--cost", "0.1"],
    }
    return {
        f"scikit-learn, TfidfVectorizer and LinearSVC(C={COST}), CSV":
            ["/usr/bin/python3", ROOT / "bench/peers/text_sklearn.py", data / "packages.csv", data / "packages.t.csv", LABEL, str(COST), *TEXTS],
        "hinge train --cost 1, CSV": hinge("csv", "--cost", "1"),
        **{f"hinge train {name}": hinge("parquet", *options) for name, options in chosen.items()},
    }


def run(command):
    before, start = os.times(), time.perf_counter()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    seconds, after = time.perf_counter() - start, os.times()
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr[-2000:]}")
    answer = json.loads(done.stdout)
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return answer.get("testAccuracy", answer.get("accuracy")), answer["features"], seconds, processor


def main():
    parser = argparse.ArgumentParser(prog="bench/peers/run text", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", type=Path, default=ROOT / "bench/data/cache")
    options = parser.parse_args()
    runs = {name: [] for name in programs(options.data)}
    for _ in range(options.rounds):
        for name, command in programs(options.data).items():
            runs[name].append(run(command))
    (options.data / "text-benchmark.hinge").unlink(missing_ok=True)

    first = None
    print("| program | test accuracy | features | seconds | times faster | processor seconds | times less |")
    print("|---|---|---|---|---|---|---|")
    for name, results in runs.items():
        accuracy, features, _, _ = results[0]
        seconds, processor = (statistics.median(result[k] for result in results) for k in (2, 3))
        first = first or (seconds, processor)
        print(f"| {name} | {100 * accuracy:.2f} % | {features:,} | {seconds:.2f} | {first[0] / seconds:.1f} | {processor:.2f} | {first[1] / processor:.1f} |")


if __name__ == "__main__":
    main()
