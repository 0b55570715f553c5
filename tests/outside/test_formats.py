"""Every form that can be loaded says the same once it is loaded."""

import codecs

import pytest

from als_kg.errors import SourceError, UsageError

from .conftest import ONTO, Desk
from .files import BABELON, FUNCTIONAL, JSONLD, NTRIPLES, OBO, OWLXML, RDFXML, SSSOM, TURTLE

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SAID = {
    ("http://example.org/X_2", f"{RDFS}subClassOf", "http://example.org/X_1"),
    ("http://example.org/X_2", f"{RDFS}label", "beta"),
}


@pytest.mark.parametrize(
    ("name", "content", "syntax"),
    [
        ("o.ttl", TURTLE, "turtle"),
        ("o.nt", NTRIPLES, "ntriples"),
        ("o.nq", NTRIPLES, "nquads"),
        ("o.trig", TURTLE, "trig"),
        ("o.jsonld", JSONLD, "jsonld"),
        ("o.json", JSONLD, "jsonld"),
        ("o.rdf", RDFXML, "rdfxml"),
        ("o.owl", RDFXML, "rdfxml"),
        ("o.owl", "\ufeff" + RDFXML, "rdfxml"),
        ("o.owl", OWLXML, "owlxml"),
        ("o.xml", OWLXML, "owlxml"),
        ("o.owx", OWLXML, "owlxml"),
        ("o.ofn", FUNCTIONAL, "functional"),
        ("o.owl", FUNCTIONAL, "functional"),
        ("o.owl", "# a comment\n" + TURTLE, "turtle"),
        ("o.ttl.gz", TURTLE, "turtle"),
        ("O.OWL.GZ", OWLXML, "owlxml"),
        ("o.ttl", "\ufeff" + TURTLE, "turtle"),
    ],
)
def test_a_form_is_recognised_and_read(desk: Desk, name: str, content: str, syntax: str) -> None:
    path = desk.files / name
    if name.lower().endswith(".gz"):
        path = desk.file("packed.gz", content).rename(path)
    else:
        path.write_text(content, encoding="utf-8")
    (loaded,) = desk.load(path)
    assert (loaded.graph, loaded.format, loaded.file, loaded.ontology) == (ONTO, syntax, name, ONTO)
    assert desk.texts(ONTO) >= SAID
    assert len(desk.texts(ONTO)) == loaded.triples == desk.store.outside()[ONTO]


def test_what_a_file_says_of_itself_is_recorded(desk: Desk) -> None:
    (loaded,) = desk.load(desk.file("o.ttl", TURTLE))
    assert (loaded.edition, loaded.licence) == ("3", "http://example.org/licence")


def test_obo_is_read_by_its_own_rules(desk: Desk) -> None:
    (loaded,) = desk.load(desk.file("o.obo", OBO))
    assert (loaded.graph, loaded.edition) == ("http://purl.obolibrary.org/obo/onto.owl", "releases/3")
    obo = "http://purl.obolibrary.org/obo/X_"
    assert desk.texts(loaded.graph) >= {
        (f"{obo}2", f"{RDFS}subClassOf", f"{obo}1"),
        (f"{obo}1", f"{RDFS}label", "alpha"),
    }


@pytest.mark.parametrize("name", ["m.sssom.tsv", "m.tsv"])
def test_sssom_becomes_plain_mappings_without_those_that_are_denied(desk: Desk, name: str) -> None:
    (loaded,) = desk.load(desk.file(name, SSSOM))
    assert (loaded.graph, loaded.licence) == (ONTO, "https://example.org/licence")
    mapped = {row for row in desk.texts(ONTO) if row[1].startswith("http://www.w3.org/2004/02/skos")}
    exact = "http://www.w3.org/2004/02/skos/core#exactMatch"
    assert mapped == {("http://example.org/X_2", exact, "http://purl.obolibrary.org/obo/DOID_7")}
    assert {row[2] for row in desk.texts(ONTO) if row[1] == f"{RDFS}label"} == {"beta"}


def test_babelon_becomes_labels_with_their_status(desk: Desk) -> None:
    desk.load(desk.file("hp-zh.babelon.tsv", BABELON), graph=ONTO)
    hp = "http://purl.obolibrary.org/obo/HP_2"
    assert {row for row in desk.texts(ONTO) if row[0] == hp} == {
        (hp, f"{RDFS}label", "乙"),
        (hp, f"{RDFS}label", "beta"),
    }
    asked = f"""PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT (LANG(?text) AS ?tag) ?status {{ GRAPH <{ONTO}> {{
        ?axiom owl:annotatedTarget ?text ; <https://w3id.org/babelon/translation_status> ?status }} }}"""
    assert [tuple(term.value for term in row) for row in desk.store.query(asked)] == [("zh", "OFFICIAL")]


def test_a_format_can_be_named(desk: Desk) -> None:
    assert desk.load(desk.file("data.unknown", TURTLE), syntax="turtle")[0].graph == ONTO
    with pytest.raises(UsageError, match="no format is called 'turtel' → use one of: turtle, "):
        desk.load(desk.file("data.unknown", TURTLE), syntax="turtel")


