"""Training to a gap: Hinge, LIBLINEAR, scikit-learn, ML.NET and PyTorch on the same data and objective, text file to saved model.

Every program runs at several settings of its own stopping rule, each up to `--rounds` times, programs in turn. Its weights are
scored by training_score.py in double precision: the gap shown is (P(W) − D*)/|P(W)|, where D* is the dual of one long run
of Hinge, recomputed by the same scorer from the duals that it stored. No W has a P below D*, so the gap is an upper bound
on how far, relatively, P(W) is from the optimum, whoever computed W.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import training_page
from training_problems import chosen
from training_programs import HINGE, PROGRAMS, THREADS
from training_score import Data, dual, hinge_duals, hinge_model, primal

REFERENCE_GAP = "1e-8"
QUIET = 0.5   # load above which seconds are not to be trusted
ROUNDING = 1e-11   # relative, of sums of P and D in double


@dataclass
class Entry:
    """One program at one setting of one problem, over the rounds."""

    program: object
    setting: str
    whole: list = field(default_factory=list)
    reading: list = field(default_factory=list)
    training: list = field(default_factory=list)
    gaps: list = field(default_factory=list)
    failure: str = ""


@dataclass
class Outcome:
    """A problem, its best known dual with the gap of the run that gave it, and its entries."""

    problem: object
    shape: tuple
    dual: float
    reference_gap: float
    entries: list


class TooSlow(Exception):
    pass


def run(command, limit):
    """(seconds, standard output) of a process; it and its children are gone on return, however that comes about."""
    environment = {**os.environ, "OMP_NUM_THREADS": str(THREADS), "OPENBLAS_NUM_THREADS": str(THREADS)}
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env=environment, start_new_session=True)
    try:
        output, error = process.communicate(timeout=limit)
        seconds = time.perf_counter() - start
    except subprocess.TimeoutExpired:
        raise TooSlow from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"exit code {process.returncode}: {(error.strip() or 'no message').splitlines()[0][:200]}")
    return seconds, output


def reference(problem, data, limit, folder):
    """(D*, relative gap of the run): Hinge's duals, scored here."""
    model, duals = folder / "reference.hinge", folder / "reference.duals"
    command = next(program for program in PROGRAMS if program.name == "Hinge").command(problem, REFERENCE_GAP, data.features.shape[1], model)
    try:
        run([*command, "--time-limit", f"{limit:g}", "--duals", duals], None)
    except RuntimeError as error:
        raise RuntimeError(f"{problem.name}: no D*: Hinge {error}") from None
    _, weights, classes = hinge_model(model)
    best = dual(data, problem.loss, problem.cost, hinge_duals(duals), classes)
    value = primal(data, problem.loss, problem.cost, weights, classes)
    return best, (value - best) / abs(value)


def measure(entry, problem, data, best, limit, folder):
    output = folder / "weights"
    try:
        seconds, stdout = run(entry.program.command(problem, entry.setting, data.features.shape[1], output), limit)
        weights, classes, reading, training = entry.program.read(output, stdout)
    except TooSlow:
        entry.failure = f"> {limit:g} s"
        return
    except (RuntimeError, OSError, ValueError, KeyError) as error:
        entry.failure = f"failed: {error}"
        return
    finally:
        output.unlink(missing_ok=True)
    value = primal(data, problem.loss, problem.cost, weights, classes)
    gap = (value - best) / abs(value)
    if not gap >= -ROUNDING:
        raise SystemExit(f"{problem.name}: the objective of {entry.program.name} at {entry.setting}, {value!r}, must be at least the dual {best!r}. The scorer is wrong; nothing is reported.")
    entry.whole.append(seconds)
    entry.gaps.append(max(gap, 0))
    if training is not None:
        entry.reading.append(reading)
        entry.training.append(training)


def compare(problem, arguments, folder):
    problem.fetch()
    data = Data(problem.file, problem.bias)
    print(f"{problem.name}: reference run", file=sys.stderr, flush=True)
    best, reference_gap = reference(problem, data, arguments.reference_limit, folder)
    entries = {program: [Entry(program, setting) for setting in program.settings[::2 if arguments.quick else 1]]
               for program in PROGRAMS if program.fits(problem)}
    for number in range(arguments.rounds):
        for step in range(max(len(own) for own in entries.values())):
            for program, own in entries.items():
                # A setting after one that failed is tighter, and would take longer still.
                stopped = next((at for at, entry in enumerate(own) if entry.failure), len(own))
                if step >= len(own) or step > stopped or (step == stopped and number > 0) or sum(own[step].whole) > arguments.limit:
                    continue
                measure(own[step], problem, data, best, arguments.limit, folder)
                seconds = f"{own[step].whole[-1]:.2f} s, gap {own[step].gaps[-1]:.1e}" if not own[step].failure else own[step].failure
                print(f"{problem.name}: round {number + 1}, {program.name} {program.knob} {own[step].setting}: {seconds}", file=sys.stderr, flush=True)
    return Outcome(problem, (*data.features.shape, len(data.names)), best, reference_gap, [entry for own in entries.values() for entry in own])


def parse():
    parser = argparse.ArgumentParser(prog="bench/peers/run training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, help="runs of each program at each setting, fewer once they took --limit together; the medians count (default 5; with --quick 1)")
    parser.add_argument("--limit", type=float, help="seconds after which a run is stopped and shown as slower (default 60; with --quick 20)")
    parser.add_argument("--reference-limit", type=float, help="seconds for the run that D* comes from (default 300; with --quick 20)")
    parser.add_argument("--only", help="problems whose names start so, separated by commas: mnist,digits/softmax")
    parser.add_argument("--quick", action="store_true", help="one round of every other setting, to see that all works")
    parser.add_argument("--out", type=Path, metavar="DIR", help="put training.md and training.png into DIR")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md and the curves into docs/images/training.png")
    arguments = parser.parse_args()
    try:
        problems = chosen(arguments.only)
    except ValueError as error:
        parser.error(str(error))
    for name, usual, quick in (("rounds", 5, 1), ("limit", 60, 20), ("reference_limit", 300, 20)):
        if getattr(arguments, name) is None:
            setattr(arguments, name, quick if arguments.quick else usual)
        if not getattr(arguments, name) > 0:
            parser.error(f"--{name.replace('_', '-')} must be above 0; got {getattr(arguments, name)}.")
    return arguments, problems


def main():
    arguments, problems = parse()
    # Python dies of these without clearing up; as exceptions they end the process running and the temporary folder.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda caught, _: sys.exit(128 + caught))
    load = os.getloadavg()[0]
    if load > QUIET:
        print(f"bench/peers/run training: other work is running (load {load:.1f}): do not trust the seconds.", file=sys.stderr)
    try:
        with tempfile.TemporaryDirectory(prefix="hinge-training-") as folder:
            outcomes = [compare(problem, arguments, Path(folder)) for problem in problems]
    except RuntimeError as error:
        sys.exit(f"bench/peers/run training: {error}")
    except KeyboardInterrupt:
        sys.exit("bench/peers/run training: interrupted; nothing is reported.")
    text = training_page.markdown(outcomes, arguments, load)
    print(text)
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
        (arguments.out / "training.md").write_text(text + "\n", encoding="utf-8")
        training_page.draw(outcomes, arguments.out / "training.png")
    if arguments.write:
        training_page.write(text, outcomes)


if __name__ == "__main__":
    main()
