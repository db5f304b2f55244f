"""
Writes the small Piper voices that the engine is tested with: `/usr/bin/python3 -m training.published_piper`.

Inputs, outputs, types, shapes and the inner nodes that the engine looks for are those of a published voice
(VITS exported with opset 15 by rhasspy/piper); the sound is a buzz that follows the symbols. Random weights
are drawn once from a seed, so that the same script writes the same bytes.
"""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from .onnx_builder import Builder, tensor

FOLDER = Path(__file__).parents[1] / "e2e/models"
WIDTH, HOP, SYMBOLS, SPEAKERS = 8, 256, 256, 3
# In the order of their numbers, from 0; as piper_phonemize had them in version 1.0.0.
ALPHABET = (
    "_^$ !'(),-.:;?abcdefhijklmnopqrstuvwxyzæçðøħŋœǀǁǂǃɐɑɒɓɔɕɖɗɘəɚɛɜɞɟɠɡɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʘ"
    "ʙʛʜʝʟʡʢʲˈˌːˑ˞βθχᵻⱱ0123456789\u0327\u0303\u032a\u032f\u0329ʰˤε↓#\"↑"
)


class Graph(Builder):
    """A VITS in which each part is as small as can be."""

    def __init__(self, seed, has_noise):
        super().__init__(half=False)
        self.random, self.has_noise = np.random.default_rng(seed), has_noise

    def draw(self, name, *shape, scale=1.0):
        return self.weight(name, (scale * self.random.standard_normal(shape)).astype(np.float32))

    def named(self, op_type, inputs, name, **attributes):
        """A node called as PyTorch's exporter calls it."""
        self.nodes.append(helper.make_node(op_type, inputs, [f"{name}_output_0"], name=name, **attributes))
        return f"{name}_output_0"

    def scale(self, place):
        return self.op("Gather", "scales", self.weight(f"scale.{place}", np.array(place, np.int64)))

    def noise_like(self, x, place, name):
        """Noise in the shape of x, as loud as `scales` asks for; without noise, nothing at all."""
        if not self.has_noise:
            return self.op("Mul", x, self.weight(f"{name}.none", np.array(0, np.float32)))
        noise = self.named("RandomNormalLike", [x], name, dtype=TensorProto.FLOAT)
        return self.op("Mul", noise, self.scale(place))

    def encoder(self, has_speakers):
        """[1, symbols, width]."""
        x = self.op("Gather", self.draw("enc_p.emb.weight", SYMBOLS, WIDTH), "input")
        if not has_speakers:
            return x
        speaker = self.op("Gather", self.draw("emb_g.weight", SPEAKERS, WIDTH), "sid")
        return self.op("Add", x, self.op("Unsqueeze", speaker, self.ints("middle", [1])))

    def frames(self, x, has_ceil):
        """Whole frames of each symbol, [1, 1, symbols]."""
        logs = self.op("MatMul", x, self.draw("dp.proj.weight", WIDTH, 1, scale=0.1))
        logs = self.op("Transpose", logs, perm=[0, 2, 1])
        pair = self.op("Transpose", self.op("Gather", x, self.ints("pair", [0, 1]), axis=2), perm=[0, 2, 1])
        noise = self.op("ReduceSum", self.noise_like(pair, 2, "/dp/RandomNormalLike"), self.ints("rows", [1]), keepdims=1)
        logs = self.op("Add", logs, self.op("Mul", noise, self.weight("dp.noise", np.array(0.2, np.float32))))
        logs = self.op("Add", logs, self.weight("dp.bias", np.array(1.1, np.float32)))
        length = self.op("Gather", self.op("Shape", "input"), self.weight("second", np.array(1, np.int64)))
        zero, one = self.weight("zero", np.array(0, np.int64)), self.weight("one", np.array(1, np.int64))
        mask = self.op("Less", self.op("Range", zero, length, one), "input_lengths")
        spans = self.op("Mul", self.op("Exp", logs), self.op("Cast", mask, to=TensorProto.FLOAT))
        spans = self.op("Mul", spans, self.scale(1))
        if has_ceil:
            return self.named("Ceil", [spans], "/Ceil")
        return self.op("Add", self.op("Floor", spans), self.weight("up", np.array(1, np.float32)))

    def spread(self, x, frames):
        """Each symbol's row for all of its frames: [1, frames, width]."""
        all_axes, last = self.ints("all", [0, 1, 2]), self.weight("last", np.array(2, np.int64))
        total = self.op("ReduceSum", frames, all_axes, keepdims=0)
        total = self.op("Cast", self.op("Clip", total, self.weight("least", np.array(1, np.float32))), to=TensorProto.INT64)
        ends = self.op("CumSum", frames, last)
        starts = self.op("Sub", ends, frames)
        times = self.op("Cast", self.op("Range", "zero", total, "one"), to=TensorProto.FLOAT)
        times = self.op("Unsqueeze", times, self.ints("column", [0, 2]))
        inside = self.op("And", self.op("Less", times, ends), self.op("Not", self.op("Less", times, starts)))
        return self.op("MatMul", self.op("Cast", inside, to=TensorProto.FLOAT), x)

    def vocoder(self, z):
        """A few tones, each a whole number of periods in a frame."""
        n = np.arange(HOP)
        tones = np.stack([np.sin(2 * np.pi * (2 * k + 1) * n / HOP) / (k + 1) for k in range(WIDTH)])
        wave = self.op("MatMul", z, self.weight("dec.tones", tones.astype(np.float32)))
        wave = self.op("Tanh", self.op("Mul", wave, self.weight("dec.gain", np.array(0.2, np.float32))))
        return self.op("Reshape", wave, self.ints("wave", [1, 1, 1, -1]))


