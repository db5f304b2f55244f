"""
All stages with one command: prepares if need be, lets both models take turns on one core for
`--hours`, then exports and evaluates. Kill it at any time and start it again: it goes on where the
last checkpoint left off. Create `work/stop` to end it after the present turn.
"""
from __future__ import annotations

import argparse
import subprocess
import sys
import time

from . import config as settings


def stage(name: str, *arguments: str) -> bool:
    """Runs a stage by itself, so that its memory is given back; True if it went well."""
    print(f"{time.strftime('%F %T')} {name} {' '.join(arguments)}", flush=True)
    done = subprocess.run([sys.executable, "-m", f"training.{name}", *arguments], cwd=settings.REPOSITORY)
    if done.returncode:
        print(f"{name} failed with {done.returncode}", flush=True)
    return done.returncode == 0


def train(config, hours: float) -> None:
    deadline = time.monotonic() + 3600 * hours
    stop, failures = config.paths.work / "stop", 0
    while time.monotonic() < deadline and not stop.exists():
        for name in ("acoustic", "vocoder"):
            left = (deadline - time.monotonic()) / 60
            minutes = min(left, getattr(config.turns, name))
            if minutes > 0 and not stop.exists():
                failures = 0 if stage(f"train_{name}", "--minutes", f"{minutes:.1f}") else failures + 1
        if failures >= 4:
            raise SystemExit("Both stages keep failing: see the messages above.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=12)
    arguments = parser.parse_args()
    config = settings.load()
    if not (config.paths.work / "corpus" / "corpus.json").exists() and not stage("prepare"):
        raise SystemExit("There is nothing to train on.")
    train(config, arguments.hours)
    for name in ("export", "evaluate"):
        stage(name)


if __name__ == "__main__":
    main()
