"""Learning rate, precision and device: what depends on the step or the machine."""
from __future__ import annotations

from pathlib import Path

import torch


# An optimiser that starts afresh on trained weights needs some steps to learn their scales.
REWARM_STEPS = 200


def learning_rate(base: float, step: int, warmup: int, decay: int, fresh_at: int = 0) -> float:
    """`fresh_at`: the step at which the optimiser began; 0 for a run from the start."""
    rise = warmup if fresh_at == 0 else REWARM_STEPS
    return base * min(1.0, (step + 1 - fresh_at) / rise) / (1 + step / decay) ** 0.5


def set_learning_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def _cpu_has(flag: str) -> bool:
    facts = Path("/proc/cpuinfo")
    return facts.exists() and flag in facts.read_text().split()


def autocast(where: torch.device, precision: str):
    """"bf16", "fp32", or "auto": bfloat16 where the machine multiplies it faster (see README)."""
    capable = where.type == "cuda" or _cpu_has("amx_bf16") or _cpu_has("avx512_bf16")
    wanted = {"bf16": True, "fp32": False, "auto": capable}[precision]
    return torch.autocast(where.type, torch.bfloat16, enabled=wanted)


def use_one_core() -> None:
    """One thread is faster than two on a machine that does other work; denormals only cost time."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
