"""What a page shows of a thing: who says what, what reviews say of it, what points at it.

A panel is a query file; the identifier is bound, never pasted. Knows nothing of the web.
"""

from als_kg.entity.page import Entity, look_up
from als_kg.entity.panels import panel
from als_kg.entity.values import Graph, Statement, Value

__all__ = ["Entity", "Graph", "Statement", "Value", "look_up", "panel"]
