"""What the test graphs of the StyleTTS 2 family (Kokoro, Kitten) have inside: durations from the symbols, the
prosody half of the style and the speed; a few sines from the symbols and the timbre half."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from onnx import TensorProto

SYMBOLS, CHANNELS, FRAME_SAMPLES = 178, 8, 600
# Whole cycles a frame, so that frames join without a click: 120 Hz to 2 kHz.
CYCLES = [3, 5, 8, 12, 18, 26, 37, 50]


class Parts(NamedTuple):
    wave: str
    durations: str


def add_style_model(b, ids, silent, ending, ending_frames, quantised, noisy):
    rng = np.random.default_rng(5)
    table = rng.normal(0, 1, (SYMBOLS, CHANNELS)).astype(np.float32)
    loud = np.ones((SYMBOLS, 1), np.float32)
    loud[silent] = 0
    symbols = b.op("Reshape", ids, b.ints("flat", [-1]))
    timbre = b.op("Slice", "style", b.ints("t0", [0]), b.ints("t1", [128]), b.ints("t.axis", [1]))
    prosody = b.op("Slice", "style", b.ints("p0", [128]), b.ints("p1", [256]), b.ints("p.axis", [1]))
    embedded = b.op("Gather", b.weight("table", table), symbols, axis=0)
    durations = add_durations(b, symbols, embedded, prosody, (silent, ending, ending_frames), rng)
    place = add_alignment(b, durations)
    frames = b.op("Gather", embedded, place, axis=0)
    volume = b.op("Gather", b.op("Gather", b.weight("loud", loud), symbols, axis=0), place, axis=0)
    colour = b.op("MatMul", timbre, b.weight("colour", rng.normal(0, 0.1, (128, CHANNELS)).astype(np.float32)))
    levels = b.op("Mul", b.op("Tanh", b.op("Add", frames, colour)), volume)
    time = np.arange(FRAME_SAMPLES) / FRAME_SAMPLES
    sines = np.stack([np.sin(2 * np.pi * c * time) for c in CYCLES]).astype(np.float32) * 0.12
    wave = b.op("MatMul", levels, add_basis(b, sines, quantised))
    if noisy:
        hiss = b.op("RandomNormalLike", wave, scale=0.003)
        wave = b.op("Add", wave, hiss)
    return Parts(b.op("Reshape", wave, b.ints("flat.wave", [-1])), durations)


def add_durations(b, symbols, embedded, prosody, endings, rng):
    """3 to 7 frames a sound, of which the prosody can take or add one; silent ones are shorter."""
    silent, ending, ending_frames = endings
    base = np.full((SYMBOLS, 1), 4.2, np.float32)
    base[silent] = 2.2
    base[ending] = ending_frames + 0.2
    own = b.op("Gather", b.weight("base", base), symbols, axis=0)
    moved = b.op("MatMul", embedded, b.weight("moved", rng.normal(0, 0.2, (CHANNELS, 1)).astype(np.float32)))
    pull = rng.normal(0, 0.15, (128, 1)).astype(np.float32)
    tempo = b.op("Tanh", b.op("MatMul", prosody, b.weight("pull", pull)))
    frames = b.op("Add", own, b.op("Add", b.op("Tanh", moved), tempo))
    spoken = b.op("Round", b.op("Div", frames, "speed"))
    least = b.op("Max", spoken, b.weight("one", np.float32([1])))
    return b.op("Cast", b.op("Reshape", least, b.ints("flat.durations", [-1])), to=TensorProto.INT64)


def add_alignment(b, durations):
    """For each frame the symbol it belongs to: as many as have ended before it."""
    axis = b.ints("column", [1])
    ends = b.op("CumSum", durations, b.weight("axis", np.array(0, np.int64)))
    total = b.op("ReduceSum", durations, b.ints("all", [0]), keepdims=0)
    zero, one = b.weight("zero", np.array(0, np.int64)), b.weight("step", np.array(1, np.int64))
    frames = b.op("Unsqueeze", b.op("Range", zero, total, one), axis)
    ended = b.op("Cast", b.op("GreaterOrEqual", frames, ends), to=TensorProto.INT64)
    return b.op("ReduceSum", ended, axis, keepdims=0)


def add_basis(b, sines, quantised):
    if not quantised:
        return b.weight("sines", sines)
    scale = float(np.abs(sines).max()) / 127
    stored = np.clip(np.round(sines / scale) + 128, 0, 255).astype(np.uint8)
    point = b.weight("sines.zero", np.array(128, np.uint8))
    return b.op("DequantizeLinear", b.weight("sines.stored", stored), b.weight("sines.scale", np.float32(scale)), point)
