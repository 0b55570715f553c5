"""Old versions go when nobody reads them, and not before."""

import gc
from pathlib import Path

import pytest

from als_kg.build import Lease, Published, lease, write
from als_kg.store.embedded import open_store


class Builder:
    """Build one version after the other."""

    def __init__(self, sandbox, out: Path) -> None:
        self.sandbox, self.out, self.number = sandbox, out, 1

    def __call__(self) -> Published:
        self.number += 1
        self.sandbox.edit("data/entity/gene.ttl", f'"ZYX{self.number - 1}"@en', f'"ZYX{self.number}"@en')
        return write(self.sandbox.dataset(), self.out, validated=True)

    @property
    def versions(self) -> set[str]:
        return {path.name for path in (self.out / "versions").iterdir()}


@pytest.fixture
def build(sandbox, tmp_path):
    return Builder(sandbox, tmp_path / "out")


def test_the_current_and_the_previous_stay(build):
    first, second, third = build(), build(), build()
    assert build.versions == {second.path.name, third.path.name}
    assert not first.path.exists()


def test_what_is_read_stays_until_it_is_not(build):
    first = build()
    store = open_store(first)
    second, third = build(), build()
    assert build.versions == {first.path.name, second.path.name, third.path.name}
    assert bool(store.query('ASK { ?s ?p "ZYX2"@en }'))
    del store
    gc.collect()
    fourth = build()
    assert build.versions == {third.path.name, fourth.path.name}


def test_going_back_keeps_where_one_came_from(build):
    first, second = build(), build()
    build.sandbox.edit("data/entity/gene.ttl", '"ZYX3"@en', '"ZYX2"@en')
    assert write(build.sandbox.dataset(), build.out, validated=True) == first
    assert build.versions == {first.path.name, second.path.name}


def test_building_the_same_again_removes_nothing(build):
    first, second = build(), build()
    write(build.sandbox.dataset(), build.out)
    assert build.versions == {first.path.name, second.path.name}


def test_what_cannot_be_removed_does_not_stop_a_build(build, monkeypatch):
    first = build()
    build()
    monkeypatch.setattr(lease, "_remove", lambda path: (_ for _ in ()).throw(PermissionError(str(path))))
    third = build()
    assert (build.out / "current").resolve() == third.path
    assert first.path.exists()


def test_a_directory_without_a_lock_file_can_be_read_and_is_left_alone(build):
    first = build()
    (first.path / lease.LOCK).unlink()
    with Lease(first.path):
        build()
        build()
    assert first.path.exists()