BOMB = """<?xml version="1.0"?>
<!-- <rdf:RDF> --><!DOCTYPE rdf:RDF [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>
"""


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("o.ttl", "", r"^.*o\.ttl: is empty →"),
        ("o.ttl", " \n", "is empty"),
        ("o.ttl", "@prefix a: <http://a/> .\n", "does not say which ontology it is → name its graph with --graph"),
        ("o.ttl", TURTLE + "<a> <http://b/> 1 .\n", r"o\.ttl:6:1: a relative address, .* → write it in full"),
        ("o.ttl", TURTLE + "ex:a <http://b/> 1 .\n", r"o\.ttl:6:1: The prefix ex: has not been declared"),
        ("o.ttl", TURTLE.encode() + b'<http://a/> <http://b/> "\xff" .\n', r"o\.ttl:6:\d+: is not UTF-8"),
        ("o.ttl", TURTLE.encode("utf-16"), r"o\.ttl:1: is UTF-16 → save"),
        ("o.nt", NTRIPLES + "<http://a/> .\n", r"o\.nt:4:\d+: "),
        ("o.rdf", RDFXML.replace("</owl:Class>", "</owl:Clas>"), r"o\.rdf:9:\d+: "),
        ("o.rdf", BOMB, r"o\.rdf:2: has a DOCTYPE, whose entities can grow without bound"),
        ("o.owl", BOMB.replace("rdf:RDF", "Ontology"), "begins like no format|DOCTYPE"),
        ("o.owx", BOMB, "DOCTYPE"),
        ("o.rdf", '<?xml version="1.0" encoding="UTF-16"?><a/>', "is encoded as UTF-16"),
        ("o.rdf", "no XML", "has no root element"),
        ("o.jsonld", JSONLD.replace("http://example.org/X_2", "X_2"), "the address 'X_2' is relative"),
        ("o.jsonld", '{"@context": "http://example.org/c", "@id": "http://a/"}', "refers to a context elsewhere"),
        ("o.jsonld", '{"@id": "http://a/",\n ]', r"o\.jsonld:2:\d+: "),
        ("o.nq", "<http://a/> <http://b/> <http://c/> _:g .\n", "has a graph without a name"),
        ("o.ofn", FUNCTIONAL.replace("(Class(", "(Clas("), r"o\.ofn:3:\d+: cannot be read as OWL: expected "),
        ("o.owx", OWLXML.replace("</SubClassOf>", "</SubClass>"), r"o\.owx:5:\d+: cannot be read as OWL: "),
        ("o.owx", OWLXML.replace("<SubClassOf>", "<Foo/><SubClassOf>"), r"o\.owx:5:\d+: cannot be read as OWL: .*Foo"),
        ("o.obo", OBO + 'def: "text" [X:a b]\n', r"o\.obo:13:\d+: breaks the OBO grammar: expected QuotedString"),
        ("o.obo", OBO + "name: second\nfoo bar\n", r"o\.obo:14:\d+: breaks the OBO grammar"),
        ("m.sssom.tsv", SSSOM + "Y:1\t\tskos:exactMatch\t\tX:2\t\n", r"m\.sssom\.tsv:11: subject_id is 'Y:1', which"),
        ("m.sssom.tsv", SSSOM + "X:1\tskos:exactMatch\n", r"m\.sssom\.tsv:11: has 2 cells under 6 columns"),
        ("m.sssom.tsv", "subject_id\tobject_id\nX:1\tX:2\n", r"m\.sssom\.tsv:1: has no column predicate_id"),
        ("h.babelon.tsv", BABELON.replace("zh\tHP:2", "z h\tHP:2"), r"babelon\.tsv:2: translation_language is 'z h'"),
        ("o.dat", TURTLE, r"o\.dat: has an unknown extension → say with --format"),
        ("o.owl", "hello", r"o\.owl: begins like no format that can be loaded"),
        ("o.ttl.gz", b"", "is empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_changes_nothing(
    desk: Desk, name: str, content: str | bytes, message: str
) -> None:
    before = desk.listing()
    with pytest.raises((SourceError, UsageError), match=message):
        desk.load(desk.file("good.ttl", TURTLE.replace("onto", "good")), desk.file(name, content))
    assert desk.listing() == before


def test_a_packed_file_that_was_cut_off(desk: Desk) -> None:
    path = desk.file("o.nt.gz", "".join(NTRIPLES.replace("X_", f"X_{n}") for n in range(999)))
    path.write_bytes(path.read_bytes()[:-200])
    before = desk.listing()
    with pytest.raises(SourceError, match=r"o\.nt\.gz: cannot be unpacked: .* → fetch the file again"):
        desk.load(path, graph=ONTO)
    assert desk.listing() == before


def test_a_file_without_statements(desk: Desk) -> None:
    before = desk.listing()
    with pytest.raises(SourceError, match=r"o\.ttl: holds no statement → is it the right file"):
        desk.load(desk.file("o.ttl", "@prefix a: <http://a/> .\n"), graph=ONTO)
    assert desk.listing() == before


def test_a_file_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(SourceError, match=r"none\.ttl: cannot be read: No such file"):
        desk.load(desk.files / "none.ttl")


def test_marks_of_byte_order_stay_out_of_what_is_kept(desk: Desk) -> None:
    (loaded,) = desk.load(desk.file("o.ttl", codecs.BOM_UTF8 + TURTLE.encode()))
    assert (desk.live.path / "outside" / loaded.kept).read_bytes() == TURTLE.encode()


@pytest.mark.parametrize("module", ["pyhornedowl", "fastobo"])
def test_a_missing_library_is_named_with_what_to_install(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(UsageError, match=rf"need the library {module} → run: pip install 'als-kg\[outside\]'"):
        desk.load(desk.file("o.obo", OBO))
