#!/usr/bin/env python3
"""Rebuilds the first bundled voice's three graphs in the form the browser runs fastest.

Usage: voice-graphs.py <folder with encoder.onnx, flow.onnx, vocoder.onnx as exported> <output folder>
Needs python3-onnx and python3-numpy (Debian). tools/voice-verify.mjs checks the result.

What changes, and why (figures in docs/performance.md):
- Shapes, time embedding and layer norms are written as few, fused operators, so that the runtime
  need not search for them when it loads a graph.
- Layer scale is folded into the weights before it; bias rides on Gemm.
- The vocoder ends at log magnitude and phase: the inverse STFT is an FFT in the worker instead of a
  1026 x 1024 transposed convolution, which cost a fifth of the vocoder and 2 MB of weights.
- Weights are stored as float16 behind Cast nodes, which the runtime folds when it loads.
"""
import os
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from training.onnx_builder import Builder, batched, flat, tensor  # noqa: E402


class Weights:
    """Tensors of an exported graph by name, whichever way they are stored."""

    def __init__(self, path):
        graph = onnx.load(path).graph
        self.tensors = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.matmuls = [n for n in graph.node if n.op_type == "MatMul"]
        for node in graph.node:
            if node.op_type == "Cast" and node.input[0] in self.tensors:
                self.tensors[node.output[0]] = self.tensors[node.input[0]].astype(np.float32)

    def __getitem__(self, name):
        return self.tensors[name]

    def matmul(self, index):
        """Weight of the index-th MatMul in graph order: the exporter gives these no stable names."""
        return self.tensors[self.matmuls[index].input[1]]


def block(b, name, source, key, x, matmul):
    """ConvNeXt: depthwise, norm, feed-forward with layer scale folded in, residual."""
    y = b.depthwise(name + ".dw", x, source[key + ".dw.weight"], source[key + ".dw.bias"])
    y = b.norm(name + ".norm", y, source[key + ".n.weight"], source[key + ".n.bias"])
    gain = source[key + ".g"]
    y = b.feed_forward(name, y, source.matmul(matmul), source[key + ".a.bias"],
                       source.matmul(matmul + 1) * gain[None], source[key + ".b.bias"] * gain)
    return b.op("Add", x, y)


def encoder(source, half, path):
    b = Builder(half)
    table = source["m.e.weight"]
    x = flat(b, b.op("Gather", b.weight("embedding", table), "ids"), table.shape[1])
    blocks = sum(1 for k in source.tensors if k.startswith("m.bl.") and k.endswith(".dw.bias"))
    for i in range(blocks):
        x = block(b, f"block{i}", source, f"m.bl.{i}", x, 2 * i)
    x = b.norm("norm", x, source["m.n.weight"], source["m.n.bias"])
    mu = b.linear("mu", x, source.matmul(2 * blocks), source["m.mu.bias"])
    duration_blocks = sum(1 for k in source.tensors if k.startswith("m.dp.") and k.endswith(".dw.bias"))
    for i in range(duration_blocks):
        x = block(b, f"duration{i}", source, f"m.dp.{i}", x, 2 * blocks + 1 + 2 * i)
    log_duration = b.linear("duration", x, source.matmul(2 * (blocks + duration_blocks) + 1), source["m.do.bias"])
    log_duration = b.op("Reshape", log_duration, b.ints("row", [1, -1]))
    b.save(path, "encoder", [tensor("ids", [1, "N"], TensorProto.INT64)],
           [tensor("mu", [1, "N", 100]), tensor("log_duration", [1, "N"])], [batched(b, mu), log_duration])


FLOW_DILATIONS = (1, 2, 4, 1)


def time_embedding(b, source):
    frequencies = np.exp(-np.log(1e4) * np.arange(64) / 64) * 1000
    angle = b.op("Mul", b.op("Reshape", "t", b.ints("column", [1, 1])),
                 b.weight("frequencies", frequencies.astype(np.float32)[None]))
    wave = b.op("Concat", b.op("Sin", angle), b.op("Cos", angle), axis=-1)
    hidden = b.linear("time0", wave, source["m.t.0.weight"].T, source["m.t.0.bias"])
    hidden = b.op("Mul", hidden, b.op("Sigmoid", hidden))
    return b.linear("time1", hidden, source["m.t.2.weight"].T, source["m.t.2.bias"])


