"""A file that one program at a time may hold. Knows nothing of what is done while it is held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import BusyError, StoreError


@contextmanager
def held(path: Path, refusal: str) -> Iterator[None]:
    """Holds the lock file at `path` for the block; a killed program lets go of it by itself.

    Raises BusyError with the sentence `refusal` where it is held already, by whatever program, and StoreError where
    the file cannot be used.
    """
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyError(refusal) from None
    except (OSError, NotImplementedError) as error:  # the latter, where the file system knows no locks
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StoreError(f"{path} cannot be written ({reason}): check the folder and its permissions.") from error
    try:
        yield
    finally:
        lock.release()
