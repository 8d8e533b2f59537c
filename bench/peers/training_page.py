"""What bench/peers/run training found, as Markdown and as curves."""

import os
import platform
import subprocess

import numpy as np

from training_problems import CACHE, ROOT
from training_programs import versions

PAGE = ROOT / "docs/performance.md"
PICTURE = ROOT / "docs/images/training.png"
MARK, END_MARK = "<!-- training -->", "<!-- /training -->"
TARGETS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
COLUMNS = 3
SMALLEST, LARGEST = 1e-9, 3.0   # gaps shown, the same in every panel
LOOKS = {   # colour and marker: Hinge stands out, and programs of one panel differ in both
    "Hinge": ("#d62728", "o"),
    "ML.NET SdcaNonCalibrated(HingeLoss)": ("#7f3fbf", "s"),
    "PyTorch SGD, MultiMarginLoss": ("#e08a00", "^"),
    "LIBLINEAR -s 4": ("#1f77b4", "s"),
    "scikit-learn LinearSVC(crammer_singer)": ("#2ca02c", "^"),
    "LIBLINEAR -s 1": ("#1f77b4", "s"),
    "LIBLINEAR -s 2": ("#17a0b5", "D"),
    "scikit-learn LinearSVC": ("#2ca02c", "^"),
    "scikit-learn LogisticRegression": ("#2ca02c", "^"),
    "ML.NET LbfgsMaximumEntropy": ("#7f3fbf", "s"),
    "ML.NET SdcaMaximumEntropy": ("#8c564b", "D"),
}


def _median(values):
    return float(np.median(values)) if values else None


def _seconds(value):
    return "–" if value is None else f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _programs(outcome):
    return list(dict.fromkeys(entry.program for entry in outcome.entries))


def _reaching(outcome, program, target):
    """The entry of a program that is quickest, by the whole process, among those whose gap is at most target; or None."""
    reached = [entry for entry in outcome.entries if entry.program is program and entry.gaps and not entry.failure and _median(entry.gaps) <= target]
    return min(reached, key=lambda entry: _median(entry.whole), default=None)


def _unreached(outcome, program, target):
    """What to show where no setting is known to have reached a gap: why not, or that D* is too far below to tell."""
    entries = [entry for entry in outcome.entries if entry.program is program]
    if any(entry.gaps and not entry.failure and _median(entry.gaps) - outcome.reference_gap <= target for entry in entries):
        return "?"
    return next(("failed" if entry.failure.startswith("failed") else entry.failure for entry in entries if entry.failure), "–")


def _summary(outcomes):
    lines = ["| problem | program | threads | " + " | ".join(f"≤ {target:.0e}".replace("e-0", "e-") for target in TARGETS) + " |", "|---|---|--:|" + "--:|" * len(TARGETS)]
    for outcome in outcomes:
        best = {target: min((_median(entry.whole) for program in _programs(outcome) if (entry := _reaching(outcome, program, target))), default=None) for target in TARGETS}
        for number, program in enumerate(_programs(outcome)):
            cells = []
            for target in TARGETS:
                entry = _reaching(outcome, program, target)
                if entry is None:
                    cells.append(_unreached(outcome, program, target))
                    continue
                whole = _median(entry.whole)
                text = _seconds(whole)
                if whole == best[target] and len(_programs(outcome)) > 1:
                    text = f"**{text}**"
                cells.append(text + (f" ({_seconds(_median(entry.training))})" if entry.training else ""))
            lines.append(f"| {outcome.problem.title if number == 0 else ''} | {program.name} | {program.threads} | " + " | ".join(cells) + " |")
    return lines


def _runs(outcomes):
    lines = ["| problem | program | setting | rounds | whole s | reading s | training s | gap |", "|---|---|---|--:|--:|--:|--:|--:|"]
    for outcome in outcomes:
        for entry in outcome.entries:
            if entry.failure:
                figures = f"{len(entry.whole)} | {entry.failure.replace('|', '/')} | | | "
            elif not entry.whole:
                figures = "0 | not run: the setting before it did not finish | | | "
            else:
                figures = f"{len(entry.whole)} | " + " | ".join(_seconds(_median(values)) for values in (entry.whole, entry.reading, entry.training)) + f" | {_median(entry.gaps):.1e}"
            lines.append(f"| {outcome.problem.title} | {entry.program.name} | {entry.program.knob} {entry.setting} | {figures} |")
    return lines


def _shown(command):
    """A command with the repository's and data's paths cut down to what names them."""
    return " ".join(str(part).replace(str(CACHE) + "/", "").replace(str(ROOT) + "/", "") for part in command)


