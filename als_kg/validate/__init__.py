"""Judge what views state by the SHACL shapes; pySHACL is imported nowhere else.

Views are judged one by one and before closure: the union of all graphs would give false findings,
and closed shapes would stumble over inferred inverses.
"""

from als_kg.validate.shapes import Rule, Shapes, read_shapes
from als_kg.validate.views import validate, validate_descriptions, validate_views

__all__ = [
    "Rule",
    "Shapes",
    "read_shapes",
    "validate",
    "validate_descriptions",
    "validate_views",
]
