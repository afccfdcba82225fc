"""Channels: protocol in, protocol out, nothing else."""
