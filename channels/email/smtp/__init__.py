"""Sending over a warm connection, and what became of each mail."""
