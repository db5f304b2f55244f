"""
Keeps a run between machines: writes small checkpoints that the repository can hold
(`paths.checkpoints`), from which the trainers go on where `work` has none of their own. Weights and
counters only, no optimiser: plain arrays in an .npz, no code in it.
"""
from __future__ import annotations

import argparse
import fcntl
import shutil
from pathlib import Path

import numpy as np
import torch

from . import checkpoint, config as settings

FORMAT = 1
NAMES = ("acoustic", "vocoder")
# A critic only has to be good enough to go on teaching: its matrices are kept as bytes.
BYTEWISE = "critics"
SMALLEST = 4096
# No module or parameter can be named so.
SCALE, VALUES = "#scale", "#bytes"


def _as_bytes(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric 8 bits with one scale per row."""
    rows = weights.reshape(len(weights), -1)
    scale = np.maximum(np.abs(rows).max(1, keepdims=True), 1e-8) / 127
    return np.round(rows / scale).astype(np.int8).reshape(weights.shape), scale.astype(np.float32)


def pack(part: str, weights: dict[str, torch.Tensor]) -> dict[str, np.ndarray]:
    """A state_dict as named small arrays."""
    arrays = {}
    for name, tensor in weights.items():
        values, key = tensor.detach().cpu().float().numpy(), f"{part}/{name}"
        if part == BYTEWISE and values.size >= SMALLEST:
            arrays[key + VALUES], arrays[key + SCALE] = _as_bytes(values)
        else:
            arrays[key] = values.astype(np.float16)
    return arrays


def unpack(part: str, arrays: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    """The state_dict that `pack` was given, as exactly as was kept."""
    weights, prefix = {}, f"{part}/"
    for key, values in arrays.items():
        if not key.startswith(prefix) or key.endswith(SCALE):
            continue
        name, values = key[len(prefix) :], values.astype(np.float32)
        if key.endswith(VALUES):
            name = name[: -len(VALUES)]
            scale = arrays[prefix + name + SCALE]
            values = (values.reshape(len(values), -1) * scale).reshape(values.shape)
        weights[name] = torch.from_numpy(values)
    return weights


def write(path: Path, state: dict) -> None:
    """`state` as `checkpoint.save` was given it. Whole or not at all."""
    if "critics" in state:
        # Critics know the model as it is now; its average, which lags, they would tear apart.
        arrays = {**pack("weights", state["model"]), **pack("critics", state["critics"])}
    else:
        arrays = pack("weights", state["average"])
    counters = dict(format=FORMAT, step=state["step"], seconds=state["seconds"])
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".fresh")
    with fresh.open("wb") as file:
        np.savez_compressed(file, **arrays, **{name: np.array(value) for name, value in counters.items()})
    fresh.replace(path)


def read(path: Path) -> dict | None:
    """step, seconds and the state_dicts `model`, `average` and, where kept, `critics`."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    if arrays["format"] != FORMAT:
        raise ValueError(f"{path.name} has format {arrays['format']}, this code wants {FORMAT}.")
    weights = unpack("weights", arrays)
    state = dict(step=int(arrays["step"]), seconds=float(arrays["seconds"]))
    state.update(model=weights, average=weights)
    critics = unpack("critics", arrays)
    return dict(state, critics=critics) if critics else state


def kept_path(config, name: str) -> Path:
    return config.paths.checkpoints / f"{name}.npz"


def latest(config, name: str) -> dict | None:
    """Of this machine's own run if there is one, else what was kept."""
    state = checkpoint.load(config.paths.work / "checkpoints" / f"{name}.pt")
    return read(kept_path(config, name)) if state is None else state


def keep(config, name: str) -> str:
    """Keeps one model's state unless what is kept is further on; says what it did."""
    state = checkpoint.load(config.paths.work / "checkpoints" / f"{name}.pt")
    if state is None:
        return f"{name}: nothing to keep."
    path = kept_path(config, name)
    before = read(path)
    if before is not None and before["step"] > state["step"]:
        return f"{name}: step {before['step']} is kept, this run is at {state['step']}: left alone."
    write(path, state)
    megabytes, hours = path.stat().st_size / 1e6, state["seconds"] / 3600
    return f"{name}: step {state['step']}, {hours:.2f} h, {megabytes:.1f} MB."


def adopt(config, name: str, folder: Path) -> str:
    """Goes on from what another machine kept, if it is further on: this machine's run is put aside."""
    theirs, own = read(folder / f"{name}.npz"), latest(config, name)
    if theirs is None:
        return f"{name}: not in {folder}."
    if own is not None and own["step"] >= theirs["step"]:
        return f"{name}: is at step {own['step']} here, at {theirs['step']} there: left alone."
    run = config.paths.work / "checkpoints" / f"{name}.pt"
    run.parent.mkdir(parents=True, exist_ok=True)
    with run.with_suffix(".lock").open("w") as lock:
        # Raises where a trainer is at work: it would put its own checkpoint back.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if run.exists():
            run.replace(run.with_suffix(".pt.before"))
        kept_path(config, name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / f"{name}.npz", kept_path(config, name))
    return f"{name}: goes on from step {theirs['step']}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--adopt", type=Path, help="a folder with another machine's kept checkpoints")
    arguments, config = parser.parse_args(), settings.load()
    for name in NAMES:
        print(adopt(config, name, arguments.adopt) if arguments.adopt else keep(config, name))


if __name__ == "__main__":
    main()
