"""Writes ONNX graphs operator by operator, in the form the browser runs fastest (docs/performance.md)."""
from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"


class Builder:
    """Collects nodes and weights of a graph; every method returns the name of what it made."""

    def __init__(self, half):
        self.nodes, self.weights, self.casts, self.half, self.count = [], [], [], half, 0

    def op(self, op_type, *inputs, domain="", outputs=1, **attributes):
        self.count += 1
        names = [f"{op_type}_{self.count}" + (f"_{k}" if outputs > 1 else "") for k in range(outputs)]
        self.nodes.append(helper.make_node(op_type, inputs, names, domain=domain, **attributes))
        return names if outputs > 1 else names[0]

    def weight(self, name, value):
        value = np.ascontiguousarray(value)
        if value.dtype == np.float32 and self.half and value.size > 4096:
            self.weights.append(numpy_helper.from_array(value.astype(np.float16), name + ".half"))
            self.casts.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
        else:
            self.weights.append(numpy_helper.from_array(value, name))
        return name

    def ints(self, name, values):
        return self.weight(name, np.array(values, np.int64))

    def linear(self, name, x, weight, bias):
        """x [rows, in], weight [in, out] -> [rows, out]."""
        return self.op("Gemm", x, self.weight(name + ".weight", weight), self.weight(name + ".bias", bias))

    def depthwise(self, name, x, weight, bias, dilation=1):
        """Convolution along time: x [time, channels] -> [time, channels]."""
        channels, _, taps = weight.shape
        pad = taps // 2 * dilation
        axis = self.ints(name + ".axis", [0])
        y = self.op("Unsqueeze", self.op("Transpose", x, perm=[1, 0]), axis)
        y = self.op("Conv", y, self.weight(name + ".weight", weight), self.weight(name + ".bias", bias),
                    group=channels, kernel_shape=[taps], pads=[pad, pad], dilations=[dilation], strides=[1])
        return self.op("Transpose", self.op("Squeeze", y, axis), perm=[1, 0])

    def norm(self, name, x, scale, bias):
        return self.op("LayerNormalization", x, self.weight(name + ".scale", scale),
                       self.weight(name + ".bias", bias), axis=-1, epsilon=1e-5)

    def feed_forward(self, name, x, weight, bias, weight2, bias2):
        hidden = self.op("MatMul", x, self.weight(name + ".a.weight", weight))
        hidden = self.op("BiasGelu", hidden, self.weight(name + ".a.bias", bias), domain=MICROSOFT)
        return self.linear(name + ".b", hidden, weight2, bias2)

    def save(self, path, name, inputs, outputs, results):
        for result, output in zip(results, outputs):
            self.nodes.append(helper.make_node("Identity", [result], [output.name]))
        graph = helper.make_graph(self.casts + self.nodes, name, inputs, outputs, self.weights)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="voice-graphs")
        onnx.save(model, path)


def tensor(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def flat(b, x, channels):
    """[1, rows, channels] -> [rows, channels]."""
    return b.op("Reshape", x, b.ints(f"flat{b.count}", [-1, channels]))


def batched(b, x):
    return b.op("Unsqueeze", x, b.ints(f"batch{b.count}", [0]))
