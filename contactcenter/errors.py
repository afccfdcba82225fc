"""Every error the centre raises on purpose: one tree, split by who can put it right.

Errors carry facts; the rim (command line, HTTP, log) words them once for its reader. What is expected in
normal life (a duplicate, a declined offer) is a value, never an error.
"""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """The closed list of `code` values in an error answered over HTTP or a socket (RFC 9457)."""

    NOT_JSON = "not_json"
    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    STALE = "stale"
    TOO_LARGE = "too_large"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


class CentreError(Exception):
    """Base of the tree; never raised itself."""

    code = ErrorCode.INTERNAL


# --- whoever runs the machine can put it right -------------------------------------------------------------


class OperatorError(CentreError):
    """Something about the machine or its settings: the message is one line, `hint` says what to do."""

    code = ErrorCode.UNAVAILABLE

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class ConfigError(OperatorError):
    """A setting is unknown, of the wrong type, or does not fit another: `path` names it."""

    def __init__(self, path: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {super().__str__()}"


class KeyringError(OperatorError):
    """The keyring is missing, malformed, readable by others, or not the one this store was made with."""


class StoreUnavailable(OperatorError):
    """The store does not answer, or cannot write (full disk, failed sync): nothing was acknowledged."""


class StoreRefused(OperatorError):
    """The store answers but must not be used like this: newer schema, no replica set, folder in use."""


class ModelUnavailable(OperatorError):
    """The model of the semantic extra does not answer, or not as it should: the centre goes on without it."""


# --- whoever asked can put it right ------------------------------------------------------------------------


class RequestError(CentreError):
    """The request cannot be done as it was asked; asking otherwise may help."""

    code = ErrorCode.INVALID

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path


class Invalid(RequestError):
    """A field has a wrong type or value; `path` names the field."""


class NotJson(RequestError):
    """The body is not JSON in UTF-8."""

    code = ErrorCode.NOT_JSON


class Unauthenticated(RequestError):
    """No session or token, or one that is expired, withdrawn or forged."""

    code = ErrorCode.UNAUTHENTICATED


class Forbidden(RequestError):
    """Known, but without this permission."""

    code = ErrorCode.FORBIDDEN


class NotFound(RequestError):
    """It does not exist, or not for whoever asks: the two answers are the same on purpose."""

    code = ErrorCode.NOT_FOUND


class Conflict(RequestError):
    """The record's present state does not allow it."""

    code = ErrorCode.CONFLICT


class Stale(RequestError):
    """The record was changed since it was read (If-Match)."""

    code = ErrorCode.STALE


class TooLarge(RequestError):
    """More bytes than allowed; refused before they are read."""

    code = ErrorCode.TOO_LARGE


class RateLimited(RequestError):
    """Too many in too short a time; `retry_after_seconds` says when the next one passes."""

    code = ErrorCode.RATE_LIMITED

    def __init__(self, message: str, *, retry_after_seconds: float) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


# --- the other side of a channel can put it right ----------------------------------------------------------


class ProviderError(CentreError):
    """A mail server, a messenger's API or another outside service did not do its part."""

    code = ErrorCode.UNAVAILABLE

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.message = message
        self.retry = retry


class Unparsable(CentreError):
    """Raw bytes that a channel cannot make a message of: they go to quarantine and can be tried again."""

    code = ErrorCode.INVALID


class NotSupported(RequestError):
    """This store or channel cannot do that; the message says what to do instead."""


class IllegalTransition(CentreError):
    """A move asked for a state change that the table does not have: a fault of ours, never an answer."""
