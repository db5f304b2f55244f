"""The packed corpus that `prepare` wrote, mapped into memory, and how it is drawn from."""
from __future__ import annotations

import json

import numpy as np
import torch

from . import config as settings, symbols

PITCH_LIMIT = 3.0


class Corpus:
    def __init__(self, config):
        folder = config.paths.work / "corpus"
        facts = json.loads((folder / "corpus.json").read_text("utf8"))
        self.config, self.hop = config, config.audio.hop
        self.items = facts["items"]
        self.pitch_statistics = facts["pitch"]
        self.symbol_counts = facts["symbol_counts"]
        self.mel_mean = np.array(facts["mel_mean"], np.float32)
        self.mel_deviation = np.array(facts["mel_deviation"], np.float32)
        self._pcm, self._mel, self._f0 = (
            np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("pcm", "mel", "f0")
        )
        fits = [i for i in self.items if len(symbols.encode(i["phonemes"])) <= i["frames"]]
        self.training = [item for item in fits if not item["held_out"]]
        self.held_out = [item for item in fits if item["held_out"]]

    def _span(self, item) -> slice:
        return slice(item["start"], item["start"] + item["frames"])

    def mel(self, item) -> np.ndarray:
        """Normalised log-mel frames [T, M]."""
        return (self._mel[self._span(item)].astype(np.float32) - self.mel_mean) / self.mel_deviation

    def wave(self, item, first_frame=0, frames=None) -> np.ndarray:
        """Samples in -1..1, of the whole item or of some frames; silence past the end."""
        frames = item["frames"] - first_frame if frames is None else frames
        start = item["start"] + first_frame
        end = min(start + frames, item["start"] + item["frames"])
        wave = self._pcm[start * self.hop : end * self.hop].astype(np.float32) / 32768
        return np.pad(wave, (0, frames * self.hop - len(wave)))

    def pitch(self, item) -> np.ndarray:
        """Per frame, in the speaker's deviations from the speaker's median; NaN where unvoiced."""
        facts = self.pitch_statistics[item["speaker"]]
        f0 = self._f0[self._span(item)].astype(np.float32)
        semitones = 12 * np.log2(np.maximum(f0, 1))
        track = (semitones - facts["median_semitones"]) / facts["deviation_semitones"]
        return np.where(f0 > 0, np.clip(track, -PITCH_LIMIT, PITCH_LIMIT), np.nan).astype(np.float32)

    def ids(self, item) -> list[int]:
        return symbols.encode(item["phonemes"])

    def speaker(self, item) -> int:
        return settings.speaker_index(self.config, item["speaker"])

    def language(self, item) -> int:
        return settings.language_index(item["language"])

    def denormalise(self, mel: torch.Tensor) -> torch.Tensor:
        mean, deviation = torch.from_numpy(self.mel_mean), torch.from_numpy(self.mel_deviation)
        return mel * deviation.to(mel.device) + mean.to(mel.device)

    def normalise(self, mel: torch.Tensor) -> torch.Tensor:
        mean, deviation = torch.from_numpy(self.mel_mean), torch.from_numpy(self.mel_deviation)
        return (mel - mean.to(mel.device)) / deviation.to(mel.device)


def length_batches(items: list[dict], largest: int, generator: np.random.Generator) -> list[list[dict]]:
    """Batches of about equally long items, at most `largest` frames each, in random order."""
    noisy = sorted(items, key=lambda item: item["frames"] + generator.normal(0, 20))
    batches, current, longest = [], [], 0
    for item in noisy:
        longest = max(longest, item["frames"])
        if current and longest * (len(current) + 1) > largest:
            batches.append(current)
            current, longest = [], item["frames"]
        current.append(item)
    batches.append(current)
    generator.shuffle(batches)
    return batches
