"""What a word is: the same rules as src/core/models/builtin/words.ts, which must give the same words for the same text."""
import re
import unicodedata

# Arabic letters that Persian keyboards and PDFs mix with their Persian twins, and the marks that nobody types.
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ـ": ""})
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0300-\u036f]")
_WORD = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)

# A letter more or less says nothing; a longer word that is not known is read by its parts (see vocabulary.py).
SHORTEST = 2


def words(text: str) -> list[str]:
    """The words of `text` in order, in lower case; figures are left out but for years, which say what a passage is about."""
    folded = _MARKS.sub("", unicodedata.normalize("NFKC", text).lower().translate(_LETTERS))
    found = []
    for word in _WORD.findall(folded):
        if word[0].isdigit():
            ascii_digits = "".join(str(unicodedata.digit(digit)) for digit in word)
            if len(ascii_digits) == 4 and ascii_digits[:2] in ("19", "20", "13", "14"):
                found.append(ascii_digits)
        elif len(word) >= SHORTEST:
            found.append(word)
    return found
