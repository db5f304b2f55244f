"""
Writes the small Supertonic voices that the engine is tested with:
`/usr/bin/python3 -m training.published_supertonic`.

The four graphs have the inputs, outputs, types and shapes of the published ones (Supertone/supertonic, -2 and
-3); inside, each is as small as can be and uses all it is given. Weights are drawn once from a seed.
"""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from .onnx_builder import Builder, tensor

FOLDER = Path(__file__).parents[1] / "e2e/models"
RATE, CHUNK, COMPRESS, LATENT = 44100, 512, 6, 24
CHANNELS, TEXT, VOCABULARY, RANK = LATENT * COMPRESS, 256, 163, 4
STYLE_TTL, STYLE_DP = (50, 256), (8, 16)
MARKS = "\u0300\u0301\u0302\u0303\u0308\u0327"
# Of modern Korean: what stands first, in the middle and last in a syllable.
JAMO = [*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]

IDS = tensor("text_ids", ["batch_size", "text_length"], TensorProto.INT64)
TEXT_MASK = tensor("text_mask", ["batch_size", 1, "text_length"])
STYLE = tensor("style_ttl", ["batch_size", *STYLE_TTL])


class Graph(Builder):
    def __init__(self, seed):
        super().__init__(half=False)
        self.random = np.random.default_rng(seed)

    def draw(self, name, *shape, scale=1.0):
        return self.weight(name, (scale * self.random.standard_normal(shape)).astype(np.float32))

    def number(self, name, value):
        return self.weight(name, np.array(value, np.float32))

    def swapped(self, x):
        return self.op("Transpose", x, perm=[0, 2, 1])

    def mean(self, x):
        """Over all but the batch: [B, 1, 1]."""
        return self.op("ReduceMean", x, axes=[1, 2], keepdims=1)

    def write(self, path, inputs, outputs, results):
        for output, result in zip(outputs, results):
            self.nodes.append(helper.make_node("Identity", [result], [output.name]))
        graph = helper.make_graph(self.nodes, "main_graph", inputs, outputs, self.weights)
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="pytorch"
        )
        onnx.checker.check_model(model)
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(model, path)


def duration_predictor(path):
    """About 0.06 seconds a character."""
    b = Graph(11)
    x = b.op("Gather", b.draw("embedding", VOCABULARY, 1, scale=0.3), "text_ids")
    seconds = b.op("Mul", b.op("Sigmoid", x), b.number("most", 0.12))
    seconds = b.op("ReduceSum", b.op("Mul", b.swapped(seconds), "text_mask"), b.ints("time", [1, 2]), keepdims=0)
    style = b.op("Squeeze", b.mean("style_dp"), b.ints("inner", [1, 2]))
    seconds = b.op("Mul", seconds, b.op("Exp", style))
    inputs = [IDS, tensor("style_dp", ["batch_size", *STYLE_DP]), TEXT_MASK]
    b.write(path, inputs, [tensor("duration", ["batch_size"])], [seconds])


def text_encoder(path):
    b = Graph(12)
    x = b.op("Gather", b.draw("embedding", VOCABULARY, RANK), "text_ids")
    x = b.op("MatMul", x, b.draw("project", RANK, TEXT, scale=0.5))
    x = b.op("Add", b.swapped(x), b.mean("style_ttl"))
    emb = b.op("Mul", b.op("Tanh", x), "text_mask")
    b.write(path, [IDS, STYLE, TEXT_MASK], [tensor("text_emb", ["batch_size", TEXT, "text_length"])], [emb])


def places(b, mask):
    """Where on its way each place is, from 0 to 1, [B, 1, n]."""
    ends = b.op("CumSum", mask, b.weight(f"{mask}.axis", np.array(2, np.int64)))
    return b.op("Div", ends, b.op("ReduceSum", mask, b.ints(f"{mask}.all", [2]), keepdims=1))


