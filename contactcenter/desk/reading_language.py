"""Which language a message is in, and what that means for its conversation."""

import re
from dataclasses import dataclass

from contactcenter.language import BROWSER_PRIOR, CONVERSATION_PRIOR, Detector, Prior, needs_detection
from contactcenter.model.conversation import Conversation, LanguageSource

SETTLES_FROM = 0.6  # a detection below it does not settle a conversation's language
CHANGES_FROM = 0.85  # a settled language is given up only for a surer one: one borrowed word is no change
TELLING_WORDS = 3
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Heard:
    """``said``: the message's own language, None if it does not tell; ``language``: the conversation's from here on."""

    said: str | None
    language: str | None
    source: LanguageSource
    confidence: float | None = None

    def changes(self, head: Conversation) -> bool:
        """Whether the message changes the conversation's language: never against somebody's own choice."""
        if self.said is None or self.language is None or self.language == head.language:
            return False
        if head.language_source is LanguageSource.DETECTED and (self.confidence or 0) < CHANGES_FROM:
            return False
        return head.language_source not in (LanguageSource.AGENT, LanguageSource.CONTACT)


def hear(
    detector: Detector, text: str, browser: str | None, head: Conversation | None, *, is_letter: bool = False
) -> Heard:
    """Detection runs until an own message settled the language, then only when the text looks like another one.

    A letter of less than three words of its own says nothing: what is left of it may be anybody's standing phrase.
    """
    if is_letter and head and head.language and own_words(text) < TELLING_WORDS:
        return Heard(None, head.language, head.language_source)
    settled = head.language if head and head.language_source is not LanguageSource.BROWSER else None
    if settled and head and head.language_source is not LanguageSource.DEFAULT and not needs_detection(settled, text):
        return Heard(settled, settled, head.language_source)
    detection = detector.detect(text, _prior(head, browser))
    if detection.language is None or detection.confidence < SETTLES_FROM:
        fallback = head.language if head else browser
        return Heard(None, fallback, LanguageSource.BROWSER if fallback else LanguageSource.DEFAULT)
    return Heard(detection.language, detection.language, LanguageSource.DETECTED, detection.confidence)


def own_words(text: str) -> int:
    """Words of letters; two Han or kana characters count as one word."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + (unspaced + 1) // 2


def _prior(head: Conversation | None, browser: str | None) -> Prior | None:
    if head and head.language:
        return Prior(head.language, CONVERSATION_PRIOR)
    return Prior(browser, BROWSER_PRIOR) if browser else None
