import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from als_kg.build import assemble, inputs_digest, open_current, publish, write
from als_kg.errors import BuildError, DatasetError, SourceError
from als_kg.sources import Content
from als_kg.store.embedded import open_store

BUILD = """
import sys
from pathlib import Path
from als_kg.build import assemble, write
from als_kg.sources import Content
write(assemble(Content(Path(sys.argv[1]))), Path(sys.argv[2]))
"""


def listing(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def texts(published):
    files = [published.nquads, published.path / "manifest.json", *sorted((published.path / "view").iterdir())]
    return {path.name: path.read_bytes() for path in files}


def test_a_dataset_directory_holds_what_it_says(mini_dataset, tmp_path):
    published = write(mini_dataset, tmp_path, inputs="abc", validated=True)
    assert listing(tmp_path)[:2] == ["current", "versions"]
    assert (tmp_path / "current").readlink() == Path("versions") / mini_dataset.version
    assert open_current(tmp_path) == published
    manifest = json.loads((published.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["version"] == mini_dataset.version
    assert (manifest["inputs"], manifest["validated"]) == ("abc", True)
    assert manifest["views"] == {name: len(view) for name, view in mini_dataset.views.items()}
    assert sum(manifest["graphs"].values()) == len(published.nquads.read_bytes().splitlines())
    assert published.ntriples("article").read_bytes() == mini_dataset.ntriples("article")


def test_equal_input_gives_equal_bytes_whatever_the_hash_seed(mini, tmp_path):
    built = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(publish.__file__).parents[2])}
        subprocess.run([sys.executable, "-c", BUILD, str(mini), str(out)], check=True, env=environment)
        built.append(texts(open_current(out)))
    assert built[0] == built[1]


def test_a_copy_elsewhere_gives_the_same_version(sandbox, mini_dataset):
    assert sandbox.dataset().version == mini_dataset.version


def test_building_again_writes_nothing_new(mini_dataset, tmp_path):
    first = write(mini_dataset, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in first.path.rglob("*")}
    assert write(mini_dataset, tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in first.path.rglob("*")} == before
    assert listing(tmp_path / "versions")[0] == first.manifest.version


def test_a_version_that_another_build_finished_first_is_left_alone(mini_dataset, tmp_path):
    published = write(mini_dataset, tmp_path)
    before = published.path.stat().st_ino
    with publish.scratch(published.path.parent) as folder:
        shutil.copytree(published.path, folder / "new")
        publish.settle(folder / "new", published.path)
    assert published.path.stat().st_ino == before
    assert names(tmp_path / "versions") == [mini_dataset.version]


def test_nothing_counts_as_validated_unless_said_so(mini_dataset, tmp_path):
    assert write(mini_dataset, tmp_path).manifest.validated is False


def test_the_manifest_alone_follows_inputs_that_change_no_quad(mini_dataset, tmp_path):
    first = write(mini_dataset, tmp_path, inputs="one")
    store = (first.store / "CURRENT").stat()
    second = write(mini_dataset, tmp_path, inputs="two", validated=True)
    assert second.path == first.path
    assert (open_current(tmp_path).manifest.inputs, open_current(tmp_path).manifest.validated) == ("two", True)
    assert (first.store / "CURRENT").stat().st_ino == store.st_ino


def test_old_versions_stay_and_their_readers_with_them(sandbox, tmp_path):
    out = tmp_path / "out"
    old = write(sandbox.dataset(), out)
    store = open_store(old)
    sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX2"@en')
    new = write(sandbox.dataset(), out)
    assert new.path != old.path
    assert open_current(out) == new
    assert bool(store.query('ASK { ?s ?p "ZYX1"@en }'))
    assert bool(open_store(new).query('ASK { ?s ?p "ZYX2"@en }'))
    assert old.path.is_dir()


def test_going_back_flips_to_the_version_that_is_there(sandbox, tmp_path):
    out = tmp_path / "out"
    old = write(sandbox.dataset(), out)
    sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX2"@en')
    write(sandbox.dataset(), out)
    sandbox.edit("data/entity/gene.ttl", '"ZYX2"@en', '"ZYX1"@en')
    assert write(sandbox.dataset(), out) == old
    assert open_current(out) == old


def test_a_broken_file_leaves_the_last_good_dataset_untouched(sandbox, tmp_path):
    out = tmp_path / "out"
    good = write(sandbox.dataset(), out)
    before = {path: path.stat() for path in sorted(out.rglob("*"))}
    sandbox.write("data/review/bad.trig", "@prefix e: <https://example.org/> .\ne:g { e:a e:p }")
    with pytest.raises(SourceError, match=r"^data/review/bad\.trig:2:"):
        write(sandbox.dataset(), out)
    sandbox.write("data/review/bad.trig", "@prefix e: <https://example.org/> .\ne:g { e:a e:p 1 }")
    with pytest.raises(BuildError, match=r"^data/review/bad\.trig:2 error speaks in the graph"):
        write(sandbox.dataset(), out)
    assert {path: path.stat() for path in sorted(out.rglob("*"))} == before
    assert open_current(out) == good


@pytest.mark.parametrize("step", ["fill_store", "_write_files", "manifest_text"])
def test_a_build_that_breaks_off_leaves_nothing_half_written(sandbox, tmp_path, monkeypatch, step):
    out = tmp_path / "out"
    good = write(sandbox.dataset(), out)
    before = listing(out)
    sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX2"@en')
    changed = sandbox.dataset()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish, step, full)
    with pytest.raises(DatasetError, match="cannot be written: No space left on device → free the path"):
        write(changed, out)
    assert listing(out) == before
    assert open_current(out) == good


