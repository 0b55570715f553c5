"""Answer SPARQL queries: read the text, guard the engine, choose the dataset, write the answer.

The seam for whoever evaluates elsewhere: ``QueryRequest`` and ``QueryAnswer`` are plain values, and
the web and the command line know nothing but the ``QueryService`` protocol.
"""

from als_kg.query.embedded import EmbeddedService
from als_kg.query.service import NotAcceptable, QueryAnswer, QueryRequest, QueryService, Status

__all__ = ["EmbeddedService", "NotAcceptable", "QueryAnswer", "QueryRequest", "QueryService", "Status"]
