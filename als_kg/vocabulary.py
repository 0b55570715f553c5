"""Names: the base IRI, prefixes, kinds and code schemes, and the few terms that code must know.

Plain strings, so that either RDF library can wrap them.
"""

from collections.abc import Mapping
from types import MappingProxyType

BASE = "https://w3id.org/als-kg/"
VOCAB = f"{BASE}vocab#"
CODES = f"{BASE}code/"
GRAPHS = f"{BASE}graph/"
EXAMPLES = f"{BASE}example/"

# The one English word per kind, in the order of every output.
KINDS = (
    "intervention", "gene", "protein", "mechanism", "effect", "cell", "model", "anatomy",
    "condition", "population", "study", "arm", "measure", "result", "value", "comparison",
    "distinction", "event", "agreement", "organisation", "person", "membership", "place", "part",
    "resource", "document", "section", "passage", "selector", "reference", "review", "mapping", "vocabulary",
    "statement",
)  # fmt: skip

# One per skos:ConceptScheme of ontology/codes.ttl; a test compares the two.
SCHEMES = (
    "direction", "action", "certainty", "route", "procedure", "carrier", "donor", "placement",
    "laterality", "approach", "feature", "field", "discovery", "diseaseclass", "agegroup", "phase",
    "design", "objective", "armrole", "countkind", "status", "endpoint", "analysis", "outcome",
    "valuekind", "severity", "frequency", "specimen", "operator", "precision", "datekind",
    "decision", "pathway", "milestone", "payer", "agreementkind", "role", "resourcekind", "scope",
    "strength", "passagekind", "verdict", "confidence",
)  # fmt: skip

_OUTSIDE = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pav": "http://purl.org/pav/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "obo": "http://purl.obolibrary.org/obo/",
    "spex": "https://purl.expasy.org/sparql-examples/ontology#",
}

PREFIXES: Mapping[str, str] = MappingProxyType(
    {"als": VOCAB}
    | _OUTSIDE
    | {"graph": GRAPHS, "code": CODES, "example": EXAMPLES}
    | {kind: f"{BASE}{kind}/" for kind in KINDS}
    | {scheme: f"{CODES}{scheme}/" for scheme in SCHEMES}
)


class RDF:
    """Terms of RDF that code must know."""

    type = f"{_OUTSIDE['rdf']}type"
    Statement = f"{_OUTSIDE['rdf']}Statement"
    subject = f"{_OUTSIDE['rdf']}subject"
    predicate = f"{_OUTSIDE['rdf']}predicate"
    object = f"{_OUTSIDE['rdf']}object"
    first = f"{_OUTSIDE['rdf']}first"
    rest = f"{_OUTSIDE['rdf']}rest"
    nil = f"{_OUTSIDE['rdf']}nil"
    reifies = f"{_OUTSIDE['rdf']}reifies"


class RDFS:
    """Terms of RDFS that code must know."""

    label = f"{_OUTSIDE['rdfs']}label"
    comment = f"{_OUTSIDE['rdfs']}comment"
    range = f"{_OUTSIDE['rdfs']}range"


class OWL:
    """Terms of OWL that code must know."""

    Ontology = f"{_OUTSIDE['owl']}Ontology"
    deprecated = f"{_OUTSIDE['owl']}deprecated"
    FunctionalProperty = f"{_OUTSIDE['owl']}FunctionalProperty"


class SKOS:
    """Terms of SKOS that code must know."""

    prefLabel = f"{_OUTSIDE['skos']}prefLabel"
    altLabel = f"{_OUTSIDE['skos']}altLabel"
    hiddenLabel = f"{_OUTSIDE['skos']}hiddenLabel"
    definition = f"{_OUTSIDE['skos']}definition"


class PROV:
    """Terms of PROV-O that code must know."""

    wasDerivedFrom = f"{_OUTSIDE['prov']}wasDerivedFrom"


class DCTERMS:
    """Terms of Dublin Core that code must know."""

    isPartOf = f"{_OUTSIDE['dcterms']}isPartOf"
    isReplacedBy = f"{_OUTSIDE['dcterms']}isReplacedBy"
    issued = f"{_OUTSIDE['dcterms']}issued"


