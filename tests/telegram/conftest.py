"""The web fixtures."""

from tests.web.conftest import make_site

__all__ = ["make_site"]