@pytest.mark.parametrize("part", ["store/CURRENT", "view/article.nt", "manifest.json", "dataset.nq"])
def test_a_damaged_version_is_made_whole_again(mini_dataset, tmp_path, part):
    published = write(mini_dataset, tmp_path)
    (published.path / part).unlink()
    write(mini_dataset, tmp_path)
    assert open_store(open_current(tmp_path)).query("ASK { ?s ?p ?o }")
    assert publish.is_whole(published.path)
    assert names(tmp_path / "versions") == [mini_dataset.version]


def test_a_version_with_foreign_bytes_is_not_believed(mini_dataset, tmp_path):
    published = write(mini_dataset, tmp_path)
    published.nquads.write_bytes(published.nquads.read_bytes() + b"<a:s> <a:p> <a:o> <a:g> .\n")
    write(mini_dataset, tmp_path)
    assert published.nquads.read_bytes() == mini_dataset.nquads


def build_often(root, out, number):
    content = Content(root)
    for _ in range(3):
        write(assemble(content), out, inputs=str(number))


def test_builds_at_the_same_time_do_not_hurt_each_other(sandbox, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(sandbox.root, other)
    file = other / "data/entity/gene.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace('"ZYX1"@en', '"ZYX2"@en'), encoding="utf-8")
    out = tmp_path / "out"
    context = multiprocessing.get_context("spawn")
    roots = [sandbox.root, other, sandbox.root, other]
    builders = [context.Process(target=build_often, args=(root, out, n)) for n, root in enumerate(roots)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(120)
    assert [builder.exitcode for builder in builders] == [0, 0, 0, 0]
    versions = names(out / "versions")
    assert versions == sorted({assemble(Content(root)).version for root in roots})
    assert all(publish.is_whole(out / "versions" / version) for version in versions)
    assert listing(out)[0] == "current"
    assert open_store(open_current(out)).query("ASK { ?s ?p ?o }")


def test_a_reader_does_not_stand_in_the_way_of_a_builder(sandbox, tmp_path):
    out = tmp_path / "out"
    reader = open_store(write(sandbox.dataset(), out))
    solutions = reader.query("SELECT * { ?s ?p ?o }")
    next(solutions)
    sandbox.edit("data/entity/gene.ttl", '"ZYX1"@en', '"ZYX2"@en')
    write(sandbox.dataset(), out)
    again = open_store(open_current(out))
    assert sum(1 for _ in solutions) + 1 == reader.views()["current"]
    assert again.version != reader.version


def test_a_directory_without_a_dataset_says_what_to_do(tmp_path, mini_dataset):
    with pytest.raises(DatasetError, match=r"holds no dataset → run: als-kg build$"):
        open_current(tmp_path)
    published = write(mini_dataset, tmp_path)
    shutil.rmtree(published.store)
    with pytest.raises(DatasetError, match=r"has no store → run: als-kg build$"):
        open_current(tmp_path)
    write(mini_dataset, tmp_path)
    (published.path / "manifest.json").write_text('{"version": 1}', encoding="utf-8")
    with pytest.raises(DatasetError, match=r"manifest\.json: is not a manifest"):
        open_current(tmp_path)


def test_a_current_that_is_no_link_is_left_alone(mini_dataset, tmp_path):
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(DatasetError, match="cannot be written"):
        write(mini_dataset, tmp_path)
    assert (tmp_path / "current" / "mine.txt").read_text(encoding="utf-8") == "keep"
    assert names(tmp_path) == ["current", "versions"]


def test_a_file_in_the_way_is_told(mini_dataset, tmp_path):
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(DatasetError, match="cannot be written"):
        write(mini_dataset, tmp_path / "out")


def test_a_moved_directory_still_opens(mini_dataset, tmp_path):
    write(mini_dataset, tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    assert open_store(open_current(tmp_path / "there")).query("ASK { ?s ?p ?o }")


def test_the_digest_of_inputs_follows_content_and_code(sandbox, tmp_path, monkeypatch):
    package = tmp_path / "als_kg"
    shutil.copytree(Path(publish.__file__).parents[1], package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    monkeypatch.setattr(publish, "_PACKAGE", package)
    digests = [inputs_digest(sandbox.content)]
    sandbox.edit("shapes/intervention.ttl", "minCount 2", "minCount 3")
    digests.append(inputs_digest(sandbox.content))
    (package / "errors.py").write_text((package / "errors.py").read_text(encoding="utf-8") + "#\n", encoding="utf-8")
    digests.append(inputs_digest(sandbox.content))
    monkeypatch.setattr(publish.ox, "__version__", "9.9.9")
    digests.append(inputs_digest(sandbox.content))
    assert len(set(digests)) == 4
    assert inputs_digest(sandbox.content) == digests[-1]
