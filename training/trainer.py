"""What the training of every model has in common: the loop, resuming, saving, and its command line."""
from __future__ import annotations

import argparse
import fcntl
import time

import torch

from . import checkpoint, config as settings, keep, schedule
from .corpus import Corpus
from .journal import Journal


class Trainer:
    """
    A subclass sets `name`, fills `parts` (whatever has a state_dict), and defines `train_step` and
    `validate`. Everything in `parts` is saved and restored under its name.
    """

    name = ""

    def __init__(self, config):
        self.config = config
        self.options = getattr(config, self.name)
        self.device = schedule.device()
        self.corpus = Corpus(config)
        self.logs = config.paths.work / "logs"
        self.path = config.paths.work / "checkpoints" / f"{self.name}.pt"
        self.journal = Journal(self.logs / f"{self.name}.csv")
        self.step, self.seconds, self.fresh_at = 0, 0.0, 0
        self.settling = 1.0
        torch.manual_seed(config.seed)
        self.parts: dict[str, object] = {}
        self.build()
        self._resume()
        self.generator = checkpoint.seed_everything(config.seed, self.step)

    def build(self) -> None:
        raise NotImplementedError

    def train_step(self) -> dict[str, float]:
        """One step of the optimiser; the values to write down."""
        raise NotImplementedError

    def validate(self) -> None:
        raise NotImplementedError

    def average_of(self, model: torch.nn.Module) -> checkpoint.Average:
        return checkpoint.Average(model, self.options.ema)

    def rate(self, base: float) -> float:
        options = self.options
        return self.settling * schedule.learning_rate(
            base, self.step, options.warmup_steps, options.decay_steps, self.fresh_at
        )

    def _resume(self) -> None:
        state = checkpoint.load(self.path, self.device)
        if state is None:
            return self._resume_from_kept()
        for name, part in self.parts.items():
            part.load_state_dict(state[name])
        self.step, self.seconds = state["step"], state["seconds"]
        self.fresh_at = state.get("fresh_at", 0)

    def _resume_from_kept(self) -> None:
        """Weights of an earlier machine, fresh optimisers."""
        state = keep.read(keep.kept_path(self.config, self.name))
        if state is None:
            return
        for name, part in self.parts.items():
            if name in state:
                part.load_state_dict(state[name])
        self.step, self.seconds, self.fresh_at = state["step"], state["seconds"], state["step"]
        print(f"Goes on from the kept {self.name} at step {self.step}.", flush=True)

    def save(self) -> None:
        states = {name: part.state_dict() for name, part in self.parts.items()}
        counters = dict(step=self.step, seconds=self.seconds, fresh_at=self.fresh_at)
        checkpoint.save(self.path, **states, **counters)

    def run(self, minutes: float, steps: int | None, settles: bool = False) -> None:
        """`settles`: the learning rate falls to zero by the end, whichever limit comes first."""
        began, first = time.monotonic(), self.step
        while True:
            started = time.monotonic()
            used = (started - began) / (60 * minutes)
            if steps is not None:
                used = max(used, (self.step - first) / steps)
            if used >= 1:
                break
            self.settling = 1 - used if settles else 1.0
            values = self.train_step()
            self.step += 1
            self.seconds += time.monotonic() - started
            self.journal.add(self.step, **values)
            if self.step % self.options.save_every == 0:
                self.save()
            if self.step % self.options.validate_every == 0:
                self.validate()
        self.save()

    @classmethod
    def main(cls, description: str) -> None:
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument("--minutes", type=float, default=60)
        parser.add_argument("--steps", type=int, help="at most this many more steps")
        parser.add_argument(
            "--settle", action="store_true", help="let the learning rate fall to zero: a last polish"
        )
        arguments = parser.parse_args()
        if schedule.device().type == "cpu":
            schedule.use_one_core()
        config = settings.load()
        if schedule.device().type != "cpu":
            settings.override(config, config.gpu)
        trainer = cls(config)
        trainer.path.parent.mkdir(parents=True, exist_ok=True)
        with trainer.path.with_suffix(".lock").open("w") as lock:
            # Two runs would overwrite each other's checkpoints.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            trainer.run(arguments.minutes, arguments.steps, arguments.settle)