def flow_block(b, source, i, x, time, matmul):
    key, channels = f"m.bl.{i}", source[f"m.bl.{i}.dw.bias"].shape[0]
    # One added to the scale, a tenth to the gate, as in training.
    bias = source[key + ".m.bias"].copy()
    bias[:channels] += 1
    bias[2 * channels:] += 0.1
    modulation = b.linear(f"block{i}.mod", time, source[key + ".m.weight"].T, bias)
    scale, shift, gate = b.op("Split", modulation, outputs=3, axis=1)
    y = b.depthwise(f"block{i}.dw", x, source[key + ".dw.weight"], source[key + ".dw.bias"],
                    FLOW_DILATIONS[i % len(FLOW_DILATIONS)])
    y = b.norm(f"block{i}.norm", y, np.ones(channels, np.float32), np.zeros(channels, np.float32))
    y = b.op("Add", b.op("Mul", y, scale), shift)
    y = b.feed_forward(f"block{i}", y, source.matmul(matmul), source[key + ".a.bias"],
                       source.matmul(matmul + 1), source[key + ".b.bias"])
    return b.op("Add", x, b.op("Mul", y, gate))


def flow(source, half, path):
    b = Builder(half)
    blocks = sum(1 for k in source.tensors if k.startswith("m.bl.") and k.endswith(".dw.bias"))
    # Two frames a row: the flow works at half the frame rate.
    x = b.op("Concat", flat(b, "x", 200), flat(b, "mu", 200), axis=-1)
    x = b.linear("in", x, source.matmul(0), source["m.i.bias"])
    time = time_embedding(b, source)
    for i in range(blocks):
        x = flow_block(b, source, i, x, time, 1 + 2 * i)
    x = b.norm("norm", x, source["m.n.weight"], source["m.n.bias"])
    x = b.linear("out", x, source.matmul(2 * blocks + 1), source["m.o.bias"])
    v = b.op("Reshape", x, b.ints("frames", [1, -1, 100]))
    b.save(path, "flow", [tensor("x", [1, "T", 100]), tensor("mu", [1, "T", 100]), tensor("t", [1])],
           [tensor("v", [1, "T", 100])], [v])


def vocoder(source, half, path):
    b = Builder(half)
    blocks = sum(1 for k in source.tensors if k.startswith("g.bl.") and k.endswith(".dw.bias"))
    mel = b.op("Add", b.op("Mul", "mel", b.weight("mel.scale", source["ms"])), b.weight("mel.mean", source["mm"]))
    x = b.op("Conv", b.op("Transpose", mel, perm=[0, 2, 1]), b.weight("in.weight", source["g.i.weight"]),
             b.weight("in.bias", source["g.i.bias"]), kernel_shape=[7], pads=[3, 3], strides=[1])
    x = flat(b, b.op("Transpose", x, perm=[0, 2, 1]), source["g.i.bias"].shape[0])
    x = b.norm("norm0", x, source["g.n0.weight"], source["g.n0.bias"])
    for i in range(blocks):
        x = block(b, f"block{i}", source, f"g.bl.{i}", x, 2 * i)
    x = b.norm("norm1", x, source["g.n1.weight"], source["g.n1.bias"])
    x = b.linear("out", x, source.matmul(2 * blocks), source["g.o.bias"])
    bins = source["g.o.bias"].shape[0]
    b.save(path, "vocoder", [tensor("mel", [1, "T", 100])], [tensor("spectrum", [1, "T", bins])], [batched(b, x)])


def main():
    source, target = sys.argv[1], sys.argv[2]
    half = "--full" not in sys.argv
    os.makedirs(target, exist_ok=True)
    for name, build in (("encoder", encoder), ("flow", flow), ("vocoder", vocoder)):
        path = os.path.join(target, name + ".onnx")
        build(Weights(os.path.join(source, name + ".onnx")), half, path)
        print(name, os.path.getsize(path))


if __name__ == "__main__":
    main()
