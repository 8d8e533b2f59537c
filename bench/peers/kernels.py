"""Loss and gradient of one pass: NumPy, SciPy and PyTorch against `hinge gradient`, on the same float32 arrays.

Every figure is the median over rounds; in a round each program runs in turn, and its figure is the median of a few
passes after one that is not counted. All losses must agree before anything is printed.
"""

import argparse
import json
import pathlib
import platform
import subprocess
import tempfile
import time

import numpy as np
import scipy
import scipy.sparse
import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
HINGE = ROOT / "src/Hinge.Cli/bin/Release/net10.0/Hinge.Cli"
PAGE = ROOT / "docs/performance.md"
THREADS = 2
PASSES = 7
SHAPES = [(10000, 3073, 10), (60000, 784, 10), (200000, 64, 10), (20000, 768, 100), (20000, 2048, 1000)]
AGREEMENT = 1e-4


def median(values):
    return float(np.median(values))


def timed(run):
    run()
    seconds = []
    for _ in range(PASSES):
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    return median(seconds), result


def numpy_pass(features, labels, weights):
    """Mean Weston–Watkins loss and its gradient; features dense or CSR."""
    rows = np.arange(len(labels))
    violations = features @ weights
    violations -= violations[rows, labels][:, None] - np.float32(1)
    violations[rows, labels] = 0
    np.maximum(violations, 0, out=violations)
    loss = violations.sum(dtype=np.float64)
    coefficients = (violations > 0).astype(np.float32)
    coefficients[rows, labels] = -coefficients.sum(axis=1)
    return loss / len(labels), features.T @ coefficients


def torch_pass(features, labels, weights):
    weights.grad = None
    loss = torch.nn.functional.multi_margin_loss(features @ weights, labels, reduction="sum")
    loss.backward()
    return float(loss) * weights.shape[1] / len(labels), weights.grad


def hinge_pass(features_file, labels_file, weights_file, threads):
    labels = ["--labels", labels_file] if labels_file else []
    command = [HINGE, "gradient", features_file, *labels, "--weights", weights_file, "--threads", str(threads), "--repeat", str(PASSES), "--json"]
    answer = json.loads(subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout)
    return answer["seconds"], answer["loss"]


