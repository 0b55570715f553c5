"""Start a new thing: its entry in the entity file of its kind and, where a passage speaks of it, its claims.

What is written is in normal form and says only what was given; ``als-kg check`` names what is still missing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from als_kg.errors import Place, UsageError
from als_kg.normalform import normalise
from als_kg.sources import Content, ContentFile, Role, display_name, read_text, text_of
from als_kg.vocabulary import GRAPHS, KINDS, PREFIXES, SKOS, VOCAB, graph_for, iri_for

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PASSAGE = re.compile(r"([a-z0-9-]+)/([0-9]+)(?:\.[0-9]+)?-[0-9A-Za-z]+")


@dataclass(frozen=True)
class Newcomer:
    """A thing to be entered; ``names`` has the keys ``en`` and ``zh``, ``of_class`` is a name such as ClinicalTrial."""

    kind: str
    slug: str
    names: Mapping[str, str]
    of_class: str = ""


def begin(content: Content, newcomer: Newcomer, passage: str | None = None) -> tuple[Place, ...]:
    """Write the entry and, where a passage ``<document>/<id>`` is given, open its claims; tell where both stand.

    Raises UsageError where slug or name is taken, the class is of another kind, or the passage
    unknown, and then writes nothing.
    """
    additions = [_entry(content, newcomer)]
    if passage is not None:
        additions.append(_claim(content, newcomer, passage))
    for home, text in [(home, _added(content, home, statements)) for home, statements in additions]:
        _replace(home.path, text)
    thing = iri_for(newcomer.kind, newcomer.slug)
    graphs = [home.graph or graph_for("claim", passage or "") for home, _ in additions]
    return tuple(
        content.read(home).place(thing, graph=graph) for (home, _), graph in zip(additions, graphs, strict=True)
    )


def _entry(content: Content, newcomer: Newcomer) -> tuple[ContentFile, str]:
    home = _home(content, newcomer.kind)
    _refuse_slug(newcomer.slug)
    _refuse_known(content, home, newcomer)
    return home, (
        f"<{iri_for(newcomer.kind, newcomer.slug)}> a <{_class_of(content, newcomer)}> ;\n"
        f"<{SKOS.prefLabel}> {_quoted(newcomer.names['en'])}@en, {_quoted(newcomer.names['zh'])}@zh-Hans .\n"
    )


def _claim(content: Content, newcomer: Newcomer, passage: str) -> tuple[ContentFile, str]:
    """State the type in the passage's claim graph, and describe the graph unless it is described already."""
    home, graph = _claims_file(content, passage), graph_for("claim", passage)
    text = f"<{graph}> {{ <{iri_for(newcomer.kind, newcomer.slug)}> a <{_class_of(content, newcomer)}> . }}\n"
    if _is_described(content, home, graph):
        return home, text
    return home, text + (
        f"<{graph_for('documents')}> {{ <{graph}> a <{VOCAB}ClaimGraph> ;\n"
        f"<{VOCAB}claimStrength> <{PREFIXES['strength']}stated-fact> ;\n"
        f"<{PREFIXES['prov']}wasDerivedFrom> <{iri_for('passage', passage)}> . }}\n"
    )


def described_at(content: Content, passage: str) -> Place | None:
    """Say where a passage's claims are described already, if they are; raises UsageError for an unknown passage."""
    home, graph = _claims_file(content, passage), graph_for("claim", passage)
    if not _is_described(content, home, graph):
        return None
    return content.read(home).place(graph, graph=graph_for("documents"))


def classes_of(content: Content, kind: str) -> tuple[str, ...]:
    """List the classes that a thing of a kind may have, the general one first."""
    below = _subclasses(content)
    found = [kind.capitalize()]
    for name in found:
        found += [other for other in below.get(name, ()) if other not in found]
    return tuple(found)


def _home(content: Content, kind: str) -> ContentFile:
    homes = {file.path.stem: file for file in content.files(Role.ENTITY)}
    if kind in homes:
        return homes[kind]
    if kind in KINDS:
        todo = f"it is written where it is told, in a claim graph or a review; lasting kinds: {', '.join(homes)}"
        raise UsageError(f"a {kind} has no entry of its own", todo=todo)
    raise UsageError(f"no kind is called {kind!r}", todo=f"use one of: {', '.join(homes)}")


def _refuse_slug(slug: str) -> None:
    if not _SLUG.fullmatch(slug):
        raise UsageError(f"{slug!r} is not a slug", todo="use lower-case letters, digits and single hyphens")


