"""
The three graphs of `graphs.py` written operator by operator, so that no runtime has to search for
what can be fused: layer scale is in the weights before it, biases ride on their products, and
conditions reach a norm as its scale and shift. Only operators that run on WebGPU; no graph computes
with 64-bit integers.
"""
from __future__ import annotations

import numpy as np
from onnx import TensorProto

from .onnx_builder import Builder, batched, flat, tensor
from .vocoder import LARGEST_LOG_MAGNITUDE


def _array(parameter) -> np.ndarray:
    return parameter.detach().float().cpu().numpy()


def _linear(b: Builder, name: str, x: str, layer, columns=slice(None)) -> str:
    """`columns`: some of the outputs only."""
    return b.linear(name, x, _array(layer.weight).T[:, columns], _array(layer.bias)[columns])


def _mix(b: Builder, name: str, x: str, layer) -> str:
    return b.depthwise(name, x, _array(layer.weight), _array(layer.bias), layer.dilation[0])


def _norm(b: Builder, name: str, x: str, layer) -> str:
    return b.norm(name, x, _array(layer.weight), _array(layer.bias))


def _widen_and_narrow(b: Builder, name: str, x: str, block, scale=1.0) -> str:
    return b.feed_forward(
        name, x, _array(block.widen.weight).T, _array(block.widen.bias),
        _array(block.narrow.weight).T * scale, _array(block.narrow.bias) * scale,
    )


def _block(b: Builder, name: str, x: str, block) -> str:
    y = _norm(b, f"{name}.norm", _mix(b, f"{name}.mix", x, block.mix), block.norm)
    return b.op("Add", x, _widen_and_narrow(b, name, y, block, _array(block.scale)))


def _silu(b: Builder, x: str) -> str:
    return b.op("Mul", x, b.op("Sigmoid", x))


def encoder(graph, path) -> None:
    source, b = graph.encoder, Builder(half=False)
    table = _array(source.embedding.weight)
    x = flat(b, b.op("Gather", b.weight("embedding", table), "ids"), table.shape[1])
    x = b.op("Add", x, _linear(b, "from_language", "language", source.from_language))
    for i, block in enumerate(source.text_blocks):
        x = _block(b, f"text{i}", x, block)
    x = b.op("Add", x, _linear(b, "from_speaker", "speaker", source.from_speaker))
    for i, block in enumerate(source.voice_blocks):
        x = _block(b, f"voice{i}", x, block)
    x = _norm(b, "norm", x, source.norm)
    mu = batched(b, _linear(b, "to_mel", x, source.to_mel))
    for i, block in enumerate(source.prosody_blocks):
        x = _block(b, f"prosody{i}", x, block)
    row = b.ints("row", [1, -1])
    prosody = [
        b.op("Reshape", _linear(b, name, x, source.to_prosody, slice(i, i + 1)), row)
        for i, name in enumerate(("to_duration", "to_pitch"))
    ]
    language, speaker = source.from_language.in_features, source.from_speaker.in_features
    inputs = [
        tensor("ids", [1, "N"], TensorProto.INT32),
        tensor("language", [1, language]),
        tensor("speaker", [1, speaker]),
    ]
    outputs = [
        tensor("mu", [1, "N", source.to_mel.out_features]),
        tensor("log_duration", [1, "N"]),
        tensor("pitch", [1, "N"]),
    ]
    b.save(path, "encoder", inputs, outputs, [mu, *prosody])


def _condition(b: Builder, flow) -> str:
    """Moment, length of the step and speaker as what all blocks share: [3 x width]."""
    octaves, column = b.weight("octaves", _array(flow.octaves)[None]), b.ints("column", [1, 1])
    angles = b.op(
        "Concat", *[b.op("Mul", b.op("Reshape", name, column), octaves) for name in ("t", "step")], axis=-1
    )
    waves = b.op("Concat", b.op("Sin", angles), b.op("Cos", angles), axis=-1)
    first, _, second = flow.from_moment
    moment = _linear(b, "moment1", _silu(b, _linear(b, "moment0", waves, first)), second)
    voice = _linear(b, "from_speaker", "speaker", flow.from_speaker)
    shared = _linear(b, "to_condition", _silu(b, b.op("Add", moment, voice)), flow.to_condition)
    return b.op("Reshape", shared, b.ints("vector", [-1]))


