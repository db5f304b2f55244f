"""
Weights made small for the download. The runtime restores float32 when it loads a graph (both forms
are constant expressions, which it folds), so that nothing is paid at each run.
"""
from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SMALLEST = 4096


def _as_half(name: str, weights: np.ndarray):
    tensor = numpy_helper.from_array(weights.astype(np.float16), f"{name}.half")
    return [tensor], [helper.make_node("Cast", [tensor.name], [name], to=TensorProto.FLOAT)]


def _as_bytes(name: str, weights: np.ndarray):
    """
    Symmetric 8 bits, one scale per row: rows are the output channels of a matrix. A cast and a
    product rather than DequantizeLinear, which ONNX Runtime does not fold.
    """
    scale = np.maximum(np.abs(weights).max(1, keepdims=True), 1e-8) / 127
    values = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    tensors = [
        numpy_helper.from_array(values, f"{name}.bytes"),
        numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"),
    ]
    whole = f"{name}.whole"
    cast = helper.make_node("Cast", [tensors[0].name], [whole], to=TensorProto.FLOAT)
    return tensors, [cast, helper.make_node("Mul", [whole, tensors[1].name], [name])]


def compress(model: onnx.ModelProto, form: str) -> onnx.ModelProto:
    """`form`: "float32", "float16", or "int8" (matrices as bytes, other large weights as halves)."""
    if form == "float32":
        return model
    kept, nodes = [], []
    for tensor in model.graph.initializer:
        weights = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or weights.size < SMALLEST:
            kept.append(tensor)
            continue
        bytewise = form == "int8" and weights.ndim == 2
        tensors, fresh = (_as_bytes if bytewise else _as_half)(tensor.name, weights)
        kept.extend(tensors)
        nodes.extend(fresh)
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    ordered = nodes + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(ordered)
    onnx.checker.check_model(model)
    return model
