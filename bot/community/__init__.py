"""Those who ask: their questions, what is counted and kept of them, what servers chose, what is due to whom.

Knows the store; knows no archive and no Discord.
"""
