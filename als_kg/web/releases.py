"""Answer for releases: their list, a page and a description of each, and their files."""

import json
import logging
from functools import lru_cache

from flask import Request, Response, render_template, send_file

from als_kg.build import Triples
from als_kg.formats import by_name
from als_kg.query.writing import write
from als_kg.release.shelf import Held, Kept, Shelf
from als_kg.settings import Settings
from als_kg.vocabulary import BASE
from als_kg.web.addresses import HTML, SUFFIXES, Site
from als_kg.web.downloads import Downloads
from als_kg.web.endpoint.entry import content_type, takes_gzip
from als_kg.web.endpoint.incoming import origin_of
from als_kg.web.language import LANGUAGES, TEXTS
from als_kg.web.negotiating import Missing, negotiated
from als_kg.web.page import language_of
from als_kg.web.presenting import presented
from als_kg.web.shown import Frame
from als_kg.web.signposts import LINKSET, LINKSET_TYPE, header_of, header_of_file, links_of, linkset_of

RELEASES = f"{BASE}release/"
# A version never changes (decision 0010): a year, the most that is usual.
_FOR_EVER = 31_536_000
_log = logging.getLogger(__name__)


class Releases:
    """Answer for the releases that the operator keeps in a folder."""

    def __init__(self, settings: Settings, downloads: Downloads | None = None) -> None:
        self._settings = settings
        self._downloads = downloads or Downloads()
        self._shelf = Shelf(settings.releases)

    def has(self, version: str) -> bool:
        """Tell whether a version is kept here."""
        return self._shelf.find(version) is not None

    def index(self, request: Request) -> Response:
        """List the releases; raise Rejected (406)."""
        suffix = negotiated(request)
        if suffix != HTML:
            return _rdf(request, self._shelf.triples(), suffix)
        return self._page(request, "releases.html", releases=[presented(kept) for kept in self._shelf.kept()])

    def version(self, request: Request, version: str, suffix: str = "") -> Response:
        """Answer for a version: its page, or its description; raise Rejected (404, 406)."""
        told, site = presented(self._kept(request, version)), self._site(request)
        chosen = suffix or negotiated(request)
        if chosen == HTML:
            response = self._page(request, "release.html", told=told, dataset=told.schema_org, iri=told.kept.iri)
        else:
            response = _rdf(request, told.described, chosen)
        response.headers["Link"] = header_of(site, told.kept, list(links_of(site, told)))
        if not suffix:
            response.headers["Content-Location"] = site.path(told.kept.iri, chosen)
        return response

    def file(self, request: Request, version: str, name: str) -> Response:
        """Send a file of a release, whole or in part, packed where it has that and the client takes it.

        Raises Rejected (404; 503 where too many are being sent).
        """
        kept, site = self._kept(request, version), self._site(request)
        if name == LINKSET:
            links = linkset_of(site, kept, list(links_of(site, presented(kept))))
            return Response(json.dumps(links, ensure_ascii=False, indent=1), mimetype=LINKSET_TYPE)
        held = kept.files.get(name)
        if held is None or not _is_whole(held):
            raise Missing(request.path)
        self._downloads.take()
        response = self._downloads.give_back_after(_sent(held, request.headers.get("Accept-Encoding", "")))
        response.headers["Link"] = header_of_file(site, kept)
        return response

    def _kept(self, request: Request, version: str) -> Kept:
        kept = self._shelf.find(version)
        if kept is None:
            raise Missing(request.path)
        return kept

    def _page(self, request: Request, template: str, iri: str = RELEASES, **given: object) -> Response:
        language = language_of(request)
        shown = _Shown(iri, language, self._site(request), release="")
        text = render_template(
            template, t=TEXTS[language], language=language, languages=LANGUAGES, shown=shown, **given
        )
        return Response(text, mimetype="text/html")

    def _site(self, request: Request) -> Site:
        return Site(origin_of(request.environ, self._settings.public_url))


class _Shown(Frame):
    """A page about releases."""

    def download(self, kept: Kept, held: Held) -> str:
        """Lead to a file."""
        return self.site.path(f"{RELEASES}{kept.version}/{held.name}")


def _rdf(request: Request, triples: Triples, suffix: str) -> Response:
    response = Response(_written(suffix, triples), content_type=content_type(SUFFIXES[suffix]))
    response.cache_control.public, response.cache_control.no_cache = True, True
    response.add_etag()
    response.make_conditional(request)
    return response


@lru_cache(maxsize=32)
def _written(suffix: str, triples: Triples) -> bytes:
    chosen = by_name(suffix, "graph")
    assert chosen is not None, "negotiation offers the formats of graphs only"
    return write(triples, chosen)


def _is_whole(held: Held) -> bool:
    """Tell whether a file still has its size; who changes a release has to make another."""
    whole = held.path.is_file() and held.path.stat().st_size == held.size
    if not whole:
        _log.error("%s is not the file that the release names; it is not served", held.path)
    return whole


def _sent(held: Held, encodings: str) -> Response:
    """Stream a file; ranges and validators are those of the bytes that are sent (RFC 9110, 8.8.3 and 14.2)."""
    packed = held.packed if held.packed and takes_gzip(encodings) and _is_whole(held.packed) else None
    chosen = packed or held
    response = send_file(chosen.path, mimetype=held.media_type, etag=chosen.sha256, conditional=True, max_age=_FOR_EVER)
    response.cache_control.public, response.cache_control.immutable = True, True
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if held.packed:
        response.vary.add("Accept-Encoding")
    return response
