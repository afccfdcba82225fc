"""The store on MongoDB: see journal.py for how a conversation is kept, appender.py for how it is written."""
