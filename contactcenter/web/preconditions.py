"""If-Match: an edit names the version it was made from."""

import re

from aiohttp import web

from contactcenter.errors import Invalid, Stale

IF_MATCH = "If-Match"
_TAG = re.compile(r'^(?:W/)?"?(\d{1,15})"?$')


def expected_version(request: web.Request) -> int:
    """The version in If-Match. Raises errors.Stale where it is missing, errors.Invalid where it is none."""
    given = request.headers.get(IF_MATCH, "").strip()
    if not given:
        raise Stale('say which version you change: If-Match: "VERSION"', path=IF_MATCH)
    found = _TAG.match(given)
    if found is None:
        raise Invalid('expected If-Match: "VERSION"', path=IF_MATCH)
    return int(found[1])
