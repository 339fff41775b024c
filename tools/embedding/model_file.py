"""Writes a static model as src/core/models/builtin/model-file.ts reads it."""
import json
import struct
from pathlib import Path

import numpy as np

MAGIC = b"DCEMBED1"


def write_model(path: Path, name: str, words: list[str], vectors: np.ndarray) -> None:
    """Each word's vector, its weight in a text included, as a scale and whole numbers of 8 bits."""
    largest = np.maximum(np.abs(vectors).max(axis=1), 1e-9)
    quantised = np.rint(vectors / largest[:, None] * 127).astype(np.int8)
    text = "\n".join(words).encode()
    header = {"format": 1, "name": name, "dimensions": vectors.shape[1], "words": len(words), "textBytes": len(text)}
    encoded = json.dumps(header).encode()
    with path.open("wb") as out:
        out.write(MAGIC + struct.pack("<I", len(encoded)) + encoded + text)
        # Numbers of four bytes begin at a multiple of four.
        out.write(b"\0" * (-out.tell() % 4))
        out.write((largest / 127).astype("<f4").tobytes())
        out.write(quantised.tobytes())
    print(f"{len(words)} words, {path.stat().st_size / 1e6:.1f} MB")
