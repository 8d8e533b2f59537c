"""svmlight text into memory: Hinge beside LIBLINEAR and scikit-learn, in turn, from the page cache. Prints a Markdown table.

    bench/peers/run reading [--rounds 5] [FILE.svm ...]

Hinge's seconds are its own report of reading; scikit-learn's are load_svmlight_file's. LIBLINEAR's are of the whole process, told to
stop regressing after its first look at the data: it reports no times, and the rest takes a few hundredths of a second. Processor seconds are of
both threads together; for Hinge they are of the whole process, start included.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HINGE = ROOT / "src/Hinge.Cli/bin/Release/net10.0/Hinge.Cli"
SKLEARN = """
import sys, time
from sklearn.datasets import load_svmlight_file
start = time.perf_counter()
features, labels = load_svmlight_file(sys.argv[1])
print(time.perf_counter() - start, features.nnz)
"""


def run(command):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def liblinear(path, folder):
    _, seconds, processor = run(["liblinear-train", "-q", "-s", "11", "-e", "1e9", path, folder / "liblinear.model"])
    return seconds, processor, None


def sklearn(path, _):
    output, _, processor = run(["/usr/bin/python3", "-c", SKLEARN, path])
    seconds, nonzeros = output.split()
    return float(seconds), processor, int(nonzeros)


def hinge(path, folder, threads):
    output, _, processor = run([HINGE, "train", path, "--cost", "1e-9", "--threads", threads, "--json", "--quiet", "-o", folder / "model.hinge"])
    answer = json.loads(output)
    return answer["readSeconds"], processor, answer["nonzeros"]


PROGRAMS = {
    "LIBLINEAR": liblinear,
    "scikit-learn": sklearn,
    "hinge, 1 thread": lambda path, folder: hinge(path, folder, 1),
    "hinge, 2 threads": lambda path, folder: hinge(path, folder, 2),
}


def main():
    parser = argparse.ArgumentParser(prog="bench/peers/run reading", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("files", nargs="*", type=Path, default=[ROOT / f"bench/data/cache/{name}.svm" for name in ("mnist", "debian-sections")])
    options = parser.parse_args()
    print("| file | program | seconds | MB/s | LIBLINEAR / it | scikit-learn / it | processor seconds |")
    print("|---|---|---|---|---|---|---|")
    for path in options.files:
        runs = {name: [] for name in PROGRAMS}
        with open(path, "rb") as file:
            while file.read(1 << 24):
                pass
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(options.rounds):
                for name, program in PROGRAMS.items():
                    runs[name].append(program(path, Path(folder)))
        counts = {nonzeros for results in runs.values() for _, _, nonzeros in results if nonzeros is not None}
        if len(counts) != 1:
            raise SystemExit(f"{path}: the programs read different numbers of entries: {sorted(counts)}. Nothing is reported.")
        median = {name: [statistics.median(result[k] for result in results) for k in (0, 1)] for name, results in runs.items()}
        for name, (seconds, processor) in median.items():
            print(f"| {path.name}, {os.path.getsize(path) / 1e6:.0f} MB | {name} | {seconds:.2f} | {os.path.getsize(path) / 1e6 / seconds:.0f} "
                  f"| {median['LIBLINEAR'][0] / seconds:.1f} | {median['scikit-learn'][0] / seconds:.1f} | {processor:.2f} |", flush=True)


if __name__ == "__main__":
    main()
