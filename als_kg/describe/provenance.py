"""Tell in PROV how a version was made: of which files, by which program, when."""

from collections.abc import Iterator

import pyoxigraph as ox

from als_kg.describe.about import About
from als_kg.describe.editions import Edition
from als_kg.describe.naming import version_iri
from als_kg.describe.saying import Said, hashed, node, say, texts, typed
from als_kg.vocabulary import BASE


def provenance(about: About, edition: Edition) -> Iterator[ox.Triple]:
    """Describe the build, its inputs and its maker; without a time where the edition has none."""
    version = version_iri(edition.version)
    build, inputs = f"{BASE}activity/build-{edition.version}", f"{version}/inputs"
    program = f"{BASE}agent/als-kg-{edition.program}"
    yield from say(version, "prov:Entity", {"prov:wasGeneratedBy": node(build), "prov:wasDerivedFrom": node(inputs)})
    makers = (maker for maker in about.of("dcterms:creator") if isinstance(maker, ox.NamedNode))
    made: Said = {
        "dcterms:title": texts(en=f"build of als-kg {edition.version}", zh=f"als-kg {edition.version} 的构建"),
        "prov:used": node(inputs),
        "prov:wasAssociatedWith": [node(program), *makers],
        "prov:endedAtTime": _times(edition),
    }
    yield from say(build, "prov:Activity", made)
    yield from _inputs(inputs, edition)
    yield from say(program, "prov:Agent prov:SoftwareAgent schema:SoftwareApplication", _program(edition))


def _inputs(inputs: str, edition: Edition) -> Iterator[ox.Triple]:
    title = texts(en="the curated files: ontology, data, shapes, queries", zh="人工编写的文件：本体、数据、形状与查询")
    yield from say(inputs, "prov:Entity", {"dcterms:title": title})
    yield from hashed(inputs, edition.inputs)


def _program(edition: Edition) -> Said:
    return {
        "foaf:name": ox.Literal("als-kg"),
        "schema:softwareVersion": ox.Literal(edition.program),
        "schema:softwareRequirements": ox.Literal(f"pyoxigraph {ox.__version__}"),
    }


def _times(edition: Edition) -> list[ox.Literal]:
    return [typed(edition.issued.strftime("%Y-%m-%dT%H:%M:%SZ"), "xsd:dateTime")] if edition.issued else []
