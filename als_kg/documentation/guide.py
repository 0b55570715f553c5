"""What templates ask: names, links and lists of a vocabulary, in the language of one reader."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from als_kg.documentation.language import TEXTS
from als_kg.documentation.model import PROPERTIES, Header, Term, Vocabulary, anchor_of, is_shape
from als_kg.documentation.shapes import SHAPES, Shape
from als_kg.documentation.usage import Example
from als_kg.documentation.words import Line, Phrase, Wording
from als_kg.entity.naming import PROPERTIES as FOREIGN
from als_kg.entity.questions import instances_of, pointing_at, statements_with
from als_kg.layout import natural, text_of
from als_kg.vocabulary import KINDS, VOCAB, shorten

# The shapes that hold for several kinds come last.
COMMON = "common"
Group = tuple[str, list[Term]]


class Guide:
    """A vocabulary for a reader; ``link`` leads to an IRI, ``ask`` to the answer to a query."""

    def __init__(
        self, vocabulary: Vocabulary, language: str, link: Callable[[str], str], ask: Callable[[str], str]
    ) -> None:
        self.vocabulary = vocabulary
        self.language = language
        self.t = TEXTS[language]
        self.href = link
        self._ask = ask
        self._wording = Wording(language, self.name, self.t["semicolon"], self.t["comma"], self.t["colon"])

    def name(self, iri: str) -> str:
        """Name a term, also one of others; else write its IRI short."""
        term = self.vocabulary.terms.get(iri)
        return self.text(term.label if term else FOREIGN.get(shorten(iri), {})) or self.short(iri)

    def text(self, texts: Mapping[str, str]) -> str:
        """Take a text in the reader's language, else in another."""
        return texts.get(self.language) or next(iter(texts.values()), "")

    def short(self, iri: str) -> str:
        """Write an IRI as a prefixed name where there is one; shapes have the prefix of their files."""
        return iri.replace(f"{SHAPES}/", "shape:") if is_shape(iri) else shorten(iri).strip("<>")

    def anchor(self, iri: str) -> str:
        """Name the place of a term or shape on a page with several."""
        return anchor_of(iri)

    def term(self, iri: str) -> Term | None:
        """Find a term of ours."""
        return self.vocabulary.terms.get(iri)

    @property
    def headers(self) -> list[Header]:
        """List what ontologies say of themselves."""
        return list(self.vocabulary.headers.values())

    def sorted(self, iris: Iterable[str]) -> list[str]:
        """Put IRIs in order of their names."""
        return sorted(set(iris), key=lambda iri: (self.name(iri).casefold(), iri))

    def terms(self, *kinds: str) -> list[Term]:
        """List terms in order of their names."""
        return self._ordered(self.vocabulary.of_kind(*kinds))

    def roots(self) -> list[str]:
        """List the classes that are narrower than no other of ours."""
        known = self.vocabulary.terms
        tops = (term.iri for term in self.vocabulary.of_kind("class") if not any(p in known for p in term.parents))
        return self.sorted(tops)

    def children(self, iri: str) -> list[str]:
        """List what is one step narrower."""
        return self.sorted(self.vocabulary.children(iri))

    def by_domain(self, kind: str) -> list[Group]:
        """Group the properties of a kind by the class that they are said of; first those without one."""
        found: dict[str, list[Term]] = {}
        for term in self.terms(kind):
            for domain in term.links["rdfs:domain"] or ("",):
                found.setdefault(domain, []).append(term)
        return sorted(found.items(), key=lambda item: (item[0] != "", self.name(item[0]).casefold()))

    def of_class(self, iri: str) -> list[Term]:
        """List the properties that are said of a class."""
        return self._ordered(self.vocabulary.pointing("rdfs:domain", iri))

    def inherited(self, iri: str) -> list[Group]:
        """List the properties of broader classes, by class, the nearest first."""
        groups = ((each, self.of_class(each)) for each in self.vocabulary.ancestors(iri))
        return [(each, terms) for each, terms in groups if terms]

    def allowed(self, iri: str) -> list[str]:
        """List what the closed shapes of a class allow beside the properties that are said of it."""
        lineage = (iri, *self.vocabulary.ancestors(iri))
        own = {term.iri for each in lineage for term in self.of_class(each)}
        shapes = [shape for each in lineage for shape in self._shapes_of(each) if shape.closed]
        return self.sorted([each for shape in shapes for each in shape.allowed if each not in own])

    def stands_at(self, iri: str) -> list[str]:
        """List the classes whose closed shapes allow a property."""
        shapes = (shape for shape in self.vocabulary.shapes.values() if iri in shape.allowed)
        return self.sorted([each for shape in shapes for each in shape.targets["targetClass"]])

    def leading(self, iri: str) -> list[Term]:
        """List the properties whose values are of a class, or of one that is broader."""
        lineage = (iri, *self.vocabulary.ancestors(iri))
        return self._ordered([term for each in lineage for term in self.vocabulary.pointing("rdfs:range", each)])

    def inverses(self, term: Term) -> list[str]:
        """List the inverse properties, whichever of the two says so."""
        stated = (other.iri for other in self.vocabulary.pointing("owl:inverseOf", term.iri))
        return self.sorted([*term.links["owl:inverseOf"], *stated])

    def codes(self, scheme: str) -> list[Term]:
        """List the codes of a scheme."""
        return self._ordered(self.vocabulary.pointing("skos:inScheme", scheme))

    def narrower(self, term: Term) -> list[str]:
        """List narrower codes, whichever of the two says so."""
        return self.sorted([*term.links["skos:narrower"], *self.vocabulary.children(term.iri)])

    def taking(self, scheme: str) -> list[Term]:
        """List the properties that take their values from a scheme."""
        return self._ordered(self.vocabulary.pointing("als:codeScheme", scheme))

    def rules(self, iri: str) -> list[Shape]:
        """List the shapes about a class or the properties said of it, or those that look at a property."""
        term = self.vocabulary.terms.get(iri)
        if term and term.kind == "class":
            own = {each.iri for each in self.of_class(iri)}
            shapes = self.vocabulary.shapes.values()
            found = [s for s in shapes if iri in s.targets["targetClass"] or own & set(s.targets["targetSubjectsOf"])]
        else:
            found = [shape for shape in self.vocabulary.shapes.values() if _looks_at(shape, iri)]
        return sorted(found, key=lambda shape: shape.kind == COMMON)

    def inherited_rules(self, iri: str) -> list[tuple[str, list[Shape]]]:
        """List the shapes of broader classes."""
        groups = ((each, self._shapes_of(each)) for each in self.vocabulary.ancestors(iri))
        return [(each, shapes) for each, shapes in groups if shapes]

    def shapes_by_kind(self) -> list[tuple[str, list[Shape]]]:
        """Group all shapes by what they are about: a name and its shapes."""
        found: dict[str, list[Shape]] = {}
        for shape in sorted(self.vocabulary.shapes.values(), key=lambda shape: natural(shape.iri)):
            found.setdefault(shape.kind, []).append(shape)
        ordered = sorted(found, key=lambda kind: KINDS.index(kind) if kind in KINDS else len(KINDS))
        return [(self._kind_name(kind), found[kind]) for kind in ordered]

    def lines(self, shape: Shape) -> tuple[Line, ...]:
        """Say in words what a shape asks."""
        return self._wording.lines(shape.requirement)

    def cardinality(self, term: Term, class_: str = "") -> Phrase:
        """Say how many values a property has at a class, as far as ontology and shapes tell."""
        lineage = (class_, *self.vocabulary.ancestors(class_))
        shapes = [s for each in lineage for s in self._shapes_of(each) if _is_about(s, term.iri)]
        limits = [limit for s in shapes for limit in s.requirement.limits]
        least = max((limit.number for limit in limits if limit.name == "minCount"), default=0)
        most = [limit.number for limit in limits if limit.name == "maxCount"]
        most += [1] if "owl:FunctionalProperty" in term.characteristics else []
        return self._wording.counted(least, min(most, default=None))

    def uses(self, term: Term) -> str:
        """Say how often a term is used; nothing where nobody counted."""
        count = self.vocabulary.usage.count(term.iri)
        if count is None or term.kind == "scheme":
            return ""
        kind = "property" if term.kind in PROPERTIES else term.kind
        return self.t[f"uses_{kind}"].format(count=f"{count:,}")

    def query(self, term: Term) -> str:
        """Lead to the answer to a query that lists what uses a term."""
        if term.kind == "class":
            return self._ask(instances_of(term.iri))
        return self._ask(statements_with(term.iri) if term.kind in PROPERTIES else pointing_at(term.iri))

    def example(self, term: Term) -> Example | None:
        """Give one use of a term."""
        return self.vocabulary.usage.examples.get(term.iri)

    def called(self, example: Example, iri: str) -> str:
        """Name a thing of an example."""
        return self.text(example.names.get(iri, {})) or self.name(iri)

    def written(self, value: object) -> str:
        """Write the value of an example."""
        return text_of(value)

    @cached_property
    def _targets(self) -> Mapping[str, list[Shape]]:
        found: dict[str, list[Shape]] = {}
        for shape in self.vocabulary.shapes.values():
            for class_ in shape.targets["targetClass"]:
                found.setdefault(class_, []).append(shape)
        return found

    def _shapes_of(self, class_: str) -> list[Shape]:
        return self._targets.get(class_, [])

    def _kind_name(self, kind: str) -> str:
        if f"group_{kind}" in self.t:
            return self.t[f"group_{kind}"]
        labels = (self.name(iri) for iri in (f"{VOCAB}{kind.capitalize()}",) if iri in self.vocabulary.terms)
        return next(labels, kind)

    def _ordered(self, terms: list[Term]) -> list[Term]:
        known = {term.iri: term for term in terms}
        return [known[iri] for iri in self.sorted(list(known))]


def _looks_at(shape: Shape, iri: str) -> bool:
    return iri in shape.requirement.predicates or iri in shape.targets["targetSubjectsOf"]


def _is_about(shape: Shape, iri: str) -> bool:
    path = shape.requirement.path
    return path is not None and path.kind == "predicate" and path.iri == iri