def blobs(n, d, k, seed):
    """Overlapping Gaussian classes, so that weights can be trained."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, k, n)
    centres = random.standard_normal((k, d), dtype=np.float32) * np.float32(4 / np.sqrt(d))
    return centres[labels] + random.standard_normal((n, d), dtype=np.float32), labels, centres


def trained(features, labels, weights):
    """A few steps of gradient descent with halving steps: most rows violate nothing then."""
    step, (loss, gradient) = np.float32(1), numpy_pass(features, labels, weights)
    for _ in range(25):
        candidate = weights - step / len(labels) * gradient
        new_loss, new_gradient = numpy_pass(features, labels, candidate)
        if new_loss < loss:
            weights, loss, gradient, step = candidate, new_loss, new_gradient, step * np.float32(1.5)
        else:
            step /= 3
    return weights


def limits():
    """The machine: float32 matrix product in GFLOP/s, copy in GB/s read and written."""
    a = np.ones((3000, 3000), np.float32)
    product, _ = timed(lambda: a @ a)
    source, target = torch.ones(50_000_000), torch.empty(50_000_000)
    copy, _ = timed(lambda: target.copy_(source))
    return 2 * 3000**3 / product / 1e9, 2 * 4 * 50e6 / copy / 1e9


def require_agreement(name, losses):
    if max(losses) - min(losses) > AGREEMENT * max(losses):
        raise SystemExit(f"{name}: the losses disagree: {losses}. Nothing is reported.")


def dense_row(n, d, k, rounds, folder):
    features, labels, centres = blobs(n, d, k, seed=d)
    random_weights = (np.random.default_rng(1).standard_normal((d, k)) * 0.05).astype(np.float32)
    trained_weights = trained(features, labels, np.ascontiguousarray(centres.T) * np.float32(0.3)) if k < 1000 else None
    files = {name: folder / f"{name}.npy" for name in ("X", "y", "W", "trained")}
    np.save(files["X"], features)
    np.save(files["y"], labels)
    np.save(files["W"], random_weights)
    if trained_weights is not None:
        np.save(files["trained"], trained_weights)
    torch_arrays = torch.from_numpy(features), torch.from_numpy(labels), torch.from_numpy(random_weights).requires_grad_()
    figures = {name: [] for name in ("peak", "copy", "numpy", "torch", "one", "two", "trained")}
    for _ in range(rounds):
        peak, copy = limits()
        figures["peak"].append(peak)
        figures["copy"].append(copy)
        numpy_seconds, (numpy_loss, _) = timed(lambda: numpy_pass(features, labels, random_weights))
        torch_seconds, (torch_loss, _) = timed(lambda: torch_pass(*torch_arrays))
        one_seconds, _ = hinge_pass(files["X"], files["y"], files["W"], 1)
        two_seconds, hinge_loss = hinge_pass(files["X"], files["y"], files["W"], THREADS)
        require_agreement(f"{n}×{d}, {k}", [numpy_loss, torch_loss, hinge_loss])
        for name, value in (("numpy", numpy_seconds), ("torch", torch_seconds), ("one", one_seconds), ("two", two_seconds)):
            figures[name].append(value)
        if trained_weights is not None:
            figures["trained"].append(hinge_pass(files["X"], files["y"], files["trained"], THREADS)[0])
    m = {name: median(values) if values else float("nan") for name, values in figures.items()}
    rate, traffic = 4 * n * d * k / m["two"] / 1e9, 4 * n * d / m["two"] / 1e9
    return [
        f"{n} × {d}, {k}", f"{1e3 * m['numpy']:.1f}", f"{1e3 * m['torch']:.1f}", f"{1e3 * m['one']:.1f}", f"{1e3 * m['two']:.1f}",
        f"**{m['torch'] / m['two']:.1f}×**", f"{m['numpy'] / m['two']:.1f}×", f"{m['one'] / m['two']:.2f}",
        f"{100 * rate / m['peak']:.0f} %", f"{100 * traffic / m['copy']:.0f} %",
        f"{m['two'] / m['trained']:.2f}×" if trained_weights is not None else "–",
    ], (m["peak"], m["copy"])


def sparse_row(rounds, folder):
    file = ROOT / "bench/data/cache/debian-sections.svm"
    subprocess.run([ROOT / "bench/data/fetch", "debian-sections"], check=True)
    offsets, columns, values, names = [0], [], [], []
    with open(file, encoding="ascii") as lines:
        for line in lines:
            label, *pairs = line.split()
            names.append(int(label))
            for pair in pairs:
                column, value = pair.split(":")
                columns.append(int(column) - 1)
                values.append(float(value))
            offsets.append(len(columns))
    labels = np.unique(names, return_inverse=True)[1]
    features = scipy.sparse.csr_matrix((np.array(values, np.float32), np.array(columns, np.int32), np.array(offsets)))
    k = labels.max() + 1
    weights = (np.random.default_rng(1).standard_normal((features.shape[1], k)) * 0.5).astype(np.float32)
    weights_file = folder / "W.npy"
    np.save(weights_file, weights)
    scipy_seconds, one_seconds, two_seconds = [], [], []
    for _ in range(rounds):
        seconds, (scipy_loss, _) = timed(lambda: numpy_pass(features, labels, weights))
        scipy_seconds.append(seconds)
        one_seconds.append(hinge_pass(file, None, weights_file, 1)[0])
        seconds, hinge_loss = hinge_pass(file, None, weights_file, THREADS)
        two_seconds.append(seconds)
        require_agreement("debian-sections", [float(scipy_loss), hinge_loss])
    s, one, two = median(scipy_seconds), median(one_seconds), median(two_seconds)
    return f"debian-sections (50932 × 130020, 58 classes, 44.5 nonzeros a row): SciPy {1e3 * s:.0f} ms, Hinge {1e3 * one:.0f} ms on one thread and {1e3 * two:.0f} ms on two: **{s / two:.1f}×**."


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)}")
    arguments = parser.parse_args()
    torch.set_num_threads(THREADS)
    header = ["N × D, K", "NumPy ms", "PyTorch ms", "Hinge ms, 1 thread", "Hinge ms, 2 threads", "PyTorch / Hinge", "NumPy / Hinge", "1 thread / 2", "of matrix product", "of copy", "random / trained W"]
    lines = ["| " + " | ".join(header) + " |", "|---" * len(header) + "|"]
    machine = []
    for shape in SHAPES:
        with tempfile.TemporaryDirectory() as folder:
            row, limit = dense_row(*shape, arguments.rounds, pathlib.Path(folder))
        lines.append("| " + " | ".join(row) + " |")
        machine.append(limit)
        print(lines[-1], flush=True)
    with tempfile.TemporaryDirectory() as folder:
        sparse = sparse_row(arguments.rounds, pathlib.Path(folder))
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")), platform.processor())
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    peak, copy = median([p for p, _ in machine]), median([c for _, c in machine])
    text = "\n".join([
        *lines, "", sparse, "",
        f"{cpu}, {THREADS} threads; float32 matrix product {peak:.0f} GFLOP/s, copy {copy:.0f} GB/s (read and written); commit {commit}; "
        f"NumPy {np.__version__} and PyTorch {torch.__version__} with OpenBLAS, SciPy {scipy.__version__}; medians of {arguments.rounds} rounds of {PASSES} passes.",
    ])
    print("\n" + text)
    if arguments.write:
        page = PAGE.read_text(encoding="utf-8")
        start, end = page.index("<!-- kernels -->"), page.index("<!-- /kernels -->")
        PAGE.write_text(page[:start] + "<!-- kernels -->\n" + text + "\n" + page[end:], encoding="utf-8")


if __name__ == "__main__":
    main()
