"""Stage 2: trains the acoustic model; stops after `--minutes` or `--steps` and resumes when run again."""
from __future__ import annotations

import numpy as np
import torch

from . import figures, schedule
from .acoustic import Acoustic
from .acoustic_loss import losses
from .ahead import Ahead
from .batches import Batch, collate
from .corpus import length_batches
from .trainer import Trainer

GRADIENT_LIMIT = 1.0


class AcousticTrainer(Trainer):
    name = "acoustic"

    def build(self) -> None:
        self.model = Acoustic(self.config).to(self.device)
        self.average = self.average_of(self.model)
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(), self.options.learning_rate, betas=(0.9, 0.98), weight_decay=0.01
        )
        self.parts = dict(model=self.model, average=self.average.model, optimiser=self.optimiser)
        self._queue: list[list[dict]] = []
        self._batches = Ahead(self._draw, self._make, self.options.workers)

    def _draw(self) -> tuple[list[dict], int]:
        if not self._queue:
            self._queue = length_batches(
                self.corpus.training, self.options.batch_frames, self.generator
            )
        return self._queue.pop(), int(self.generator.integers(2**62))

    def _make(self, drawn: tuple[list[dict], int]) -> Batch:
        items, seed = drawn
        return collate(self.corpus, items, self.options, np.random.default_rng(seed), self.device)

    def train_step(self) -> dict[str, float]:
        self.model.train()
        share = self.options.shortcut_share if self.step >= self.options.shortcut_after else 0.0
        batch = self._batches.next()
        with schedule.autocast(self.device, self.options.precision):
            parts = losses(self.model, self.average.model, batch, self.step, share)
        schedule.set_learning_rate(self.optimiser, self.rate(self.options.learning_rate))
        self.optimiser.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_LIMIT)
        if torch.isfinite(norm):
            self.optimiser.step()
        self.average.update(self.model, self.step)
        return {name: value.item() for name, value in dict(parts, gradient=norm).items()}

    @torch.no_grad()
    def validate(self) -> None:
        """The averaged model on held-out sentences, with the same noise every time."""
        generator = np.random.default_rng(0)
        sums: dict[str, float] = {}
        batches = length_batches(self.corpus.held_out, self.options.batch_frames, generator)
        with torch.random.fork_rng():
            torch.manual_seed(0)
            for items in batches:
                batch = collate(self.corpus, items, self.options, generator, self.device, training=False)
                parts = losses(self.average.model, self.average.model, batch, self.step, 0.0)
                for name in parts.keys() - {"shortcut"}:
                    sums[name] = sums.get(name, 0.0) + parts[name].item() / len(batches)
        self.journal.write(self.step, **{f"held_out_{name}": value for name, value in sums.items()})
        self.draw()

    def draw(self) -> None:
        """The first held-out sentence of each speaker: recorded above, synthetic below."""
        pictures = []
        for speaker in self.config.speakers:
            item = next(i for i in self.corpus.held_out if i["speaker"] == speaker.id)
            mel, _ = self.average.model.speak(
                self.corpus.ids(item), self.corpus.language(item), self.corpus.speaker(item)
            )
            real = torch.from_numpy(self.corpus.mel(item))
            for part in (real, mel.cpu()):
                pictures.append(figures.spectrogram(self.corpus.denormalise(part).numpy()))
        figures.write_png(self.logs / "acoustic-mels.png", figures.stack(pictures))
        self.journal.draw()


if __name__ == "__main__":
    AcousticTrainer.main(__doc__)