def build(path, *, seed, has_noise=True, has_speakers=False, has_ceil=True):
    graph = Graph(seed, has_noise)
    x = graph.encoder(has_speakers)
    means = graph.spread(x, graph.frames(x, has_ceil))
    noise = graph.noise_like(means, 0, "/RandomNormalLike")
    wave = graph.vocoder(graph.op("Add", means, noise))
    graph.nodes.append(helper.make_node("Identity", [wave], ["output"]))
    inputs = [
        tensor("input", ["batch_size", "phonemes"], TensorProto.INT64),
        tensor("input_lengths", ["batch_size"], TensorProto.INT64),
        tensor("scales", [3]),
        *([tensor("sid", ["batch_size"], TensorProto.INT64)] if has_speakers else []),
    ]
    outputs = [tensor("output", ["batch_size", "time", 1, "samples"])]
    proto = helper.make_graph(graph.nodes, "torch_jit", inputs, outputs, graph.weights)
    model = helper.make_model(
        proto, opset_imports=[helper.make_opsetid("", 15)], ir_version=8, producer_name="pytorch", producer_version="1.13.1"
    )
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, path)


def describe(path, *, rate, quality, speakers=()):
    """The `.onnx.json` beside a published voice."""
    config = {
        "audio": {"sample_rate": rate, "quality": quality},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_map": {},
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(ALPHABET)},
        "num_symbols": SYMBOLS,
        "num_speakers": max(1, len(speakers)),
        "speaker_id_map": {name: number for number, name in enumerate(speakers)},
        "piper_version": "1.0.0",
        "language": {
            "code": "en_US", "family": "en", "region": "US",
            "name_native": "English", "name_english": "English", "country_english": "United States",
        },
        "dataset": path.name.split("-")[1],
    }
    path.write_text(json.dumps(config, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def main():
    single = FOLDER / "piper-single/en_US-small-medium.onnx"
    build(single, seed=1)
    describe(Path(f"{single}.json"), rate=22050, quality="medium")
    many = FOLDER / "piper-speakers/en_US-speakers-low.onnx"
    build(many, seed=2, has_noise=False, has_speakers=True)
    describe(Path(f"{many}.json"), rate=16000, quality="low", speakers=("p239", "p236", "p264"))
    # Whose frames cannot be had: nothing in it is called as in a published voice.
    bare = FOLDER / "piper-bare/en_US-bare-low.onnx"
    build(bare, seed=3, has_noise=False, has_ceil=False)
    describe(Path(f"{bare}.json"), rate=16000, quality="low")


if __name__ == "__main__":
    main()
