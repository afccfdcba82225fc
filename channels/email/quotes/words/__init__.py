"""What mail programs and people write around an own text, as tables of words by language; no logic."""
