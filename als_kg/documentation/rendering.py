"""Render documentation: the parts of a server's pages, and one file that stands alone. Same templates for both."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from als_kg.documentation.guide import Guide
from als_kg.documentation.model import CODES, ONTOLOGY, Term, Vocabulary, anchor_of
from als_kg.documentation.shapes import SHAPES, Shape
from als_kg.entity.questions import asked

_HERE = Path(__file__).resolve().parent
STATIC = _HERE / "static"
LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "中文"}
Files = Mapping[str, str]


def overview(guide: Guide, files: Files) -> Markup:
    """List classes, properties and code schemes; ``files`` are addresses by name."""
    return _rendered("overview.html", guide, about=guide.vocabulary.headers.get(ONTOLOGY), files=files, shapes=SHAPES)


def term_page(guide: Guide, term: Term) -> Markup:
    """Tell all about a class or a property."""
    return _rendered("term.html", guide, term=term, home=ONTOLOGY)


def code_part(guide: Guide, term: Term) -> Markup:
    """Tell about a code or a code scheme what goes beyond statements."""
    return _rendered("code.html", guide, term=term, home=CODES)


def codes_page(guide: Guide, files: Files) -> Markup:
    """List every code scheme with its codes."""
    return _rendered("codes.html", guide, about=guide.vocabulary.headers.get(CODES), files=files)


def shapes_page(guide: Guide, files: Files) -> Markup:
    """List all shapes in words."""
    return _rendered("shapes.html", guide, files=files)


def shape_page(guide: Guide, shape: Shape, files: Files) -> Markup:
    """Tell about one shape."""
    return _rendered("shape.html", guide, shape=shape, files=files, home=SHAPES)


def document(vocabulary: Vocabulary, language: str, version: str, files: Mapping[str, Files], endpoint: str) -> str:
    """Write all of it as one page without anything from elsewhere.

    ``files`` are addresses by ontology IRI and name; ``endpoint`` is the address at which queries are asked.
    """
    known = {*vocabulary.terms, *vocabulary.shapes}
    guide = Guide(
        vocabulary,
        language,
        lambda iri: f"#{anchor_of(iri)}" if iri in known else iri,
        lambda text: asked(endpoint, text),
    )
    other = next(key for key in LANGUAGES if key != language)
    text = _rendered(
        "document.html", guide, version=version, files=files, other=other, other_name=LANGUAGES[other],
        other_tag={"zh": "zh-Hans"}.get(other, other),
        style="\n".join((STATIC / f"{name}.css").read_text("utf-8") for name in ("document", "documentation")),
    )  # fmt: skip
    return str(text)


def _rendered(template: str, guide: Guide, **given: object) -> Markup:
    text = _environment().get_template(template).render(g=guide, **given)
    return Markup(text)  # noqa: S704  the template has escaped what it was given


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined,
    )  # fmt: skip