class OA:
    """Terms of the Web Annotation vocabulary that code must know."""

    hasSelector = f"{_OUTSIDE['oa']}hasSelector"
    start = f"{_OUTSIDE['oa']}start"
    end = f"{_OUTSIDE['oa']}end"


class SSSOM:
    """Terms of the Simple Standard for Sharing Ontological Mappings that code must know."""

    Mapping = f"{_OUTSIDE['sssom']}Mapping"
    MappingSet = f"{_OUTSIDE['sssom']}MappingSet"
    NegatedPredicate = f"{_OUTSIDE['sssom']}NegatedPredicate"


class XSD:
    """Terms of XML Schema that code must know."""

    anyURI = f"{_OUTSIDE['xsd']}anyURI"
    boolean = f"{_OUTSIDE['xsd']}boolean"
    date = f"{_OUTSIDE['xsd']}date"
    decimal = f"{_OUTSIDE['xsd']}decimal"
    integer = f"{_OUTSIDE['xsd']}integer"
    string = f"{_OUTSIDE['xsd']}string"


class ALS:
    """Terms of our own ontology that code must know."""

    asOf = f"{VOCAB}asOf"
    askedOf = f"{VOCAB}askedOf"
    cites = f"{VOCAB}cites"
    claimStrength = f"{VOCAB}claimStrength"
    date = f"{VOCAB}date"
    datePrecision = f"{VOCAB}datePrecision"
    dateText = f"{VOCAB}dateText"
    dueDate = f"{VOCAB}dueDate"
    hedge = f"{VOCAB}hedge"
    mentions = f"{VOCAB}mentions"
    yearInferred = f"{VOCAB}yearInferred"
    identifierPattern = f"{VOCAB}identifierPattern"
    inVocabulary = f"{VOCAB}inVocabulary"
    labelsCopied = f"{VOCAB}labelsCopied"
    OutsideRecord = f"{VOCAB}OutsideRecord"
    retracts = f"{VOCAB}retracts"
    retractsNode = f"{VOCAB}retractsNode"
    settles = f"{VOCAB}settles"
    sha256 = f"{VOCAB}sha256"
    speaker = f"{VOCAB}speaker"
    speaksIn = f"{VOCAB}speaksIn"
    summary = f"{VOCAB}summary"
    viewName = f"{VOCAB}viewName"
    Vocabulary = f"{VOCAB}Vocabulary"


def iri_for(kind: str, slug: str) -> str:
    """Name a thing: ``…/<kind>/<slug>``; a document's passages have the slug ``<document>/<id>``."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    return f"{BASE}{kind}/{slug}"


def code_iri(scheme: str, slug: str = "") -> str:
    """Name a code, or its scheme when no slug is given."""
    if scheme not in SCHEMES:
        raise ValueError(f"unknown code scheme {scheme!r}")
    return f"{CODES}{scheme}/{slug}" if slug else f"{CODES}{scheme}"


def graph_for(*segments: str) -> str:
    """Name a graph: ``graph_for("claim", document, passage)``."""
    return GRAPHS + "/".join(segments)


CURRENT = "current"


def kind_of(iri: str) -> str | None:
    """Tell the kind of a thing from its IRI, None for what is not one of our things."""
    if not iri.startswith(BASE):
        return None
    kind, separator, slug = iri[len(BASE) :].partition("/")
    return kind if separator and slug and kind in KINDS else None


def language_tag(tag: str) -> str:
    """Write a language tag in its usual case (BCP 47, 2.1.1): ``zh-hans`` becomes ``zh-Hans``."""
    first, *rest = tag.lower().split("-")
    return "-".join([first, *(_CASE.get(len(part), str)(part) for part in rest)])


_CASE = {2: str.upper, 4: str.title}


def expand(name: str) -> str:
    """Write a prefixed name of ours as an IRI; raises KeyError for an unknown prefix."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def shorten(iri: str) -> str:
    """Write an IRI as a prefixed name where a prefix of ours fits, else in angle brackets."""
    fitting = (prefix for prefix, start in PREFIXES.items() if iri.startswith(start))
    best = max(fitting, key=lambda prefix: len(PREFIXES[prefix]), default=None)
    return f"<{iri}>" if best is None else f"{best}:{iri[len(PREFIXES[best]) :]}"
