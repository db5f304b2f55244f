"""Monotonic alignment search: compiles `mas.c` once, and calls it for a batch."""
from __future__ import annotations

import ctypes
import hashlib
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

from . import config as settings

SOURCE = Path(__file__).with_name("mas.c")
LARGEST_POOL = 8


@lru_cache(maxsize=None)
def _library() -> ctypes.CDLL:
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    folder = settings.load().paths.work / "build"
    folder.mkdir(parents=True, exist_ok=True)
    built = folder / f"mas-{digest}.so"
    if not built.exists():
        fresh = built.with_suffix(f".{os.getpid()}.so")
        command = ["cc", "-O3", "-march=native", "-shared", "-fPIC", str(SOURCE), "-o", str(fresh)]
        subprocess.run(command, check=True)
        fresh.replace(built)
    library = ctypes.CDLL(str(built))
    pointer = ctypes.c_void_p
    library.align.argtypes = [pointer, ctypes.c_int, ctypes.c_int, ctypes.c_int, pointer]
    return library


def align(scores: np.ndarray) -> np.ndarray:
    """[symbols, frames] log-likelihoods to [symbols] frame counts, each at least 1."""
    scores = np.ascontiguousarray(scores, np.float32)
    symbols, frames = scores.shape
    durations = np.zeros(symbols, np.int32)
    failed = _library().align(scores.ctypes.data, symbols, frames, frames, durations.ctypes.data)
    if failed:
        raise ValueError(f"No alignment of {symbols} symbols with {frames} frames.")
    return durations


@torch.no_grad()
def align_batch(means, mel, symbol_counts, frame_counts, costs=None) -> torch.Tensor:
    """
    Durations [B, N] under unit-variance Gaussians: means [B, N, M] of the symbols, mel [B, T, M].
    Terms that no path can change (the energy of the frames) are left out of the likelihood. `costs` [B, N, T], if
    given, are taken from it.
    """
    scores = means @ mel.transpose(1, 2) - 0.5 * means.pow(2).sum(-1, keepdim=True)
    scores = scores.float().cpu().numpy()
    if costs is not None:
        scores = scores - costs
    durations = torch.zeros(means.shape[:2], dtype=torch.long)

    def align_row(row: int) -> None:
        symbols, frames = symbol_counts[row], frame_counts[row]
        durations[row, :symbols] = torch.from_numpy(align(scores[row, :symbols, :frames]))

    threads = min(LARGEST_POOL, torch.get_num_threads())
    if threads == 1:
        list(map(align_row, range(len(durations))))
    else:
        # The compiled search does not hold Python's lock.
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(align_row, range(len(durations))))
    return durations.to(means.device)
