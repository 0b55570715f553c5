"""Write proposals as an SSSOM table, each row marked as nobody's judgement."""

import csv
import io
from collections.abc import Iterable, Mapping

from als_kg.link.suggest import Candidate
from als_kg.outside.curies import contract
from als_kg.vocabulary import PREFIXES

_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "mapping_tool", "confidence", "subject_match_field", "object_match_field", "comment",
)  # fmt: skip
_JUSTIFICATION = "semapv:LexicalMatching"
_COMMENT = "unreviewed: proposed by name alone"
_KNOWN = {
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "semapv": "https://w3id.org/semapv/vocab/",
}


def sssom(candidates: Iterable[Candidate], prefixes: Mapping[str, str]) -> str:
    """Write candidates; ``prefixes`` are those that our mapping files declare, beside our own."""
    known = {**PREFIXES, **prefixes, **_KNOWN}
    used = dict[str, str]()
    rows = [_row(each, known, used) for each in candidates]
    used["semapv"] = _KNOWN["semapv"]
    output = io.StringIO()
    output.write("#curie_map:\n" + "".join(f'#  {prefix}: "{used[prefix]}"\n' for prefix in sorted(used)))
    writer = csv.writer(output, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(rows)
    return output.getvalue()


def _row(each: Candidate, known: Mapping[str, str], used: dict[str, str]) -> tuple[str, ...]:
    def short(iri: str) -> str:
        curie = contract(iri, known)
        if curie is None:
            return iri
        local = curie.partition(":")[2]
        used[curie.partition(":")[0]] = iri.removesuffix(local)
        return curie

    return (
        short(each.subject), each.subject_name, short(each.predicate), short(each.target), each.target_name,
        _JUSTIFICATION, "als-kg link suggest", f"{each.score:.2f}", short(each.subject_field),
        short(each.target_field), _COMMENT,
    )  # fmt: skip
