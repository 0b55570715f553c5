"""Describe the dataset to machines: VoID, DCAT with HCLS levels, PROV, prefixes, schema.org.

Pure functions from a dataset to triples. What people say of it is in ``data/dataset``; counts come
from queries. The store holds all of it as the graph ``…/graph/void``, which no view contains.
"""

from collections.abc import Mapping
from dataclasses import replace

import pyoxigraph as ox

import als_kg
from als_kg.build import Dataset, Origins, Triples
from als_kg.describe.about import About, read_about
from als_kg.describe.catalogue import catalogue
from als_kg.describe.editions import Edition, File, source_date
from als_kg.describe.naming import DATASET, DESCRIPTIONS, release_iri, version_iri
from als_kg.describe.prefixes import prefixes
from als_kg.describe.provenance import provenance
from als_kg.describe.schemaorg import schema_org
from als_kg.describe.void import void
from als_kg.sources import Content

__all__ = [
    "DATASET",
    "DESCRIPTIONS",
    "About",
    "Edition",
    "File",
    "descriptions",
    "edition_of",
    "read_about",
    "release_iri",
    "schema_org",
    "source_date",
    "version_iri",
    "with_descriptions",
]


def descriptions(dataset: Dataset, about: About, edition: Edition) -> Mapping[str, Triples]:
    """Describe a dataset: triples by the name of the description, which is also its file's stem."""
    return {
        "void": frozenset(void(dataset, edition.version, about.of("void:exampleResource"))),
        "dcat": frozenset(catalogue(about, edition)),
        "prov": frozenset(provenance(about, edition)),
        "prefixes": frozenset(prefixes()),
    }


def edition_of(content: Content) -> Edition:
    """Name what is built here and now: the version of the program, today's files, SOURCE_DATE_EPOCH."""
    program = als_kg.__version__
    return Edition(program, content.digest(), program, issued=source_date())


def with_descriptions(dataset: Dataset, content: Content) -> Dataset:
    """Add the graph of the descriptions to a dataset, which no view contains; raises SourceError."""
    about = read_about(content)
    triples = frozenset[ox.Triple]().union(*descriptions(dataset, about, edition_of(content)).values())
    graphs = {**dataset.graphs, DESCRIPTIONS: triples}
    return replace(dataset, graphs=graphs, origins=Origins((*dataset.origins.files, *about.files)))
