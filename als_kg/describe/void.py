"""Describe the statements in VoID: views counted and parted, named graphs, links to other datasets."""

from collections import Counter
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from als_kg.build import Dataset, Triples, view_iri
from als_kg.describe.counting import PARTITIONINGS, Part, Partitioning, count_parts, count_whole
from als_kg.describe.naming import DESCRIPTIONS, ENDPOINT, ONTOLOGY, partition_iri, slug_of, version_iri
from als_kg.describe.saying import Said, Value, node, say, term, texts
from als_kg.vocabulary import BASE, CURRENT, PREFIXES, VOCAB, graph_for, language_tag

_MAPPINGS = graph_for("mapping", "")
# What links a thing to an outside record, and that record to its vocabulary.
_LINKS = frozenset(term(f"skos:{name}Match") for name in ("exact", "close", "broad", "narrow", "related"))
_HOME = term("als:inVocabulary")
_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
# The partitions whose terms belong to vocabularies.
_SPEAKING = ("class", "property")
_VOCABULARIES = {space for space in PREFIXES.values() if not space.startswith(BASE) or space == VOCAB}
_REACH: Said = {"void:uriSpace": ox.Literal(BASE), "void:sparqlEndpoint": node(ENDPOINT)}


def void(dataset: Dataset, version: str, examples: tuple[Value, ...]) -> Iterator[ox.Triple]:
    """Describe views, graphs and links; ``examples`` are things worth a first look.

    The graph of the descriptions counts nowhere: no view holds it, and it is left out of the graphs.
    """
    whole = version_iri(version)
    graphs = {name: triples for name, triples in dataset.graphs.items() if name != DESCRIPTIONS}
    yield from _whole(whole, graphs, dataset.views)
    for name, triples in dataset.views.items():
        yield from _view(name, triples, examples)
    for name, triples in graphs.items():
        yield from say(name, "void:Dataset", {"void:triples": ox.Literal(len(triples))})
    yield from _linksets(graphs)


def _whole(whole: str, graphs: Mapping[str, Triples], views: Mapping[str, Triples]) -> Iterator[ox.Triple]:
    """Tell what the version consists of; a triple that several graphs state counts once."""
    said: Said = {
        "void:triples": ox.Literal(len(frozenset[ox.Triple]().union(*graphs.values()))),
        "void:subset": [node(iri) for iri in (*map(view_iri, views), *graphs)],
        "void:feature": [node(f"http://www.w3.org/ns/formats/{name}") for name in _FORMATS],
    }
    yield from say(whole, "void:Dataset", {**said, **_REACH})


def _view(name: str, triples: Triples, examples: tuple[Value, ...]) -> Iterator[ox.Triple]:
    counts: Said = {predicate: ox.Literal(number) for predicate, number in count_whole(triples).items()}
    title = texts(en=f"als-kg, view {name}", zh=f"als-kg，视图 {name}")
    said: Said = {"void:exampleResource": examples, "dcterms:title": title}
    yield from say(view_iri(name), "void:Dataset", {**counts, **said, **_REACH})
    for by in PARTITIONINGS:
        parts = count_parts(triples, by)
        for part in parts:
            yield from _part(name, by, part)
        if by.kind in _SPEAKING:
            yield from say(view_iri(name), "", {"void:vocabulary": _vocabularies(parts)})


def _part(view: str, by: Partitioning, part: Part) -> Iterator[ox.Triple]:
    shared = part.term if isinstance(part.term, ox.NamedNode) else ox.Literal(language_tag(part.term.value))
    iri = partition_iri(view, by.kind, shared.value)
    counts: Said = {name: ox.Literal(number) for name, number in part.counts.items()}
    yield from say(view_iri(view), "", {by.partition: node(iri)})
    yield from say(iri, "void:Dataset", {by.term: shared, **counts})


def _vocabularies(parts: tuple[Part, ...]) -> list[Value]:
    """Name the vocabularies whose terms are used: our ontology by its IRI, others by their namespace."""
    spaces = {_space(part.term.value) for part in parts}
    return [node(ONTOLOGY if space == VOCAB else space) for space in sorted(spaces & _VOCABULARIES)]


def _linksets(graphs: Mapping[str, Triples]) -> Iterator[ox.Triple]:
    """Tell the links of the mapping graphs: a linkset per vocabulary and predicate."""
    mapped = frozenset[ox.Triple]().union(*(said for name, said in graphs.items() if name.startswith(_MAPPINGS)))
    homes = {t.subject: t.object.value for t in mapped if t.predicate == _HOME and isinstance(t.object, ox.NamedNode)}
    links = Counter(
        (homes[triple.object], triple.predicate.value)
        for triple in mapped
        if triple.predicate in _LINKS and isinstance(triple.object, ox.NamedNode) and triple.object in homes
    )
    for (vocabulary, predicate), number in sorted(links.items()):
        yield from _linkset(vocabulary, predicate, number)


def _linkset(vocabulary: str, predicate: str, number: int) -> Iterator[ox.Triple]:
    iri = f"{BASE}linkset/{vocabulary.rpartition('/')[2]}/{slug_of(predicate)}"
    said: Said = {
        "void:subjectsTarget": node(view_iri(CURRENT)),
        "void:objectsTarget": node(vocabulary),
        "void:linkPredicate": node(predicate),
        "void:triples": ox.Literal(number),
    }
    yield from say(vocabulary, "void:Dataset", {})
    yield from say(iri, "void:Linkset", said)
    yield from say(view_iri(CURRENT), "", {"void:subset": node(iri)})


def _space(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
