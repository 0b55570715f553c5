"""Where things of a kind belong in outside ontologies: the root of a branch and the kinds that go below it.

Each root was read in a release of its ontology: DO (by Mondo's mappings, 2026-08-21), Mondo (the same),
HPO (hp-zh.babelon.tsv, 2026-08-14), GO (go_import.ofn, 2026-08-14).
"""

from collections.abc import Mapping

_OBO = "http://purl.obolibrary.org/obo/"

BRANCHES: Mapping[str, tuple[str, ...]] = {
    f"{_OBO}DOID_4": ("condition",),  # disease
    f"{_OBO}MONDO_0000001": ("condition",),  # disease
    f"{_OBO}HP_0000118": ("condition",),  # Phenotypic abnormality
    f"{_OBO}GO_0008150": ("effect",),  # biological_process
}