def _commands(outcomes):
    lines = []
    seen = set()
    for outcome in outcomes:
        for entry in outcome.entries:
            program = entry.program
            if program in seen:
                continue
            seen.add(program)
            remark = f"; {program.remark}" if program.remark else ""
            lines.append(f"- {program.name}: `{_shown(program.command(outcome.problem, entry.setting, outcome.shape[1], 'MODEL'))}`{remark}")
    return lines


def _references(outcomes):
    return [f"- {outcome.problem.title} ({' × '.join(map(str, outcome.shape[:2]))}, {outcome.shape[2]} classes): D* = {outcome.dual:.10g}, that run's own gap {outcome.reference_gap:.1e}" for outcome in outcomes]


def _machine(arguments, load):
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")), platform.processor())
    commit = subprocess.run(["git", "describe", "--always", "--dirty", "--exclude=*"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    found = ", ".join(f"{name} {version}" for name, version in versions().items())
    rounds = "one round" if arguments.rounds == 1 else f"medians of {arguments.rounds} rounds, of fewer where they took {arguments.limit:g} s together"
    return f"{cpu}, {os.cpu_count()} cores, load before the run {load:.1f}; commit {commit}; {found}; {rounds}, limit {arguments.limit:g} s a run."


def markdown(outcomes, arguments, load):
    return "\n".join([
        *_summary(outcomes), "",
        "Seconds from text file to saved model, whole process, of the quickest setting that reached the gap; in brackets those of training alone, where the program says. "
        f"–: no setting reached it. > {arguments.limit:g} s: stopped at the limit. ?: D* is too far below to tell. Bold: the fastest.", "",
        _machine(arguments, load), "",
        "<details><summary>Every run, the commands, and D*</summary>", "",
        *_runs(outcomes), "",
        "The commands, at the first setting and problem of each:", "",
        *_commands(outcomes), "",
        "D*, from a run of Hinge to 1e-8 or the time allowed, recomputed by NumPy from its stored duals. Gaps below that run's own are an upper bound that may be mostly its own error:", "",
        *_references(outcomes), "",
        "</details>",
    ])


def _curve(axes, outcome, program):
    """Draws a program's curves; the label for the legend."""
    colour, marker = LOOKS[program.name]
    entries = [entry for entry in outcome.entries if entry.program is program and entry.gaps and not entry.failure]
    gaps = [max(_median(entry.gaps), SMALLEST) for entry in entries]
    front = 3 if program.name == "Hinge" else 2
    axes.plot([_median(entry.whole) for entry in entries], gaps, color=colour, marker=marker, markersize=4.5, linewidth=1.6, zorder=front,
              label=program.name if entries else f"{program.name}: no run finished")
    if entries and all(entry.training for entry in entries):
        axes.plot([_median(entry.training) for entry in entries], gaps, color=colour, marker=marker, markersize=3, linewidth=1, linestyle=(0, (3, 2)),
                  markerfacecolor="white", zorder=front - 1)


def draw(outcomes, path):
    """One panel a problem: gap over seconds, both logarithmic."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    columns = min(COLUMNS, len(outcomes))
    rows = -(-len(outcomes) // columns)
    figure, grid = pyplot.subplots(rows, columns, figsize=(4.2 * columns, 0.5 + 3.2 * rows), squeeze=False, layout="constrained")
    for axes, outcome in zip(grid.flat, outcomes):
        for program in _programs(outcome):
            _curve(axes, outcome, program)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_ylim(SMALLEST / 2, LARGEST)
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
        axes.axhline(max(outcome.reference_gap, SMALLEST), color="#999999", linewidth=0.8, linestyle=":")
        axes.set_title(outcome.problem.title, fontsize=9.5)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} s"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.yaxis.set_major_locator(LogLocator(base=100, numticks=12))
        axes.grid(True, which="major", color="#dddddd", linewidth=0.6)
        axes.tick_params(labelsize=8)
        axes.legend(fontsize=7, loc="upper left", bbox_to_anchor=(-0.02, -0.09), frameon=False, borderaxespad=0, labelspacing=0.25)
    for axes in list(grid.flat)[len(outcomes):]:
        axes.set_visible(False)
    for axes in grid[:, 0]:
        axes.set_ylabel("relative gap", fontsize=8.5)
    figure.suptitle("Relative gap to the best certified dual over seconds: solid, the whole process from text file to saved model;\n"
                    "dashed, training alone, where the program says; dotted, what that dual can resolve", fontsize=9.5)
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def write(text, outcomes):
    draw(outcomes, PICTURE)
    page = PAGE.read_text(encoding="utf-8")
    start, end = page.index(MARK), page.index(END_MARK)
    content = f"{MARK}\n![Gap over seconds, a panel a problem](images/training.png)\n\n{text}\n"
    PAGE.write_text(page[:start] + content + page[end:], encoding="utf-8")
