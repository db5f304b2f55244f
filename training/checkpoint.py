"""A run's state on disk: weights, their moving average, the optimisers and the counters."""
from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import torch

FORMAT = 1


def save(path: Path, **state) -> None:
    """Whole or not at all: a run that is killed while it saves keeps the checkpoint before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".fresh")
    torch.save(dict(state, format=FORMAT), fresh)
    fresh.replace(path)


def load(path: Path, device="cpu") -> dict | None:
    if not path.exists():
        return None
    state = torch.load(path, map_location=device)
    if state["format"] != FORMAT:
        raise ValueError(f"{path.name} has format {state['format']}, this code wants {FORMAT}.")
    return state


class Average:
    """Exponential moving average of a model's weights, which judges and exports better."""

    def __init__(self, model: torch.nn.Module, decay: float):
        self.model = copy.deepcopy(model).eval().requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def update(self, model: torch.nn.Module, step: int) -> None:
        # Early weights are forgotten fast, or the average would lag behind for thousands of steps.
        decay = min(self.decay, (1 + step) / (10 + step))
        for own, new in zip(self.model.parameters(), model.parameters()):
            own.lerp_(new, 1 - decay)
        for own, new in zip(self.model.buffers(), model.buffers()):
            own.copy_(new)


def seed_everything(seed: int, step: int) -> np.random.Generator:
    """A resumed run draws other numbers than it drew before, the same ones each time it is resumed there."""
    torch.manual_seed(seed + step)
    return np.random.default_rng([seed, step])
