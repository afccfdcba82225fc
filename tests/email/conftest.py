"""The fixture `room`: a whole desk over a real SQLite store."""

from tests.desk.room import room

__all__ = ["room"]
