"""Stage 3: trains the vocoder, first on spectral distances, then against critics; resumes when run again."""
from __future__ import annotations

import numpy as np
import torch

from . import audio, augment, figures, schedule
from .ahead import Ahead
from .discriminators import Critics, critic_loss, deceit_loss, feature_loss
from .spectral_loss import multi_resolution
from .trainer import Trainer
from .vocoder import Vocoder

GRADIENT_LIMIT = 10.0
MEL_WEIGHT, FEATURE_WEIGHT = 45.0, 2.0
HELD_OUT_CLIPS = 20


class VocoderTrainer(Trainer):
    name = "vocoder"

    def build(self) -> None:
        options = self.options
        self.model = Vocoder(self.config).to(self.device)
        self.average = self.average_of(self.model)
        self.critics = Critics().to(self.device)
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(), options.learning_rate, betas=(0.8, 0.95), weight_decay=1e-3
        )
        self.critic_optimiser = torch.optim.AdamW(
            self.critics.parameters(), options.discriminator_learning_rate, betas=(0.8, 0.95)
        )
        self.parts = dict(
            model=self.model,
            average=self.average.model,
            critics=self.critics,
            optimiser=self.optimiser,
            critic_optimiser=self.critic_optimiser,
        )
        lengths = np.array([item["frames"] for item in self.corpus.training], float)
        self._chances = lengths / lengths.sum()
        self._batches = Ahead(self._draw, self._make, options.workers)

    @property
    def adversarial(self) -> bool:
        return self.step >= self.options.adversarial_after

    def _draw(self) -> tuple[int, bool]:
        return int(self.generator.integers(2**62)), self.adversarial

    def _make(self, drawn: tuple[int, bool]) -> torch.Tensor:
        """[B, frames x hop] random pieces of training clips."""
        seed, adversarial = drawn
        generator, options = np.random.default_rng(seed), self.options
        count = options.adversarial_batch if adversarial else options.batch
        frames = options.adversarial_segment_frames if adversarial else options.segment_frames
        waves = []
        for index in generator.choice(len(self._chances), count, p=self._chances):
            item = self.corpus.training[index]
            first = int(generator.integers(0, max(1, item["frames"] - frames + 1)))
            wave = self.corpus.wave(item, first, frames)
            waves.append(wave * augment.gain(generator))
        return torch.from_numpy(np.stack(waves).astype(np.float32)).to(self.device)

    def _critics_on(self, wave):
        with schedule.autocast(self.device, self.options.precision):
            return self.critics(wave)

    def _teach_critics(self, real, fake) -> float:
        loss = critic_loss(self._critics_on(real), self._critics_on(fake.detach()))
        rate = self.rate(self.options.discriminator_learning_rate)
        schedule.set_learning_rate(self.critic_optimiser, rate)
        self.critic_optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.critic_optimiser.step()
        return loss.item()

    def _adversarial_losses(self, real, fake) -> dict:
        self.critics.requires_grad_(False)
        with torch.no_grad():
            judged_real = self._critics_on(real)
        judged_fake = self._critics_on(fake)
        self.critics.requires_grad_(True)
        feature = FEATURE_WEIGHT * feature_loss(judged_real, judged_fake)
        return dict(deceit=deceit_loss(judged_fake), feature=feature)

    def train_step(self) -> dict[str, float]:
        real = self._batches.next()
        target = audio.log_mel(real, self.config.audio)
        with schedule.autocast(self.device, self.options.precision):
            fake = self.model(self.corpus.normalise(target))
        values, parts = {}, {}
        if self.adversarial:
            values["critic"] = self._teach_critics(real, fake)
            parts = self._adversarial_losses(real, fake)
        else:
            parts["spectrum"] = 3 * multi_resolution(fake, real)
        distance = (audio.log_mel(fake, self.config.audio) - target).abs().mean()
        weight = MEL_WEIGHT if self.adversarial else MEL_WEIGHT / 3
        schedule.set_learning_rate(self.optimiser, self.rate(self.options.learning_rate))
        self.optimiser.zero_grad(set_to_none=True)
        (weight * distance + sum(parts.values())).backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_LIMIT)
        if torch.isfinite(norm):
            self.optimiser.step()
        self.average.update(self.model, self.step)
        parts.update(mel=distance, gradient=norm)
        return dict(values, **{name: value.item() for name, value in parts.items()})

    @torch.no_grad()
    def validate(self) -> None:
        """Mel distance and spectral distance of whole held-out clips, and pictures of some."""
        step = max(1, len(self.corpus.held_out) // HELD_OUT_CLIPS)
        mels, spectra, pictures = [], [], []
        for count, item in enumerate(self.corpus.held_out[::step]):
            real = torch.from_numpy(self.corpus.wave(item))[None].to(self.device)
            target = audio.log_mel(real, self.config.audio)
            fake = self.average.model(self.corpus.normalise(target))
            heard = audio.log_mel(fake, self.config.audio)
            mels.append((heard - target).abs().mean().item())
            spectra.append(multi_resolution(fake, real).item())
            if count % 4 == 0:
                pictures += [figures.spectrogram(mel[0].cpu().numpy()) for mel in (target, heard)]
        self.journal.write(
            self.step, held_out_mel=float(np.mean(mels)), held_out_spectrum=float(np.mean(spectra))
        )
        figures.write_png(self.logs / "vocoder-mels.png", figures.stack(pictures))
        self.journal.draw()


if __name__ == "__main__":
    VocoderTrainer.main(__doc__)
