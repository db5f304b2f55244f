"""The voices that the product ships, spoken by the product itself: what people hear, not what PyTorch makes."""
from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from . import config as settings

CATALOGUE = settings.REPOSITORY / "public/voices/catalogue.json"


def voice_of(speaker: str) -> str | None:
    """The id of the catalogue's voice that was made of this speaker's recordings; None where it has none."""
    for voice in json.loads(CATALOGUE.read_text("utf8"))["voices"]:
        # Voices of a single speaker name none: their ids begin with it.
        if voice["speaker"].get("id", voice["id"].split("-")[0]) == speaker:
            return voice["id"]
    return None


def speak(voice: str, items: list[dict], rate: int) -> list[np.ndarray]:
    """`items` hold `language` and `text`; one sound at `rate` each."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{index}.f32" for index in range(len(items))]
        lines = [
            json.dumps(dict(voice=voice, language=item["language"], text=item["text"], out=str(path)))
            for item, path in zip(items, paths)
        ]
        script = Path(__file__).with_name("speak_shipped.mjs")
        done = subprocess.run(
            ["node", str(script)], input="\n".join(lines), capture_output=True, text=True
        )
        if done.returncode != 0:
            raise RuntimeError(f"{voice} did not speak: {done.stderr}")
        rates = [json.loads(line)["sampleRate"] for line in done.stdout.splitlines()]
        return [
            resample_poly(np.fromfile(path, np.float32), rate, own) if own != rate
            else np.fromfile(path, np.float32)
            for path, own in zip(paths, rates)
        ]
