"""The store in one SQLite file: one writer with group commit, readers on their own connections."""
