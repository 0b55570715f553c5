"""See to it that every file speaks only in the graphs that are its own."""

from collections.abc import Iterable

from als_kg.errors import Finding, Severity
from als_kg.sources import ContentFile, Role, SourceFile
from als_kg.vocabulary import graph_for

DOCUMENTS = graph_for("documents")
CLAIMS = graph_for("claim", "")
REVIEWS = graph_for("review", "")


def foreign_graphs(read: Iterable[tuple[ContentFile, SourceFile]]) -> list[Finding]:
    """Find the graphs that a TriG file may not fill: it would speak in another's name."""
    return [
        _foreign(file, source, graph)
        for file, source in read
        if file.graph is None
        for graph in sorted(source.graphs)
        if not _is_own(file, graph)
    ]


def _is_own(file: ContentFile, graph: str) -> bool:
    if file.role is Role.CLAIM:
        return graph == DOCUMENTS or graph.startswith(graph_for("claim", file.document, ""))
    return graph.startswith(REVIEWS)


def _foreign(file: ContentFile, source: SourceFile, graph: str) -> Finding:
    own = graph_for("claim", file.document, "…") if file.role is Role.CLAIM else f"{REVIEWS}…"
    return Finding(
        Severity.ERROR,
        f"speaks in the graph {graph}",
        source.graph_place(graph),
        f"write into {own}" + (f" or {DOCUMENTS}" if file.role is Role.CLAIM else ""),
        message_zh=f"写入了不属于本文件的图 {graph}",
        focus=graph,
        rule="speaker",
    )
