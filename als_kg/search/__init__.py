"""Find things by what people type: names, parts of names, identifiers, several words in any order.

An index in memory answers, made once per version of the dataset from one query in the query processes
(``entity/panels/findable.rq``). A search itself then compares strings and asks nobody, so that its cost
has a bound: things × words, and a text has at most ``MOST_CHARACTERS`` and ``MOST_WORDS``.

Limits: simplified Chinese only; a text in traditional characters finds what the two scripts share.
"""

from als_kg.search.finding import MOST_CHARACTERS, MOST_WORDS, Found, Hit, find
from als_kg.search.index import Index, Item
from als_kg.search.reading import read_index

__all__ = ["MOST_CHARACTERS", "MOST_WORDS", "Found", "Hit", "Index", "Item", "find", "read_index"]
