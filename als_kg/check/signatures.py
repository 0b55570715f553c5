"""Hold statements against the ontology: domain, range, datatype and code scheme of every property."""

from collections.abc import Iterator

from als_kg.check.case import Case, text, told
from als_kg.errors import Finding
from als_kg.validate.wording import written

_DOMAINS = """
SELECT DISTINCT ?subject ?property ?class WHERE {
  ?property rdfs:domain ?class .
  ?subject ?property ?value .
  FILTER NOT EXISTS { ?subject a/rdfs:subClassOf* ?class }
}"""

_RANGES = """
SELECT DISTINCT ?subject ?property ?value ?class WHERE {
  ?property a owl:ObjectProperty ; rdfs:range ?class .
  FILTER NOT EXISTS { ?property als:codeScheme ?scheme }
  ?subject ?property ?value .
  FILTER isIRI(?value)
  FILTER NOT EXISTS { ?value a/rdfs:subClassOf* ?class }
}"""

_SCHEMES = """
SELECT DISTINCT ?subject ?property ?value ?scheme WHERE {
  ?property als:codeScheme ?scheme .
  ?subject ?property ?value .
  FILTER isIRI(?value)
  FILTER NOT EXISTS { ?value skos:inScheme ?scheme }
}"""

_TEXTS_AS_LINKS = """
SELECT DISTINCT ?subject ?property ?value WHERE {
  ?property a owl:ObjectProperty .
  ?subject ?property ?value .
  FILTER isLiteral(?value)
}"""

# An xsd:integer is an xsd:decimal (XML Schema part 2, 3.4.13).
_DATATYPES = """
SELECT DISTINCT ?subject ?property ?value ?datatype WHERE {
  ?property a owl:DatatypeProperty ; rdfs:range ?datatype .
  ?subject ?property ?value .
  FILTER (isIRI(?value) || DATATYPE(?value) != ?datatype)
  FILTER (!(?datatype = xsd:decimal && isLiteral(?value) && DATATYPE(?value) = xsd:integer))
}"""


def domains(case: Case) -> Iterator[Finding]:
    """Find statements about a thing that is not of the property's class."""
    for subject, property_, class_ in case.ask(_DOMAINS):
        name, class_name = written(property_), written(class_)
        yield told(
            text(subject),
            case.place(text(subject), text(property_)),
            f"{name} is said of what is no {class_name} → move it to the node it belongs to, or correct the type",
            f"{name} 用于并非 {class_name} 的节点 → 请移至所属节点，或更正类型",
        )


def ranges(case: Case) -> Iterator[Finding]:
    """Find links to a thing that is not of the property's class."""
    for subject, property_, value, class_ in case.ask(_RANGES):
        link, class_name = f"{written(property_)} {written(value)}", written(class_)
        yield told(
            text(subject),
            case.place(text(subject), text(property_), value),
            f"{link} does not point at a {class_name} → point at the right node, or correct its type",
            f"{link} 所指并非 {class_name} → 请指向正确节点，或更正其类型",
        )


def schemes(case: Case) -> Iterator[Finding]:
    """Find codes from another scheme than the property's."""
    for subject, property_, value, scheme in case.ask(_SCHEMES):
        link, codes = f"{written(property_)} {written(value)}", written(scheme)
        yield told(
            text(subject),
            case.place(text(subject), text(property_), value),
            f"{link} is not a code of {codes} → take a code of that scheme, or add one",
            f"{link} 不是 {codes} 的代码 → 请取用该代码表中的代码，或新增",
        )


def links(case: Case) -> Iterator[Finding]:
    """Find text where a property wants a node."""
    for subject, property_, value in case.ask(_TEXTS_AS_LINKS):
        said = f"{written(property_)} {written(value)}"
        yield told(
            text(subject),
            case.place(text(subject), text(property_)),
            f"{said} is text, not a node → point at a node",
            f"{said} 是文字而非节点 → 请指向节点",
        )


def datatypes(case: Case) -> Iterator[Finding]:
    """Find literals of another datatype than the property's."""
    for subject, property_, value, datatype in case.ask(_DATATYPES):
        said, wanted = f"{written(property_)} {written(value)}", written(datatype)
        yield told(
            text(subject),
            case.place(text(subject), text(property_), value),
            f"{said} is no {wanted} → write a literal of that datatype",
            f"{said} 不是 {wanted} → 请写成该数据类型的字面量",
        )
