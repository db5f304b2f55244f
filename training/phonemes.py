"""Phonemes from the product's own front-end, through Node: what is trained is what will be used."""
from __future__ import annotations

import json
import subprocess
from pathlib import Path


def phonemise(rows: list[dict]) -> list[str]:
    """`rows` hold `language` (en, de, nl) and `text`; the answer holds one IPA string each."""
    script = Path(__file__).with_name("phonemes.mjs")
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    done = subprocess.run(
        ["node", str(script)], input=lines, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(rows):
        raise RuntimeError(f"{len(rows)} sentences went in, {len(answers)} came out. {done.stderr}")
    return answers
