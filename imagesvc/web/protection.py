"""What every answer tells browsers it may do: one table, put on in the router, whoever answers.

An answer that says something else of itself keeps it.
"""

from functools import lru_cache

from imagesvc.web.protocol import PICTURES_PREFIX, Headers

_OWN_FILES = "script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
# Nothing but our own files: no inline script or style, no foreign host, no frame.
PAGE = f"default-src 'none'; {_OWN_FILES}; img-src 'self'; frame-ancestors 'none'"
# The stylesheet of Django's admin holds some of its icons itself.
ADMIN_PAGE = f"default-src 'none'; {_OWN_FILES}; img-src 'self' data:; frame-ancestors 'none'"
# A page to be read: no script, no form.
READING_PAGE = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# What is no page; should it ever be opened as one, it may do nothing.
NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PICTURE = "default-src 'none'; sandbox; frame-ancestors 'none'"

# The first beginning of a path that fits; everything else is a page.
POLICIES = (
    ("/admin", ADMIN_PAGE),
    ("/api/docs", READING_PAGE),
    ("/api", NO_PAGE),
    (PICTURES_PREFIX, PICTURE),
    ("/static/", NO_PAGE),
    ("/healthz", NO_PAGE),
    ("/readyz", NO_PAGE),
    ("/metrics", NO_PAGE),
)

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def protected(path: str, headers: Headers) -> list[tuple[bytes, bytes]]:
    """Return an answer's headers together with what it does not say itself."""
    own = list(headers)
    said = {name.lower() for name, _ in own}
    kind = next((number for number, (prefix, _) in enumerate(POLICIES) if path.startswith(prefix)), None)
    # The game's pages, which have another origin than ours, show pictures and what is drawn of them so far.
    is_picture = path.startswith(PICTURES_PREFIX) or path.rstrip("/").endswith("/preview")
    further = _further_headers(kind, is_picture=is_picture)
    return own + [header for header in further if header[0] not in said]


@lru_cache
def _further_headers(kind: int | None, *, is_picture: bool) -> list[tuple[bytes, bytes]]:
    table = {
        **EVERYWHERE,
        "cross-origin-resource-policy": "cross-origin" if is_picture else "same-origin",
        "content-security-policy": PAGE if kind is None else POLICIES[kind][1],
    }
    return [(name.encode(), value.encode()) for name, value in table.items()]
