import shutil

import pytest

from als_kg.errors import SourceError
from als_kg.sources import Content, Role
from als_kg.vocabulary import graph_for


def names(content, *roles):
    return [file.path.relative_to(content.root).as_posix() for file in content.files(*roles)]


def test_files_are_listed_by_role_in_order(mini):
    content = Content(mini)
    assert names(content, Role.CLAIM, Role.REVIEW) == [
        "data/claim/mini-guide/01-fablexin.trig",
        "data/claim/mini-guide/02-murivec.trig",
        "data/review/corrections.trig",
    ]
    assert [file.graph for file in content.files(Role.ENTITY)] == [
        graph_for("entity", kind) for kind in ("condition", "gene", "intervention", "organisation", "study")
    ]
    assert {file.document for file in content.files(Role.CLAIM, Role.DOCUMENT)} == {"mini-guide"}
    assert content.documents() == ("mini-guide",)
    assert len(content.files()) == sum(len(content.files(role)) for role in Role)


@pytest.mark.parametrize("part", ["ontology/als-kg.ttl", "ontology/codes.ttl", "data"])
def test_a_missing_part_is_told(sandbox, part):
    path = sandbox.root / part
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(SourceError, match=rf"^{part}: does not exist → "):
        sandbox.content.files()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceError, match="does not exist → name the folder that holds ontology/ and data/"):
        Content(tmp_path / "nowhere").files()


@pytest.mark.parametrize(
    "name",
    [
        "data/claim/mini-guide/03.ttl",
        "data/claim/03.trig",
        "data/entity/gene.trig",
        "data/note.txt",
        "ontology/more.ttl",
        "ontology/rules/rule.sparql",
        "shapes/deep/x.ttl",
    ],
)
def test_a_file_that_nobody_would_read_is_told(sandbox, name):
    sandbox.write(name, "")
    with pytest.raises(
        SourceError, match=rf"^{name}: is not where a file is read → move or rename it to fit "
    ) as caught:
        sandbox.content.files()
    patterns = caught.value.todo.partition(" to fit ")[2].split(", ")
    assert patterns
    assert all(pattern.startswith(name.partition("/")[0]) for pattern in patterns)


@pytest.mark.parametrize("name", ["data/README.md", "data/entity/.gitkeep"])
def test_notes_may_lie_about(sandbox, name):
    sandbox.write(name, "")
    assert sandbox.content.files()


def test_an_entity_file_is_named_after_a_kind(sandbox):
    sandbox.write("data/entity/drug.ttl", "")
    with pytest.raises(SourceError, match=r"^data/entity/drug\.ttl: no kind is called 'drug'"):
        sandbox.content.files()


def test_claims_need_their_document(sandbox):
    sandbox.write("data/claim/other/01.trig", "")
    with pytest.raises(SourceError, match=r"^data/claim/other/01\.trig: no document is called 'other' → add "):
        sandbox.content.files()


def test_the_digest_follows_every_name_and_byte(sandbox):
    digests = [sandbox.content.digest()]
    sandbox.edit("queries/lowering.rq", "SELECT ?intervention", "SELECT  ?intervention")
    digests.append(sandbox.content.digest())
    sandbox.edit("shapes/intervention.ttl", "minCount 2", "minCount 3")
    digests.append(sandbox.content.digest())
    (sandbox.root / "queries/lowering.rq").rename(sandbox.root / "queries/lower.rq")
    digests.append(sandbox.content.digest())
    sandbox.write("ontology/rules/extra.rq", "")
    digests.append(sandbox.content.digest())
    assert len(set(digests)) == 5
    assert sandbox.content.digest() == digests[-1]