def _refuse_known(content: Content, home: ContentFile, newcomer: Newcomer) -> None:
    """Refuse a slug that is taken, and a name that another thing of the kind goes by."""
    source, thing = content.read(home), iri_for(newcomer.kind, newcomer.slug)
    if any(text_of(quad.subject) == thing for quad in source.quads):
        raise UsageError(
            f"{newcomer.kind}:{newcomer.slug} is there already", source.place(thing), "choose another slug"
        )
    wanted = {name.casefold() for name in newcomer.names.values()}
    for quad in source.quads:
        if isinstance(quad.object, ox.Literal) and _is_name(quad) and quad.object.value.casefold() in wanted:
            bearer = text_of(quad.subject)
            place = source.place(bearer, text_of(quad.predicate))
            todo = "use that entry, or tell the two apart by their names"
            raise UsageError(f"{quad.object.value!r} is the name of {bearer.rpartition('/')[2]}", place, todo)


def _is_name(quad: ox.Quad) -> bool:
    return quad.predicate.value in (SKOS.prefLabel, SKOS.altLabel)


def _class_of(content: Content, newcomer: Newcomer) -> str:
    known = classes_of(content, newcomer.kind)
    name = newcomer.of_class.removeprefix("als:") or known[0]
    if name not in known:
        raise UsageError(f"a {newcomer.kind} is no {name}", todo=f"use --class with one of: {', '.join(known)}")
    return VOCAB + name


def _subclasses(content: Content) -> dict[str, list[str]]:
    (ontology,) = content.files(Role.ONTOLOGY)
    found: dict[str, list[str]] = {}
    for quad in content.read(ontology).quads:
        if quad.predicate.value == f"{PREFIXES['rdfs']}subClassOf" and isinstance(quad.object, ox.NamedNode):
            above, below = (text_of(term).removeprefix(VOCAB) for term in (quad.object, quad.subject))
            found.setdefault(above, []).append(below)
    return {above: sorted(below) for above, below in found.items()}


def _claims_file(content: Content, passage: str) -> ContentFile:
    """Find the file of claims that holds the section of a passage, by its number: ``03-stem-cells`` for 3.2-05."""
    match = _PASSAGE.fullmatch(passage)
    if not match:
        raise UsageError(f"{passage!r} is not a passage", todo="write it as als-guide-2025/3.2-05")
    document, section = match[1], int(match[2])
    _need_passage(content, document, passage)
    files = [file for file in content.files(Role.CLAIM) if file.document == document]
    fitting = [file for file in files if re.match(rf"0*{section}-", file.path.name)]
    if not fitting:
        todo = f"add data/claim/{document}/{section:02}-<name>.trig with a line of comment at its head"
        raise UsageError(f"section {section} of {document} has no file of claims", todo=todo)
    return fitting[0]


def _need_passage(content: Content, document: str, passage: str) -> None:
    files = [file for file in content.files(Role.DOCUMENT) if file.document == document]
    subjects = {text_of(quad.subject) for file in files for quad in content.read(file).quads}
    if iri_for("passage", passage) not in subjects:
        raise UsageError(f"there is no passage {passage}", todo=f"look it up in data/document/{document}.ttl")


def _is_described(content: Content, home: ContentFile, graph: str) -> bool:
    return any(
        text_of(quad.subject) == graph and text_of(quad.graph_name) == graph_for("documents")
        for quad in content.read(home).quads
    )


def _added(content: Content, home: ContentFile, statements: str) -> str:
    """Write a file with more statements, and the prefixes they need, in normal form."""
    head, body = _split(read_text(home.path, content.root))
    declared = head + "".join(_missing_prefixes(home, statements, head))
    return normalise(f"{declared}\n{body}\n{statements}", Path(display_name(home.path, content.root)))


def _replace(path: Path, text: str) -> None:
    """Put a file in its place whole."""
    beside = path.with_name(f".{path.name}")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def _split(text: str) -> tuple[str, str]:
    """Split a file into comments and prefixes, and the rest."""
    lines = text.splitlines(keepends=True)
    heads = [number for number, line in enumerate(lines, 1) if line.startswith(("#", "@prefix"))]
    end = heads[-1] if heads else 0
    return "".join(lines[:end]), "".join(lines[end:])


def _missing_prefixes(home: ContentFile, statements: str, head: str) -> Iterator[str]:
    """Declare what is used and not declared; in claims, ``claim:`` and ``p:`` stand for those of their document."""
    own = {"claim": f"{GRAPHS}claim/{home.document}/", "p": iri_for("passage", f"{home.document}/")}
    for prefix, iri in {**PREFIXES, **(own if home.document else {})}.items():
        if f"<{iri}" in statements and f"@prefix {prefix}:" not in head:
            yield f"@prefix {prefix}: <{iri}> .\n"


def _quoted(text: str) -> str:
    return str(ox.Literal(text))
