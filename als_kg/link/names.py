"""Names of things, ours and others', and how near two of them are."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from als_kg.errors import UsageError
from als_kg.vocabulary import RDFS, SKOS

_OBO = "http://www.geneontology.org/formats/oboInOwl#"
_BREAKS = re.compile(r"[\W_]+")

# How much a match of a name of this kind says, from 0 to 1.
WEIGHTS: Mapping[str, float] = {
    RDFS.label: 1.0,
    SKOS.prefLabel: 1.0,
    f"{_OBO}hasExactSynonym": 0.95,
    SKOS.altLabel: 0.95,
    f"{_OBO}hasNarrowSynonym": 0.8,
    f"{_OBO}hasBroadSynonym": 0.8,
    f"{_OBO}hasRelatedSynonym": 0.8,
}
OURS = (SKOS.prefLabel, SKOS.altLabel)


def plain(name: str) -> str:
    """Write a name so that what looks the same is the same: NFKC, no case, one space for all else."""
    return _BREAKS.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()


def nearness(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """Tell how near the two nearest of plain names are, from 0 to 1, whatever the order of their words."""
    fuzz = library("fuzz")
    others = tuple(theirs)
    return max((fuzz.token_sort_ratio(one, other) / 100 for one in ours for other in others), default=0.0)


def library(module: str) -> Any:
    """Import a part of rapidfuzz; raises UsageError where it is not installed."""
    from importlib import import_module

    try:
        return import_module(f"rapidfuzz.{module}")
    except ImportError as error:
        raise UsageError(
            "comparing names needs the library rapidfuzz", todo="run: pip install 'als-kg[outside]'"
        ) from error
