"""Chooses the words that get a vector, and counts how often each occurs: python vocabulary.py OUT.tsv --text FILE… --translations FILE.mo… --list FILE… --background FILE…"""
import argparse
import gettext
from collections import Counter
from pathlib import Path

from words import words

MOST_LATIN = 34_000
MOST_PERSIAN = 16_000
# Seen once, it may be a slip of a PDF.
LEAST = 2


def is_persian(word: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in word)


def translations(path: Path) -> list[tuple[str, str]]:
    """The pairs of a compiled message catalogue: English, and what it is in the catalogue's language."""
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    pairs = []
    for source, target in catalogue.items():
        source = source[0] if isinstance(source, tuple) else source
        if isinstance(source, str) and isinstance(target, str) and source and target:
            pairs.append((source.split("\x04")[-1].replace("_", ""), target.replace("_", "")))
    return pairs


def stems(forms: set[str]) -> set[str]:
    """Of a list with every inflected form, the words that are inflected: those that also stand with two of the common endings."""
    endings = ("ها", "های", "ی", "م", "ان")
    return {form for form in forms if sum(form + ending in forms for ending in endings) >= 2}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--text", type=Path, nargs="*", default=[])
    parser.add_argument("--translations", type=Path, nargs="*", default=[])
    parser.add_argument("--background", type=Path, nargs="*", default=[])
    parser.add_argument("--list", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()

    counts: Counter[str] = Counter()
    for path in arguments.text:
        counts.update(words(path.read_text(errors="replace")))
    for path in arguments.translations:
        for source, target in translations(path):
            counts.update(words(source) + words(target))
    listed: set[str] = set()
    for path in arguments.list:
        forms = {word for line in path.read_text(errors="replace").splitlines() for word in words(line)}
        listed |= stems(forms) if any(map(is_persian, forms)) and len(forms) > 100_000 else forms

    # Text with many words of its own, such as the names in programs: it says how common a word is, not which words there are.
    background: Counter[str] = Counter()
    for path in arguments.background:
        background.update(words(path.read_text(errors="replace")))

    chosen: list[str] = []
    for most, belongs in ((MOST_LATIN, lambda word: not is_persian(word)), (MOST_PERSIAN, is_persian)):
        seen = [word for word, count in counts.most_common() if count >= LEAST and belongs(word)]
        # Dictionaries fill up what the texts leave, common and short words first: a long word is read by its parts.
        rest = sorted(
            (word for word in listed if belongs(word) and counts[word] < LEAST),
            key=lambda word: (-background[word], len(word), word),
        )
        chosen += (seen + rest)[:most]
    with arguments.out.open("w") as out:
        for word in sorted(chosen):
            out.write(f"{word}\t{counts[word] + background[word]}\n")
    print(f"{len(chosen)} words, {sum(map(is_persian, chosen))} of them Persian; {sum(counts.values())} counted")


if __name__ == "__main__":
    main()
