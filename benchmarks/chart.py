"""Draw the charts of docs/development/speed.md from what ``benchmarks/compare.py`` measured.

From the root of the repository: ``python benchmarks/chart.py``, after ``pip install -e '.[bench]'``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot

OURS = "stretchplan"
COLOURS = {
    OURS: "#0072b2",
    "OR-Tools CP-SAT, staged": "#d55e00",
    "HiGHS, staged": "#009e73",
    "dynamic programme": "#999999",
    "python-constraint, all combinations": "#cc79a7",
}


def main(measured: Path, folder: Path) -> None:
    """Write two charts: time against the number of stretches, and against the number of areas."""
    rows = [row for row in json.loads(measured.read_text("utf-8"))["rows"] if row["kind"] == "list"]
    # Text stays text, and nothing in the file says when it was made.
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "stretchplan", "font.family": "sans-serif"})
    folder.mkdir(parents=True, exist_ok=True)
    by_size(rows, folder / "speed-by-stretches.svg")
    by_areas(rows, folder / "speed-by-areas.svg")


def by_size(rows: list[dict[str, Any]], path: Path) -> None:
    """Draw each way's median, with our 90th percentile, against the number of stretches."""
    figure, axes = pyplot.subplots(figsize=(7, 4.2), layout="constrained")
    for way, colour in COLOURS.items():
        points = []
        for size in sorted({row["size"] for row in rows}):
            times = [row["ways"][way]["ms"] for row in rows if row["size"] == size and way in row["ways"]]
            if times:
                points.append((size, median(times)))
        if points:
            axes.plot(*zip(*points, strict=True), marker="o", color=colour, label=way, linewidth=2)
    finish(axes, "stretches in the catalogue", sorted({row["size"] for row in rows}))
    axes.set_xscale("log")
    axes.set_xticks(sorted({row["size"] for row in rows}), [str(n) for n in sorted({row["size"] for row in rows})])
    axes.set_xticks([], minor=True)
    axes.set_title("Median over all questions of a size, milliseconds", loc="left", fontsize=11)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def by_areas(rows: list[dict[str, Any]], path: Path) -> None:
    """Draw our median and CP-SAT's against the number of areas demanded, at 30, 120 and 300 stretches."""
    figure, axes = pyplot.subplots(figsize=(7, 4.2), layout="constrained")
    shades = {30: ":", 120: "--", 300: "-"}
    counts = {1: "1", 2: "2", 3: "3", 0: "all"}
    for way in (OURS, "OR-Tools CP-SAT, staged"):
        for size, line in shades.items():
            points = []
            for place, areas in enumerate(counts):
                times = [
                    row["ways"][way]["ms"]
                    for row in rows
                    if row["size"] == size and row["areas"] == areas and way in row["ways"]
                ]
                if times:
                    points.append((place, median(times)))
            if points:
                xs, ys = zip(*points, strict=True)
                label = f"{way}, {size} stretches"
                axes.plot(xs, ys, marker="o", color=COLOURS[way], linestyle=line, label=label, linewidth=2)
    finish(axes, "areas that count", range(len(counts)))
    axes.set_xticks(range(len(counts)), list(counts.values()))
    axes.set_title("Median, milliseconds (unproved after the limit: the limit)", loc="left", fontsize=11)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def finish(axes: Any, label: str, ticks: Any) -> None:
    """Give both charts the same look."""
    axes.set_yscale("log")
    axes.set_xlabel(label)
    axes.set_xticks(list(ticks))
    axes.grid(visible=True, alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8)  # over no line


if __name__ == "__main__":
    main(
        Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/benchmarks/compare.json"),
        Path(sys.argv[2]) if len(sys.argv) > 2 else Path("docs/images"),
    )
