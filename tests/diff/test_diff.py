import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest

from als_kg.diff import Kind, compare, names_in, read_statements
from als_kg.errors import SourceError, UsageError
from als_kg.vocabulary import BASE, PREFIXES, shorten

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def quads(text):
    return list(ox.parse(HEAD + text, ox.RdfFormat.TRIG))


def found(old, new):
    return compare(quads(old), quads(new))


def told(diff):
    return [(str(c.kind), shorten(c.subject), shorten(c.predicate), len(c.old), len(c.new)) for c in diff.changes]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("gene:a als:p 1 .", "gene:a als:p 1 .", []),
        ("gene:a als:p 1 .", "gene:a als:p 2 .", [("changed", "gene:a", "als:p", 1, 1)]),
        ("gene:a als:p 1 .", "gene:a als:p 1, 2 .", [("changed", "gene:a", "als:p", 0, 1)]),
        ("gene:a als:p 1 .", "gene:a als:p 1 ; als:q 2, 3 .", [("added", "gene:a", "als:q", 0, 2)]),
        ("gene:a als:p 1 ; als:q 2 .", "gene:a als:p 1 .", [("removed", "gene:a", "als:q", 1, 0)]),
        (
            "graph:a { gene:a als:p 1 }", "graph:b { gene:a als:p 1 }",
            [("removed", "gene:a", "als:p", 1, 0), ("added", "gene:a", "als:p", 0, 1)],
        ),
        ("gene:a als:p 'x'@en .", "gene:a als:p 'x' .", [("changed", "gene:a", "als:p", 1, 1)]),
    ],
)  # fmt: skip
def test_what_came_went_and_changed(old, new, expected):
    assert told(found(old, new)) == expected


def test_things_that_came_went_and_changed():
    diff = found(
        "gene:a als:p 1 . gene:b als:p 1 . gene:d als:p 1 .", "gene:b als:p 2 . gene:c als:p 1 . gene:d als:p 1 ."
    )
    assert (diff.added, diff.removed, diff.changed) == ((f"{BASE}gene/c",), (f"{BASE}gene/a",), (f"{BASE}gene/b",))
    assert [diff.count(kind) for kind in Kind] == [1, 1, 1]


def test_things_are_in_natural_order_by_kind():
    text = "study:a als:p 1 . gene:g10 als:p 1 . gene:g2 als:p 1 . <https://e.org/x> als:p 1 ."
    assert [shorten(iri) for iri in found("", text).added] == ["gene:g2", "gene:g10", "study:a", "<https://e.org/x>"]


def test_names_are_the_newer_ones():
    old, new = quads("gene:a skos:prefLabel 'old'@en, '旧'@zh-Hans ."), quads("gene:a skos:prefLabel 'new'@en .")
    names = names_in(old, new)
    assert names.of(f"{BASE}gene/a") == "gene:a (new · 旧)"
    assert names.of(f"{BASE}gene/b") == "gene:b"


def file(path: Path, text: str) -> Path:
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_blank_nodes_are_equal_when_all_that_hangs_on_them_is(tmp_path):
    nested = "gene:a als:p [ als:q 1 ; als:r ( 1 [ als:s {value} ] ) ], [ als:q 2 ] ."
    one = read_statements(file(tmp_path / "a.ttl", nested.replace("{value}", "1")))
    other = read_statements(file(tmp_path / "b.ttl", "_:x als:z 1 . " + nested.replace("{value}", "1")))
    assert one < other
    changed = read_statements(file(tmp_path / "c.ttl", nested.replace("{value}", "2")))
    assert one - changed
    assert compare(one, changed).added == ()


def test_blank_nodes_in_a_circle_can_be_compared(tmp_path):
    one = read_statements(file(tmp_path / "a.ttl", "_:a als:p _:b . _:b als:p _:a ; als:q 1 ."))
    assert one == read_statements(file(tmp_path / "b.ttl", "_:x als:p _:y ; als:q 1 . _:y als:p _:x ."))


def test_every_form_of_the_same_is_equal(mini_published, tmp_path):
    base = mini_published.path.parent.parent
    sides = [base, mini_published.path, mini_published.nquads]
    packed = tmp_path / "dataset.nq.gz"
    packed.write_bytes(gzip.compress(mini_published.nquads.read_bytes()))
    found = [read_statements(path) for path in (*sides, packed)]
    assert found[0]
    assert all(each == found[0] for each in found)


def test_what_rules_infer_is_compared_when_asked(mini_published):
    assert len(read_statements(mini_published.path, inferred=True)) == sum(mini_published.manifest.graphs.values())
    assert len(read_statements(mini_published.path)) < sum(mini_published.manifest.graphs.values())


def test_what_cannot_be_compared_is_said(tmp_path):
    with pytest.raises(UsageError, match="nothing does not exist → name a release folder"):
        read_statements(tmp_path / "nothing")
    with pytest.raises(UsageError, match=r"holds no als-kg-full\.nq and no dataset\.nq → name a release or a dataset"):
        read_statements(tmp_path)
    (tmp_path / "x.doc").write_text("")
    with pytest.raises(
        UsageError, match=r"x\.doc is not RDF by its name → give a file that ends in one of: jsonld, nq"
    ):
        read_statements(tmp_path / "x.doc")
    (tmp_path / "x.ttl").write_text("\n<a")
    with pytest.raises(SourceError, match=r"x\.ttl:2:\d+: .* → correct the file"):
        read_statements(tmp_path / "x.ttl")
    (tmp_path / "x.nq.gz").write_text("no gzip")
    with pytest.raises(SourceError, match=r"x\.nq\.gz: cannot be read: Not a gzipped file"):
        read_statements(tmp_path / "x.nq.gz")


def test_blank_nodes_are_told_apart_by_their_values(tmp_path):
    assert len(read_statements(file(tmp_path / "a.ttl", "gene:a als:p [ als:q 1 ], [ als:q 2 ] ."))) == 4
