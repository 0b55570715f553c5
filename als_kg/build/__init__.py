"""From curated files to an immutable, versioned dataset directory.

``assemble`` makes a ``Dataset`` in memory, ``write`` publishes it, ``amend`` changes what was loaded beside it,
``open_current`` finds what is live.
"""

from als_kg.build.amend import amend
from als_kg.build.assemble import assemble
from als_kg.build.closure import Closure, Rule, close, load_rules
from als_kg.build.collecting import collector_paused
from als_kg.build.dataset import Dataset, Origins, Triples, quad_in, quads_in, view_iri
from als_kg.build.kept import load_kept
from als_kg.build.lease import Lease
from als_kg.build.manifest import Loaded, Manifest
from als_kg.build.publish import Published, inputs_digest, open_current, write

__all__ = [
    "Closure",
    "Dataset",
    "Lease",
    "Loaded",
    "Manifest",
    "Origins",
    "Published",
    "Rule",
    "Triples",
    "amend",
    "assemble",
    "close",
    "collector_paused",
    "inputs_digest",
    "load_kept",
    "load_rules",
    "open_current",
    "quad_in",
    "quads_in",
    "view_iri",
    "write",
]
