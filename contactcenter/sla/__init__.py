"""Agreed times and what became of them: pure, computed from entries alone."""
