"""The acoustic model: embeddings, text encoder and flow, and how they speak together."""
from __future__ import annotations

import torch
import torch.nn as nn

from . import durations as timing
from .encoder import Encoder
from .flow import Flow, sample


class Acoustic(nn.Module):
    def __init__(self, config):
        super().__init__()
        shape, bins = config.model, config.audio.mel_bins
        self.speakers = nn.Embedding(1 + len(config.speakers), shape.encoder.speaker_width)
        self.languages = nn.Embedding(8, shape.encoder.language_width)
        self.encoder = Encoder(shape.encoder, bins)
        self.flow = Flow(shape.flow, bins, shape.encoder.speaker_width)

    @torch.no_grad()
    def speak(self, ids, language: int, speaker: int, *, steps=4, temperature=0.5, speed=1.0, seed=0):
        """Symbol ids (a list) to a normalised mel [frames, M] and frames per symbol [N]."""
        device = self.speakers.weight.device
        ids = torch.tensor([ids], device=device)
        voice = self.speakers(torch.tensor([speaker], device=device))
        tongue = self.languages(torch.tensor([language], device=device))
        mask = torch.ones(*ids.shape, 1, device=device)
        means, log_durations, pitch = self.encoder(ids, tongue, voice, mask)
        frames = timing.to_frames(log_durations, speed)
        total = int(frames.sum())
        means = timing.expand(means, frames, total)
        pitch = timing.expand(pitch[..., None], frames, total)[..., 0]
        noise = torch.randn(means.shape, generator=torch.Generator().manual_seed(seed)).to(device)

        def velocity(x, t, step):
            return self.flow(x, means, pitch, voice, t, step)

        return sample(velocity, temperature * noise, steps)[0], frames[0]
