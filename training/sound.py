"""
Recordings from disk: by the soundfile package or, on a machine that lacks it, by a libsndfile that
came along (`pack --library`, then `work/libsndfile.so`): that of the soundfile package's wheel needs
nothing else.
"""
from __future__ import annotations

import ctypes
from functools import lru_cache
from pathlib import Path

import numpy as np

from . import config as settings

READ = 0x10


class _Info(ctypes.Structure):
    _fields_ = [
        ("frames", ctypes.c_int64),
        *((name, ctypes.c_int) for name in ("rate", "channels", "format", "sections", "seekable")),
    ]


def library_path() -> Path:
    return settings.load().paths.work / "libsndfile.so"


@lru_cache(maxsize=None)
def _library(path: Path) -> ctypes.CDLL:
    library = ctypes.CDLL(str(path))
    library.sf_open.restype = ctypes.c_void_p
    library.sf_open.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(_Info)]
    library.sf_readf_double.restype = ctypes.c_int64
    library.sf_readf_double.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
    library.sf_close.argtypes = [ctypes.c_void_p]
    return library


def read_by_library(path: Path, library: Path) -> tuple[np.ndarray, int]:
    """As `soundfile.read(path, always_2d=True)`."""
    sndfile, info = _library(library), _Info()
    handle = sndfile.sf_open(str(path).encode(), READ, ctypes.byref(info))
    if not handle:
        raise OSError(f"{path} cannot be read as a recording.")
    try:
        wave = np.zeros((info.frames, info.channels))
        count = sndfile.sf_readf_double(handle, wave.ctypes.data, info.frames)
    finally:
        sndfile.sf_close(handle)
    return wave[:count], info.rate


def read(path: Path) -> tuple[np.ndarray, int]:
    """[frames, channels] in -1..1, and the rate."""
    try:
        import soundfile
    except ImportError:
        return read_by_library(path, library_path())
    return soundfile.read(path, always_2d=True)
