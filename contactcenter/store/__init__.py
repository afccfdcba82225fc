"""Stores: SQLite (embedded) and MongoDB, behind ports.Store."""
