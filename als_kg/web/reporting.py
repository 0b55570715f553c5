"""Make the link by which a reader reports an error in one statement."""

from urllib.parse import urlencode

from als_kg.entity import Statement
from als_kg.vocabulary import shorten

# Known to .github/ISSUE_TEMPLATE/data-error.yml: its file, its labels, and the names of its fields.
_TEMPLATE, _LABELS = "data-error.yml", "data,triage"


def report_link(form: str, statement: Statement, release: str) -> str:
    """Fill in an issue form: which statement, who says it, in which release.

    ``title``, ``labels`` and ``body`` are understood by most trackers, the others by the form of the project.
    """
    said = f"<{statement.subject}> <{statement.predicate}> {statement.value.turtle} ."
    spoken = "\n".join(f"<{name}>" for graph in statement.graphs for name in (graph.iri, graph.passage) if name)
    fields = {
        "template": _TEMPLATE,
        "labels": _LABELS,
        "title": f"Data error: {shorten(statement.subject)} {shorten(statement.predicate)}",
        "statement": said,
        "source": spoken,
        "release": release,
        "body": f"Statement:\n{said}\n\nSaid in:\n{spoken}\n\nRelease: {release}\n",
    }
    return f"{form}{'&' if '?' in form else '?'}{urlencode(fields)}"
