"""Pictures without a plotting library (Debian's PyTorch brings none): curves and spectrograms as PNG."""
from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np

WIDTH, HEIGHT, MARGIN = 640, 150, 22
# 3 x 5 pixels a glyph, rows from the top, three bits a row.
GLYPHS = dict(zip(
    "0123456789abcdefghijklmnopqrstuvwxyz.-_ ",
    "75557 26227 71747 71717 55711 74717 74757 71122 75757 75717 25755 65656 34443 65556 74647 "
    "74644 34553 55755 72227 11152 55655 44447 57755 65555 25552 65644 25563 65655 34216 72222 "
    "55557 55552 55775 55255 55222 71247 00002 00700 00007 00000".split(),
))


def write_png(path: Path, pixels: np.ndarray) -> None:
    """uint8 [height, width] grey or [height, width, 3] colour."""
    height, width = pixels.shape[:2]
    colour = 2 if pixels.ndim == 3 else 0
    rows = np.ascontiguousarray(pixels, np.uint8).reshape(height, -1)
    raw = np.pad(rows, ((0, 0), (1, 0))).tobytes()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


def write_text(pixels: np.ndarray, text: str, left: int, top: int, scale=2) -> None:
    for place, letter in enumerate(text.lower()):
        rows = GLYPHS.get(letter, GLYPHS[" "])
        bits = [[int(row) >> shift & 1 for shift in (2, 1, 0)] for row in rows]
        glyph = np.kron(np.array(bits), np.ones((scale, scale))) > 0
        x = left + place * 4 * scale
        area = pixels[top : top + glyph.shape[0], x : x + glyph.shape[1]]
        area[glyph[: area.shape[0], : area.shape[1]]] = 0


def _panel(name: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    pixels = np.full((HEIGHT, WIDTH), 255, np.uint8)
    inner_width, inner_height = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    # Rare outliers, such as the first steps, must not flatten the rest.
    low, high = np.percentile(y, [0, 97]) if len(y) > 20 else (y.min(), y.max())
    high = high if high > low else low + 1
    pixels[[MARGIN, HEIGHT - MARGIN], MARGIN:-MARGIN] = 210
    columns = np.linspace(x.min(), max(x.max(), x.min() + 1), inner_width)
    heights = np.clip((np.interp(columns, x, y) - low) / (high - low), 0, 1) * (inner_height - 1)
    rows = (HEIGHT - MARGIN - 1 - heights).astype(int)
    for column in range(1, inner_width):
        first, last = sorted(rows[column - 1 : column + 1])
        pixels[first : last + 2, MARGIN + column] = 40
    write_text(pixels, f"{name}  max {high:.4g}  last {y[-1]:.4g}", MARGIN, 4)
    write_text(pixels, f"min {low:.4g}  steps {int(x.min())}-{int(x.max())}", MARGIN, HEIGHT - 14)
    return pixels


def curves(panels: dict[str, np.ndarray]) -> np.ndarray:
    """One panel per name, from [2, points] (x ascending, y)."""
    return np.concatenate([_panel(name, *points) for name, points in panels.items()])


def spectrogram(mel: np.ndarray, zoom=3) -> np.ndarray:
    """A log-mel [T, M] as grey pixels, low frequencies at the bottom, silence white."""
    low, high = np.log(1e-4), np.log(20.0)
    shade = 255 - 255 * np.clip((mel - low) / (high - low), 0, 1)
    return np.kron(shade.T[::-1], np.ones((zoom, zoom // 2 + 1))).astype(np.uint8)


def stack(pictures: list[np.ndarray]) -> np.ndarray:
    """Pictures of different widths one above the other, with a line between."""
    width = max(picture.shape[1] for picture in pictures)
    padded = [np.pad(p, ((0, 4), (0, width - p.shape[1])), constant_values=255) for p in pictures]
    return np.concatenate(padded)
