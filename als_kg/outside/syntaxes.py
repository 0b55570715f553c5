"""The one table of what can be loaded, and how a file is recognised: by its name, else by how it begins."""

import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from als_kg.errors import Place, SourceError, UsageError
from als_kg.outside.streams import head_of

_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@dataclass(frozen=True)
class Syntax:
    """A way to write a graph; ``engine`` is None where a converter has to come first."""

    name: str
    extensions: tuple[str, ...]
    engine: ox.RdfFormat | None = None
    holds_graphs: bool = False
    xml: bool = False


SYNTAXES = (
    Syntax("turtle", ("ttl", "turtle"), ox.RdfFormat.TURTLE),
    Syntax("ntriples", ("nt",), ox.RdfFormat.N_TRIPLES),
    Syntax("nquads", ("nq",), ox.RdfFormat.N_QUADS, holds_graphs=True),
    Syntax("trig", ("trig",), ox.RdfFormat.TRIG, holds_graphs=True),
    Syntax("jsonld", ("jsonld",), ox.RdfFormat.JSON_LD, holds_graphs=True),
    Syntax("rdfxml", ("rdf",), ox.RdfFormat.RDF_XML, xml=True),
    Syntax("owlxml", ("owx",), xml=True),
    Syntax("functional", ("ofn",)),
    Syntax("obo", ("obo",)),
    Syntax("sssom", ("sssom.tsv",)),
    Syntax("babelon", ("babelon.tsv",)),
)

# Under these names different things are found.
_BY_CONTENT = ("owl", "xml", "tsv", "json", "txt")
_BLANK = r"\ufeff?(?:\s|#[^\n]*\n)*"
_SIGNS = (
    ("functional", re.compile(_BLANK + r"(?:Prefix|Ontology)\s*\(")),
    ("obo", re.compile(_BLANK + r"(?:![^\n]*\n)*(?:format-version|data-version|ontology)\s*:")),
    ("jsonld", re.compile(r"\ufeff?\s*[{\[]")),
    ("sssom", re.compile(r"\ufeff?(?:#[^\n]*\n)*[^\n]*\bsubject_id\b[^\n]*\bobject_id\b")),
    ("babelon", re.compile(r"\ufeff?(?:#[^\n]*\n)*[^\n]*\btranslation_value\b")),
    ("turtle", re.compile(_BLANK + r"(?:@prefix|@base|PREFIX\s|BASE\s)", re.IGNORECASE)),
)
_XML = re.compile(r"\ufeff?\s*<(?:\?xml|!--|!DOCTYPE|[\w:]+[\s>/])")
# What may stand before the root element, in order; a DOCTYPE is among it or nowhere.
_BEFORE_ROOT = re.compile(r"(?:\ufeff?\s+|\ufeff|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(r"<(?:([\w.-]+):)?([\w.-]+)([^>]*)>", re.DOTALL)
_ENCODING = re.compile(r"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")


def by_name(name: str) -> Syntax:
    """Find a syntax by its name; raises UsageError."""
    found = next((syntax for syntax in SYNTAXES if syntax.name == name), None)
    if found is None:
        raise UsageError(f"no format is called {name!r}", todo=f"use one of: {', '.join(_names())}")
    return found


def recognise(path: Path, name: str, wanted: str | None = None) -> Syntax:
    """Tell how a file is written: as ``wanted``, else by its name, else by how it begins.

    Raises SourceError for what is not recognised, and for XML that has a DOCTYPE: its entities can
    grow without bound.
    """
    head = head_of(path, name)
    syntax = by_name(wanted) if wanted else _by_extension(path) or _by_content(path, head, name)
    if syntax.xml:
        _judge_prolog(head, name)
    return syntax


def _by_extension(path: Path) -> Syntax | None:
    plain = path.name.lower().removesuffix(".gz")
    return next((each for each in SYNTAXES for end in each.extensions if plain.endswith(f".{end}")), None)


def _by_content(path: Path, head: str, name: str) -> Syntax:
    extension = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    found = None
    if extension in _BY_CONTENT:
        found = _of_xml(head) if _XML.match(head) else next((key for key, sign in _SIGNS if sign.match(head)), None)
    if found is None:
        what = "begins like no format that can be loaded" if extension in _BY_CONTENT else "has an unknown extension"
        raise SourceError(what, Place(name), f"say with --format which one it is: {', '.join(_names())}")
    return by_name(found)


def _of_xml(head: str) -> str | None:
    """Tell RDF/XML from OWL/XML by the namespace of the root element."""
    root = _ROOT.search(head, _BEFORE_ROOT.match(head).end())  # type: ignore[union-attr]  # matches always
    if root is None:
        return None
    declared = f"xmlns:{root[1]}" if root[1] else "xmlns"
    namespace = re.search(rf"""\s{re.escape(declared)}\s*=\s*["']([^"']*)""", root[3])
    known = {(_RDF, "RDF"): "rdfxml", (_OWL, "Ontology"): "owlxml"}
    return known.get((namespace[1] if namespace else "", root[2]))


def _judge_prolog(head: str, name: str) -> None:
    """Refuse a DOCTYPE, and an encoding in which it could hide."""
    encoding = _ENCODING.search(head)
    if encoding and encoding[1].lower() not in {"utf-8", "us-ascii"}:
        raise SourceError(f"is encoded as {encoding[1]}", Place(name, 1), "save the file as UTF-8")
    start = _BEFORE_ROOT.match(head).end()  # type: ignore[union-attr]  # matches always
    line = head.count("\n", 0, start) + 1
    if head[start:].startswith("<!"):
        todo = "save it without one, for example by opening and saving it in an ontology editor"
        raise SourceError("has a DOCTYPE, whose entities can grow without bound", Place(name, line), todo)
    if not _ROOT.match(head, start):
        raise SourceError("has no root element where one should be", Place(name, line), "is it XML?")


def _names() -> tuple[str, ...]:
    return tuple(syntax.name for syntax in SYNTAXES)
