"""Loss curves: one CSV row per so many steps, and the same as a picture."""
from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np

from . import figures


class Journal:
    def __init__(self, path: Path, every=50):
        self.path, self.every = path, every
        path.parent.mkdir(parents=True, exist_ok=True)
        self._sums: dict[str, list[float]] = {}
        self._since = time.monotonic()

    def add(self, step: int, **values: float) -> None:
        for name, value in values.items():
            self._sums.setdefault(name, []).append(float(value))
        if step % self.every == 0:
            elapsed = time.monotonic() - self._since
            means = {name: sum(v) / len(v) for name, v in self._sums.items()}
            self.write(step, seconds=elapsed, **means)
            self._sums, self._since = {}, time.monotonic()

    def write(self, step: int, **values: float) -> None:
        """One row per name, so that new losses need no new columns."""
        fresh = not self.path.exists()
        with self.path.open("a", newline="") as file:
            writer = csv.writer(file)
            if fresh:
                writer.writerow(["step", "name", "value"])
            writer.writerows([step, name, f"{value:.6g}"] for name, value in values.items())
        print(step, " ".join(f"{name}={value:.4g}" for name, value in values.items()), flush=True)

    def draw(self) -> None:
        curves: dict[str, list[tuple[float, float]]] = {}
        with self.path.open(newline="") as file:
            for row in csv.DictReader(file):
                curves.setdefault(row["name"], []).append((float(row["step"]), float(row["value"])))
        panels = {name: np.array(points).T for name, points in sorted(curves.items())}
        figures.write_png(self.path.with_suffix(".png"), figures.curves(panels))
