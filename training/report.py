"""The tables of an evaluation, as Markdown."""
from __future__ import annotations

from . import prosody

MEASURES = ["wer", "mcd", "f0_error", "f0_correlation", "voicing", "duration", "voice_distance", "lines"]


def results_table(results: dict[str, dict]) -> str:
    lines = ["| voice | version | " + " | ".join(MEASURES) + " |", "|---" * (len(MEASURES) + 2) + "|"]
    for speaker, table in results.items():
        for version, row in table.items():
            cells = [f"{row[name]:.3f}" if name in row else "" for name in MEASURES]
            lines.append(f"| {speaker} | {version} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def endings_table(rises: dict[str, dict[str, float]]) -> str:
    lines = ["| voice | " + " | ".join(prosody.MARKS) + " |", "|---" * (len(prosody.MARKS) + 1) + "|"]
    for speaker, by_mark in rises.items():
        cells = [f"{by_mark[mark]:+.1f}" if mark in by_mark else "" for mark in prosody.MARKS]
        lines.append(f"| {speaker} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
