"""Syncing, from sources on 127.0.0.1 into a real archive."""
