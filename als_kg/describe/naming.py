"""Name what is described: the dataset, its versions, parts and makers."""

import re

from als_kg.vocabulary import BASE, VOCAB, graph_for, shorten

DATASET = f"{BASE}dataset/als-kg"
CATALOGUE = f"{BASE}catalogue/als-kg"
SERVICE = f"{BASE}service/sparql"
ENDPOINT = f"{BASE}sparql"
# The graph that holds the descriptions; they never count it.
DESCRIPTIONS = graph_for("void")
# It also declares the prefixes: sh:prefixes of shapes and queries points at it.
ONTOLOGY = VOCAB.rstrip("#")

_UNFIT = re.compile(r"[^A-Za-z0-9.]+")


def version_iri(version: str) -> str:
    """Name one version of the dataset."""
    return f"{DATASET}/{version}"


def release_iri(version: str) -> str:
    """Name the folder of a released version: its page, and what its files are below."""
    return f"{BASE}release/{version}/"


def partition_iri(view: str, kind: str, term: str) -> str:
    """Name the part of a view that one class, property, datatype or language makes up."""
    return f"{BASE}partition/{view}/{kind}/{slug_of(term)}"


def slug_of(iri: str) -> str:
    """Make one path segment of an IRI: ``als-Drug``; of an IRI without a prefix, its letters and digits."""
    short = shorten(iri).strip("<>")
    return _UNFIT.sub("-", short.partition("://")[2] or short).strip("-")
