"""Writing a mail of ours, from a message to its bytes; pure."""
