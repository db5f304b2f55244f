"""
The three graphs that the product runs, as modules with exactly their inputs and outputs. Batches of
one. No graph computes with 64-bit integers: the only integer input is the int32 list of symbols.
"""
from __future__ import annotations

import torch
import torch.nn as nn

from .acoustic import Acoustic
from .istft import Matrices
from .vocoder import Vocoder


class EncoderGraph(nn.Module):
    """ids int32 [1, N], language [1, L], speaker [1, S] -> mu [1, N, M], log_duration [1, N], pitch [1, N]."""

    inputs = ("ids", "language", "speaker")
    outputs = ("mu", "log_duration", "pitch")
    axes = {"ids": {1: "N"}, "mu": {1: "N"}, "log_duration": {1: "N"}, "pitch": {1: "N"}}

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
    axes = {"x": {1: "T"}, "mu": {1: "T"}, "pitch": {1: "T"}, "v": {1: "T"}}

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


class SpectrumGraph(nn.Module):
    """
    mel [1, T, M], normalised as the flow leaves it -> real, imaginary [1, T, fft_size / 2 + 1], for a
    caller with a fast inverse transform: `istft.Fft` says what it has to do.
    """

    inputs = ("mel",)
    outputs = ("real", "imaginary")
    axes = {"mel": {1: "T"}, "real": {1: "T"}, "imaginary": {1: "T"}}

    def __init__(self, vocoder: Vocoder, audio):
        super().__init__()
        self.vocoder, self.bins = vocoder, audio.mel_bins

    def forward(self, mel):
        return self.vocoder.spectrum(mel)

    def example(self, frames=90):
        return (torch.randn(1, frames, self.bins),)


class VocoderGraph(SpectrumGraph):
    """mel [1, T, M], normalised as the flow leaves it -> wav [1, T x hop]: needs nothing else."""

    outputs = ("wav",)
    axes = {"mel": {1: "T"}, "wav": {1: "samples"}}

    def __init__(self, vocoder: Vocoder, audio):
        super().__init__(vocoder, audio)
        self.inverse = Matrices(audio.fft_size, audio.hop)

    def forward(self, mel):
        return self.inverse(*self.vocoder.spectrum(mel))


def export_graph(module: nn.Module, path) -> None:
    """Writes an ONNX file in float32. Constants are left to the runtime to fold."""
    torch.onnx.export(
        module.eval(),
        module.example(),
        str(path),
        input_names=list(module.inputs),
        output_names=list(module.outputs),
        dynamic_axes=module.axes,
        opset_version=17,
        do_constant_folding=False,
    )
