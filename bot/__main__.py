"""`python -m bot` is `backissue` in a checkout."""

from bot.cli import main

if __name__ == "__main__":
    main()
