"""Choose how to write what an address names, and say in both languages when that cannot be."""

from flask import Request

from als_kg import formats
from als_kg.web.addresses import HTML, SUFFIXES
from als_kg.web.endpoint.asking import wants_page
from als_kg.web.endpoint.failing import Rejected

_OFFERED = ", ".join(SUFFIXES.values())
_NOTHING = "nothing is known under {path}; ask the endpoint at /sparql / 地址 {path} 下没有内容；可在 /sparql 查询"
_MEANT = "did you mean / 您是否想找 {near}"
_UNACCEPTABLE = "Accept: {accept} asks for nothing that can be written / 无法按 Accept: {accept} 的要求输出"


def negotiated(request: Request) -> str:
    """Choose the suffix that Accept prefers; raise Rejected (406)."""
    accept = request.headers.get("Accept", "")
    if wants_page(accept):
        return HTML
    chosen = formats.choose(accept, "graph")
    if chosen is None:
        raise Rejected(406, _UNACCEPTABLE.format(accept=accept), _OFFERED)
    return chosen.extension


class Missing(Rejected):
    """There is nothing under an address; ``near`` are IRIs that were probably meant."""

    def __init__(self, path: str, near: tuple[str, ...] = ()) -> None:
        todo = _MEANT.format(near=", ".join(f"<{iri}>" for iri in near)) if near else ""
        super().__init__(404, _NOTHING.format(path=path), todo)
        self.near = near
