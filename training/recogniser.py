"""Word errors by PocketSphinx (Debian: pocketsphinx, pocketsphinx-en-us), English only."""
from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample_poly

MODEL = Path("/usr/share/pocketsphinx/model/en-us")
RATE = 16000


def words(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", re.sub(r"\(\d\)", "", text.lower()).replace("-", " ")).split()


def word_errors(expected: list[str], heard: list[str]) -> int:
    """Levenshtein distance: substitutions, insertions and deletions."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(expected, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            best = min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
            diagonal, row[j] = row[j], best
    return row[-1]


def _write_for_recogniser(path: Path, wave: np.ndarray, rate: int) -> None:
    divisor = np.gcd(rate, RATE)
    slow = resample_poly(wave, RATE // divisor, rate // divisor)
    soundfile.write(path, np.pad(slow, (RATE // 5, RATE // 3)), RATE, subtype="PCM_16")


def transcribe(waves: list[np.ndarray], rate: int) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for index, wave in enumerate(waves):
            _write_for_recogniser(folder / f"{index}.wav", np.clip(wave, -1, 1), rate)
        (folder / "list").write_text("".join(f"{index}\n" for index in range(len(waves))))
        options = dict(
            adcin="yes", adchdr="44", cepdir=name, cepext=".wav", ctl=folder / "list",
            hmm=MODEL / "en-us", lm=MODEL / "en-us.lm.bin", dict=MODEL / "cmudict-en-us.dict",
            hyp=folder / "heard", logfn="/dev/null",
        )
        command = [part for key, value in options.items() for part in (f"-{key}", str(value))]
        subprocess.run(["pocketsphinx_batch", *command], check=True, capture_output=True)
        lines = re.findall(r"^(.*) ?\((\d+) [-\d]+\)$", (folder / "heard").read_text(), re.M)
    heard = {int(index): text for text, index in lines}
    return [heard.get(index, "") for index in range(len(waves))]


def word_error_rate(waves: list[np.ndarray], texts: list[str], rate: int) -> float:
    """Errors per word of all texts together; insertions can take it above 1."""
    heard = transcribe(waves, rate)
    pairs = [(words(text), words(guess)) for text, guess in zip(texts, heard)]
    return sum(word_errors(*pair) for pair in pairs) / sum(len(expected) for expected, _ in pairs)
