"""The live edge: Socket.IO for those who have it, the long poll (sync.py) for those who have not."""
