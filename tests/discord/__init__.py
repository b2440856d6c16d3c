"""The Discord side: cards as text, and the real bot process on a real gateway connection to the stand-in."""
