"""Ask an outside graph about its terms."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from als_kg.link.names import WEIGHTS
from als_kg.store import Store
from als_kg.vocabulary import PREFIXES, RDFS

DEPRECATED = f"{PREFIXES['owl']}deprecated"
# In the order in which they say what to take instead.
INSTEAD = (
    "http://purl.obolibrary.org/obo/IAO_0100001",  # term replaced by
    "http://www.geneontology.org/formats/oboInOwl#consider",
    f"{PREFIXES['dcterms']}isReplacedBy",
)
_PARENT = f"{RDFS.label.rpartition('#')[0]}#subClassOf"
_KINDS = " ".join(
    f"<{PREFIXES[prefix]}{name}>"
    for prefix, name in (
        ("owl", "Class"), ("owl", "NamedIndividual"), ("owl", "ObjectProperty"), ("owl", "DatatypeProperty"),
        ("owl", "AnnotationProperty"), ("rdfs", "Class"), ("rdf", "Property"), ("skos", "Concept"),
    )
)  # fmt: skip
_LOCAL = re.compile(r"[^/#_:]*$")
# The part of a graph's terms that a namespace needs to be what the graph is about.
_SHARE = 1 / 3


@dataclass(frozen=True)
class Known:
    """What one outside graph says of terms."""

    store: Store
    graph: str

    def said(self, terms: Iterable[str], predicates: Collection[str]) -> Mapping[str, list[tuple[str, str]]]:
        """List (predicate, text) of some terms."""
        found: dict[str, list[tuple[str, str]]] = {}
        for term, predicate, value in self._rows(
            f"SELECT ?t ?p (STR(?o) AS ?v) {{ VALUES ?t {{ {_iris(terms)} }} VALUES ?p {{ {_iris(predicates)} }} "
            f"GRAPH <{self.graph}> {{ ?t ?p ?o }} }} ORDER BY ?t ?p ?v"
        ):
            found.setdefault(term, []).append((predicate, value))
        return found

    def names(self) -> list[tuple[str, ...]]:
        """List (term, predicate, name) of every term that is in use, in order."""
        gone = {term for (term,) in self._rows(f"SELECT ?t {{ GRAPH <{self.graph}> {{ ?t <{DEPRECATED}> ?o }} }}")}
        found = (row for predicate in WEIGHTS for row in self._named(predicate))
        return sorted(row for row in found if row[0] not in gone)

    def _named(self, predicate: str) -> list[tuple[str, ...]]:
        """Ask for one predicate: a scan of its index, where several at once would be a join."""
        return self._rows(
            f"SELECT ?t (STR(<{predicate}>) AS ?p) (STR(?o) AS ?v) "
            f"{{ GRAPH <{self.graph}> {{ ?t <{predicate}> ?o }} FILTER(isIRI(?t)) }}"
        )

    def defined(self, terms: Iterable[str]) -> set[str]:
        """Tell which of some terms the graph types or names."""
        rows = self._rows(
            f"SELECT DISTINCT ?t {{ VALUES ?t {{ {_iris(terms)} }} GRAPH <{self.graph}> {{ ?t a|<{RDFS.label}> ?o }} }}"
        )
        return {term for (term,) in rows}

    def namespaces(self) -> set[str]:
        """List the namespaces that the graph defines terms of, but for those that it only borrows a few from."""
        counts: dict[str, int] = {}
        for (term,) in self._rows(
            f"SELECT DISTINCT ?t {{ VALUES ?k {{ {_KINDS} }} GRAPH <{self.graph}> {{ ?t a ?k }} FILTER(isIRI(?t)) }}"
        ):
            counts[namespace(term)] = counts.get(namespace(term), 0) + 1
        least = _SHARE * sum(counts.values())
        return {name for name, count in counts.items() if count >= least}

    def below(self, root: str, terms: Iterable[str]) -> set[str]:
        """Tell which of some terms are a class or below it."""
        climb = f"GRAPH <{self.graph}> {{ ?t <{_PARENT}>* <{root}> }}"
        return {term for (term,) in self._rows(f"SELECT DISTINCT ?t {{ VALUES ?t {{ {_iris(terms)} }} {climb} }}")}

    def has_below(self, root: str) -> bool:
        """Tell whether the graph has a hierarchy below a class."""
        return bool(self._rows(f"SELECT ?t {{ GRAPH <{self.graph}> {{ ?t <{_PARENT}> <{root}> }} }} LIMIT 1"))

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        """Ask; the graph is named in the text, which is what makes it part of the dataset."""
        answer = self.store.query(query)
        assert isinstance(answer, ox.QuerySolutions), "a SELECT"
        return [tuple(term.value for term in row if term is not None) for row in answer]


def namespace(iri: str) -> str:
    """Cut off the local part of a term."""
    return _LOCAL.sub("", iri)


def _iris(terms: Iterable[str]) -> str:
    return " ".join(f"<{term}>" for term in terms)