def _conditioned_block(b: Builder, name: str, x: str, condition: str, block) -> str:
    offset = _array(block.offset).copy()
    width = len(offset) // 3
    # As in training: one is added to the scale, a tenth to the gate.
    offset[:width] += 1
    offset[2 * width :] += 0.1
    own = b.op("Add", condition, b.weight(f"{name}.offset", offset))
    scale, shift, gate = b.op("Split", own, outputs=3, axis=0)
    mixed = _mix(b, f"{name}.mix", x, block.mix)
    y = b.op("LayerNormalization", mixed, scale, shift, axis=-1, epsilon=block.norm.eps)
    return b.op("Add", x, b.op("Mul", gate, _widen_and_narrow(b, name, y, block)))


def flow(graph, path) -> None:
    source, b = graph.flow, Builder(half=False)
    bins = source.mel_bins
    # Two frames a row: the flow works at half the frame rate.
    rows = [flat(b, name, size) for name, size in (("x", 2 * bins), ("mu", 2 * bins), ("pitch", 2))]
    x = _linear(b, "enter", b.op("Concat", *rows, axis=-1), source.enter)
    condition = _condition(b, source)
    for i, block in enumerate(source.blocks):
        x = _conditioned_block(b, f"block{i}", x, condition, block)
    x = _linear(b, "leave", _norm(b, "norm", x, source.norm), source.leave)
    v = b.op("Reshape", x, b.ints("frames", [1, -1, bins]))
    inputs = [
        tensor("x", [1, "T", bins]),
        tensor("mu", [1, "T", bins]),
        tensor("pitch", [1, "T"]),
        tensor("speaker", [1, source.from_speaker.in_features]),
        tensor("t", [1]),
        tensor("step", [1]),
    ]
    b.save(path, "flow", inputs, [tensor("v", [1, "T", bins])], [v])


def vocoder(graph, path) -> None:
    source, b = graph.vocoder, Builder(half=False)
    enter = source.enter
    taps, width = enter.kernel_size[0], enter.out_channels
    x = b.op("Conv", b.op("Transpose", "mel", perm=[0, 2, 1]),
             b.weight("enter.weight", _array(enter.weight)), b.weight("enter.bias", _array(enter.bias)),
             kernel_shape=[taps], pads=[taps // 2, taps // 2], strides=[1])
    x = _norm(b, "first_norm", flat(b, b.op("Transpose", x, perm=[0, 2, 1]), width), source.first_norm)
    for i, block in enumerate(source.blocks):
        x = _block(b, f"block{i}", x, block)
    x = _norm(b, "last_norm", x, source.last_norm)
    bins = source.bins
    level, along, across = (
        _linear(b, name, x, source.leave, slice(i * bins, (i + 1) * bins))
        for i, name in enumerate(("level", "along", "across"))
    )
    limit = b.weight("limit", np.array(LARGEST_LOG_MAGNITUDE, np.float32))
    magnitude = b.op("Exp", b.op("Clip", level, "", limit))
    power = b.op("Add", b.op("Mul", along, along), b.op("Mul", across, across))
    length = b.op("Sqrt", b.op("Add", power, b.weight("floor", np.array(1e-8, np.float32))))
    scale = b.op("Div", magnitude, length)
    parts = [batched(b, b.op("Mul", scale, part)) for part in (along, across)]
    outputs = [tensor(name, [1, "T", bins]) for name in ("real", "imaginary")]
    b.save(path, "vocoder", [tensor("mel", [1, "T", enter.in_channels])], outputs, parts)
