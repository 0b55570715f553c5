"""The words of SPARQL 1.1 and of the engine's extensions, to tell a slip of the keyboard from a keyword."""

from collections.abc import Iterable
from difflib import get_close_matches

from als_kg.bilingual import both

UPDATES = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split())
RESULT_FORMS = frozenset({"SELECT", "ASK"})
GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})
FORMS = RESULT_FORMS | GRAPH_FORMS

_KEYWORDS = frozenset(
    """
    A AS ASC BASE BIND BY CONSTRUCT DEFAULT DESC DESCRIBE DISTINCT EXISTS FALSE FILTER FROM GRAPH GROUP
    HAVING IN LATERAL LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR
    SERVICE SILENT TRUE UNDEF UNION USING VALUES VERSION WHERE ASK
    """.split()
)
_FUNCTIONS = frozenset(
    """
    ABS ADJUST AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR
    GROUP_CONCAT HASLANG HASLANGDIR HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG
    LANGDIR LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW OBJECT PREDICATE RAND REGEX REPLACE ROUND
    SAMETERM SAMEVALUE SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS
    STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TRIPLE TZ UCASE URI UUID YEAR
    """.split()
)
KNOWN = _KEYWORDS | _FUNCTIONS


def near(word: str, words: Iterable[str], most: int = 3, cutoff: float = 0.6) -> list[str]:
    """Find the words that were probably meant, the nearest first, whatever their case."""
    folded: dict[str, list[str]] = {}
    for each in words:
        folded.setdefault(each.casefold(), []).append(each)
    found = get_close_matches(word.casefold(), folded, n=most, cutoff=cutoff)
    return [each for name in found for each in folded[name]][:most]


def nearest(word: str, words: Iterable[str], cutoff: float = 0.6) -> str:
    """Find the word that was probably meant; empty if none is near."""
    return next(iter(near(word, words, 1, cutoff)), "")


def meant(name: str) -> str:
    """Ask whether a name was meant; nothing for none."""
    return both("did you mean {name}?", "您是否想写 {name}？", name=name) if name else ""
