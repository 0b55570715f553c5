"""Make the application: the protocol's endpoints in front, the pages behind them."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path

from flask import Flask, Response

from als_kg.query import QueryService
from als_kg.query.pool import PoolService
from als_kg.settings import Settings
from als_kg.vocabulary import shorten
from als_kg.web.endpoint import graphs, health, metrics, sparql
from als_kg.web.endpoint.answers import Answers
from als_kg.web.endpoint.description import Description
from als_kg.web.endpoint.front import Endpoint, Front
from als_kg.web.endpoint.incoming import MAX_BODY
from als_kg.web.endpoint.journal import DESCRIPTORS, Journal
from als_kg.web.endpoint.metrics import Metrics, Scrape
from als_kg.web.endpoint.outgoing import COMMON, OF_PAGES
from als_kg.web.failing import register_failures
from als_kg.web.page import Page
from als_kg.web.releases import Releases
from als_kg.web.routes import make_blueprint, make_documentation, make_releases, make_things
from als_kg.web.searching import Searching
from als_kg.web.things import Things

# Under this name an app gives what brings its metrics up to date, for others, too.
REFRESH = "als_kg.refresh"
_MIB = 1 << 20
_READ_ONLY = "the graphs change only by building a new version of the dataset"


def create_app(service: QueryService, settings: Settings, counts: Path | None = None) -> Flask:
    """Make an app that answers queries through a service and knows nothing of where they are evaluated.

    In the folder ``counts`` it adds up its metrics with those of other processes.
    """
    app = Flask("als_kg.web", template_folder="templates", static_folder="static")
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_BODY)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.add_template_filter(shorten, "shortened")
    answers, counted = Answers(service, int(settings.cache_size * _MIB)), Metrics(counts)
    app.register_blueprint(make_blueprint(Page(answers, settings), Searching(service, settings)))
    things = Things(answers, settings)
    app.register_blueprint(make_documentation())
    app.register_blueprint(make_releases(Releases(settings), things))
    app.register_blueprint(make_things(things))
    register_failures(app, things.near)
    app.after_request(_with_headers)
    app.wsgi_app = _front(app, answers, counted, settings)  # type: ignore[method-assign]
    app.extensions[REFRESH] = partial(_refresh, counted, answers)
    return app


def _front(app: Flask, answers: Answers, counted: Metrics, settings: Settings) -> Front:
    """Put the endpoints before the pages."""
    service = answers.service
    limits = _limits(service, settings)
    description = Description(service, limits, settings)
    whole, asked = graphs.Graphs(answers), sparql.Sparql(answers, description)
    exact = {
        "/sparql": Endpoint("sparql", sparql.METHODS, asked, "send a query", asked.recall),
        "/data": Endpoint("data", graphs.METHODS, whole, _READ_ONLY),
        "/healthz": Endpoint("healthz", health.METHODS, health.Health(service, limits, settings.allow_service)),
        "/readyz": Endpoint("readyz", health.METHODS, health.Ready(service)),
        "/metrics": Endpoint("metrics", metrics.METHODS, Scrape(counted, partial(_refresh, counted, answers))),
    }
    below = {graphs.PREFIX: Endpoint("graph", graphs.METHODS, whole, _READ_ONLY)}
    return Front(app.wsgi_app, exact, below, Journal(DESCRIPTORS.get(settings.access_log), counted))


def _limits(service: QueryService, settings: Settings) -> Mapping[str, float]:
    """List the limits that hold, by name; a service in this process has none of its own."""
    own = {"request_bytes": MAX_BODY, "cache_mib": settings.cache_size, "workers": settings.workers}
    return (asdict(service.limits) if isinstance(service, PoolService) else {}) | own


def _refresh(counted: Metrics, answers: Answers) -> None:
    """Bring the gauges of this process up to date, and let the others know."""
    counted.set("cache_bytes", answers.held)
    if isinstance(answers.service, PoolService):
        for name, value in asdict(answers.service.state()).items():
            counted.set(f"pool_{name}", value)
    counted.share()


def _with_headers(response: Response) -> Response:
    """Give a page what every answer carries, and tell caches what it depends on."""
    response.headers.update(dict(COMMON + OF_PAGES))
    response.vary.update(("Accept", "Accept-Language") if response.mimetype == "text/html" else ("Accept",))
    return response
