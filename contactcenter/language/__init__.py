"""The languages of messages: which one a text is in, and what its tag means to its readers."""

from .detector import (
    ALL_LANGUAGES,
    BROWSER_PRIOR,
    CONVERSATION_PRIOR,
    MAX_PRIOR,
    PROFILE_PRIOR,
    Detection,
    Detector,
    Prior,
)
from .settled import needs_detection

__all__ = [
    "ALL_LANGUAGES",
    "BROWSER_PRIOR",
    "CONVERSATION_PRIOR",
    "MAX_PRIOR",
    "PROFILE_PRIOR",
    "Detection",
    "Detector",
    "Prior",
    "needs_detection",
]
