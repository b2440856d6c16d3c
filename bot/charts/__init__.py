"""Trends and the bot's use -> PNGs. Knows matplotlib, in processes of its own that end with each chart."""
