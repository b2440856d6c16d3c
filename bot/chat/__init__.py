"""The Discord side: the bot and its connection, cards as messages, buttons that outlive it, posts made once.

Knows discord.py and the cards; what the commands answer is in the cogs.
"""
