"""Batches made on other threads while an accelerator computes."""
from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import Callable


class Ahead:
    """
    `draw` decides what comes next, in order, on the caller's thread (so that a seeded run stays one);
    `make` turns it into a batch, on a worker's thread, or at once where there are none.
    """

    def __init__(self, draw: Callable, make: Callable, workers: int):
        self._draw, self._make, self._depth = draw, make, 2 * workers
        self._pool = ThreadPoolExecutor(workers) if workers else None
        self._waiting: deque = deque()

    def next(self):
        if self._pool is None:
            return self._make(self._draw())
        while len(self._waiting) <= self._depth:
            self._waiting.append(self._pool.submit(self._make, self._draw()))
        return self._waiting.popleft().result()
