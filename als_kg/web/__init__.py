"""The web face: an app factory, blueprints that hold routes only, one page without scripts."""

from als_kg.web.app import create_app

__all__ = ["create_app"]
