"""Fetching a mailbox; only connection.py knows aioimaplib."""
