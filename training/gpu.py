"""
A window on a machine with a GPU, with one command: unpacks the corpus if need be, trains both models
side by side with the `[gpu]` settings, and leaves their small checkpoints, curves and pictures in
`--out`. Call it again while the machine is there: it goes on. See "On a GPU" in the README.
"""
from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from . import config as settings, keep, pack

PICTURES = ("acoustic-mels.png", "vocoder-mels.png", "acoustic.csv", "vocoder.csv")


def train_both(minutes: float) -> list[int]:
    """Exit statuses. Side by side, as each leaves the GPU idle while it prepares its batches."""
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", f"training.train_{name}", "--minutes", f"{minutes:.2f}"],
            cwd=settings.REPOSITORY,
        )
        for name in keep.NAMES
    ]
    return [process.wait() for process in running]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=8.5, help="the whole call's")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    started, config = time.monotonic(), settings.load()
    if not (config.paths.work / "corpus" / "corpus.json").exists():
        pack.unpack(config, os.cpu_count() or 1)
        print(f"Unpacked in {time.monotonic() - started:.0f} s.", flush=True)
    # The last quarter of a minute is for ending.
    left = arguments.minutes - (time.monotonic() - started) / 60 - 0.25
    failed = any(train_both(max(0.0, left)))
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in keep.NAMES:
        print(keep.keep(config, name), flush=True)
        if keep.kept_path(config, name).exists():
            shutil.copy(keep.kept_path(config, name), arguments.out)
    for name in PICTURES:
        if (config.paths.work / "logs" / name).exists():
            shutil.copy(config.paths.work / "logs" / name, arguments.out)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
