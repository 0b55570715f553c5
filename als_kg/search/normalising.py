"""Bring what is typed and what is written to one form, so that the two can be compared as strings."""

import re
import unicodedata

# A piece is a run of letters, a run of digits, or one Chinese character: Chinese has no spaces between words.
_PIECE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|\d+|[^\W\d_\u3400-\u9fff\uf900-\ufaff]+")
_GREEK = str.maketrans(
    dict(
        zip(
            "αβγδεζηθικλμνξοπρστυφχψω",
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon "
            "phi chi psi omega".split(),
            strict=True,
        )
    )
)


def folded(text: str) -> str:
    """Fold width, case, accents and Greek letters away (NFKC and case folding of Unicode; TGF-β is tgf-beta)."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return unicodedata.normalize("NFKC", bare).casefold().translate(_GREEK)


def pieced(text: str) -> str:
    """Write the pieces of a text, each with a space before it and one after the last: `` sod 1 als ``.

    What follows a space begins a piece, so ``biib067``, ``BIIB 067`` and ``BIIB-067`` are one text.
    """
    pieces = _PIECE.findall(folded(text))
    return f" {' '.join(pieces)} " if pieces else ""


def closed(text: str) -> str:
    """Write the pieces of a text without anything between them: what is the same but for hyphens and spaces."""
    return "".join(_PIECE.findall(folded(text)))


def words(text: str) -> list[str]:
    """Split what is typed at its spaces, as `pieced`; each word once."""
    return list(dict.fromkeys(word for each in text.split() if (word := pieced(each))))
