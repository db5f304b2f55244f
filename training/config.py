"""The settings of `config.toml`, as attributes, and the paths that follow from them."""
from __future__ import annotations

import tomllib
from pathlib import Path
from types import SimpleNamespace

REPOSITORY = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "de", "nl")


def _namespace(value):
    if isinstance(value, dict):
        return SimpleNamespace(**{key: _namespace(item) for key, item in value.items()})
    if isinstance(value, list):
        return [_namespace(item) for item in value]
    return value


def load(path: Path = Path(__file__).with_name("config.toml")) -> SimpleNamespace:
    """Reads the file; its paths become absolute."""
    config = _namespace(tomllib.loads(path.read_text("utf8")))
    for name, value in vars(config.paths).items():
        setattr(config.paths, name, (REPOSITORY / value).resolve())
    return config


def override(config: SimpleNamespace, changes: SimpleNamespace) -> None:
    """Puts the values of `changes` into the sections of `config` that they name."""
    for section, values in vars(changes).items():
        for name, value in vars(values).items():
            if not hasattr(getattr(config, section), name):
                raise AttributeError(f"[{section}] has no setting {name!r}.")
            setattr(getattr(config, section), name, value)


def speaker_index(config, speaker_id: str) -> int:
    """0 is 'unknown', which training shows now and then; speakers count from 1."""
    return 1 + [speaker.id for speaker in config.speakers].index(speaker_id)


def language_index(language: str) -> int:
    """0 is 'unknown'; languages count from 1."""
    return 1 + LANGUAGES.index(language)
