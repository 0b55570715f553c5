"""The file that loading is measured with."""

import pyoxigraph as ox
import pytest

from benchmarks.loading import lines


@pytest.mark.parametrize(("blank", "nodes"), [(False, 0), (True, 20)])
def test_the_file_has_what_it_says(blank: bool, nodes: int) -> None:
    quads = list(ox.parse("".join(lines(100, blank)), format=ox.RdfFormat.N_TRIPLES))
    assert len(set(quads)) == 100
    assert sum(isinstance(quad.object, ox.BlankNode) for quad in quads) == nodes
    assert "".join(lines(100, blank)) == "".join(lines(100, blank))