def vector_estimator(path):
    """Each latent place looks at the text that lies as far along; the noise dies down as steps go by."""
    b = Graph(13)
    apart = b.op("Sub", b.swapped(places(b, "latent_mask")), places(b, "text_mask"))
    near = b.op("Softmax", b.op("Mul", b.op("Mul", apart, apart), b.number("sharp", -400)), axis=-1)
    heard = b.op("MatMul", near, b.swapped("text_emb"))
    heard = b.op("MatMul", heard, b.draw("down", TEXT, RANK, scale=0.1))
    heard = b.op("Add", heard, b.mean("style_ttl"))
    target = b.swapped(b.op("MatMul", heard, b.draw("up", RANK, CHANNELS)))
    flow = b.op("Sub", target, b.op("Mul", "noisy_latent", b.number("kept", 0.8)))
    column = b.ints("column", [1, 2])
    done = b.op("Unsqueeze", b.op("Div", "current_step", "total_step"), column)
    pace = b.op("Div", b.op("Add", done, b.number("half", 0.5)), b.op("Unsqueeze", "total_step", column))
    moved = b.op("Mul", b.op("Add", "noisy_latent", b.op("Mul", flow, pace)), "latent_mask")
    latent = ["batch_size", CHANNELS, "latent_length"]
    inputs = [
        tensor("noisy_latent", latent),
        tensor("text_emb", ["batch_size", TEXT, "text_length"]),
        STYLE,
        tensor("latent_mask", ["batch_size", 1, "latent_length"]),
        TEXT_MASK,
        tensor("current_step", ["batch_size"]),
        tensor("total_step", ["batch_size"]),
    ]
    b.write(path, inputs, [tensor("denoised_latent", latent)], [moved])


def vocoder(path):
    """A few tones, each a whole number of periods in a chunk."""
    b = Graph(14)
    x = b.op("Reshape", "latent", b.ints("apart", [0, LATENT, COMPRESS, -1]))
    x = b.op("Reshape", b.op("Transpose", x, perm=[0, 3, 2, 1]), b.ints("rows", [0, -1, LATENT]))
    n = np.arange(CHUNK)
    tones = np.stack([np.sin(2 * np.pi * (2 * k + 1) * n / CHUNK) / (k + 1) for k in range(RANK)])
    wave = b.op("MatMul", b.op("MatMul", x, b.draw("mix", LATENT, RANK, scale=0.1)), b.weight("tones", tones.astype(np.float32)))
    wave = b.op("Reshape", b.op("Mul", b.op("Tanh", wave), b.number("level", 0.5)), b.ints("wave", [0, -1]))
    latent = tensor("latent", ["batch_size", CHANNELS, "latent_length"])
    b.write(path, [latent], [tensor("wav_tts", ["batch_size", "wav_length"])], [wave])


def indexer(is_multilingual):
    """By code point, -1 where the model does not know it."""
    known = [chr(code) for code in range(0x20, 0x7F)]
    if is_multilingual:
        known = [character for character in known if character not in "\\^{}~|"]
        known += [*MARKS, *map(chr, JAMO)]
    table = [-1] * (ord(known[-1]) + 1 if is_multilingual else 0x80)
    for number, character in enumerate(known):
        table[ord(character)] = number
    return table


def style(seed):
    """Short numbers: there are thousands of them."""
    random = np.random.default_rng(seed)

    def values(shape, scale):
        data = np.round(scale * random.standard_normal((1, *shape)), 1) + 0.0
        return {"data": data.tolist(), "dims": [1, *shape], "type": "float32"}

    return {"style_ttl": values(STYLE_TTL, 0.3), "style_dp": values(STYLE_DP, 0.3), "metadata": {"source_file": "drawn"}}


def write_json(path, value):
    path.write_text(json.dumps(value, separators=(",", ":")) + "\n", encoding="utf-8")


def main():
    for name, version, is_multilingual in [("supertonic-1", "small-en", False), ("supertonic-3", "small-multilingual", True)]:
        folder = FOLDER / name
        duration_predictor(folder / "duration_predictor.onnx")
        text_encoder(folder / "text_encoder.onnx")
        vector_estimator(folder / "vector_estimator.onnx")
        vocoder(folder / "vocoder.onnx")
        write_json(folder / "tts.json", {
            "tts_version": version,
            "split": "opensource-multilingual" if is_multilingual else "opensource-en",
            "ttl": {"latent_dim": LATENT, "chunk_compress_factor": COMPRESS, "normalizer": {"scale": 0.25}},
            "ae": {"sample_rate": RATE, "n_delay": 0, "base_chunk_size": CHUNK, "chunk_compress_factor": 1, "ldim": LATENT},
        })
        write_json(folder / "unicode_indexer.json", indexer(is_multilingual))
        write_json(folder / "F1.json", style(21))


if __name__ == "__main__":
    main()
