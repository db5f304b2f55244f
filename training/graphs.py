"""
The three graphs that the product runs, as modules with exactly their inputs and outputs: what
`fused.py` writes must compute the same. Batches of one; the only integer input is the int32 list of
symbols.
"""
from __future__ import annotations

import torch
import torch.nn as nn

from .acoustic import Acoustic
from .vocoder import Vocoder


class EncoderGraph(nn.Module):
    """ids int32 [1, N], language [1, L], speaker [1, S] -> mu [1, N, M], log_duration [1, N], pitch [1, N]."""

    inputs = ("ids", "language", "speaker")
    outputs = ("mu", "log_duration", "pitch")

    def __init__(self, acoustic: Acoustic):
        super().__init__()
        self.encoder = acoustic.encoder

    def forward(self, ids, language, speaker):
        return self.encoder(ids, language, speaker, torch.ones(1, 1, 1))

    def example(self, count=37):
        language, speaker = self.encoder.from_language, self.encoder.from_speaker
        ids = torch.arange(count, dtype=torch.int32)[None] % 60
        return ids, torch.randn(1, language.in_features), torch.randn(1, speaker.in_features)


class FlowGraph(nn.Module):
    """x, mu [1, T, M], T even; pitch [1, T]; speaker [1, S]; t, step [1] -> v [1, T, M]."""

    inputs = ("x", "mu", "pitch", "speaker", "t", "step")
    outputs = ("v",)

    def __init__(self, acoustic: Acoustic):
        super().__init__()
        self.flow = acoustic.flow

    def forward(self, x, mu, pitch, speaker, t, step):
        return self.flow(x, mu, pitch, speaker, t, step)

    def example(self, frames=90):
        bins, width = self.flow.mel_bins, self.flow.from_speaker.in_features
        mel = torch.randn(1, frames, bins), torch.randn(1, frames, bins)
        moment = torch.full((1,), 0.25), torch.full((1,), 0.5)
        return *mel, torch.randn(1, frames), torch.randn(1, width), *moment


class VocoderGraph(nn.Module):
    """
    mel [1, T, M], normalised as the flow leaves it -> real, imaginary [1, T, fft_size / 2 + 1]. The
    caller has a fast inverse transform of its own: `istft.Fft` says what it has to do.
    """

    inputs = ("mel",)
    outputs = ("real", "imaginary")

    def __init__(self, vocoder: Vocoder, audio):
        super().__init__()
        self.vocoder, self.bins = vocoder, audio.mel_bins

    def forward(self, mel):
        return self.vocoder.spectrum(mel)

    def example(self, frames=90):
        return (torch.randn(1, frames, self.bins),)
