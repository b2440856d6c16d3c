"""What can go wrong, as a tree; every error carries the one sentence that a person reads.

BackIssueError
├── UsageError               a command or a question that cannot be carried out as written (exit code 2)
│   └── SettingError         a setting that is missing or cannot be used
├── BusyError                the same is being done already, here or by another program
├── NotReadyError            the index is still being read or built
├── NotFoundError            nothing has the cite, number or name that was given
└── OperatorError            what whoever runs the bot has to look at; members read a sentence without the details
    ├── DocumentError        one document cannot be read; the rest go on
    ├── FetchError           an address cannot be fetched
    ├── StoreError           the database cannot be opened, read or written
    │   └── StoreInUseError  another program keeps it to itself
    ├── BuildError           the index could not be built
    └── IndexFileError       a generation's files are missing or damaged
"""

from __future__ import annotations

LONGEST_REPEATED = 100  # code points of what a person wrote, in the sentence of an error


class BackIssueError(Exception):
    """The root. `str(error)` is a plain sentence that says what happened and what to do next."""


class UsageError(BackIssueError):
    """What was asked for cannot be carried out as it is written."""


class SettingError(UsageError):
    """A setting is missing or has a value that cannot be used."""


class BusyError(BackIssueError):
    """The same is being done already, here or by another program."""


class NotFoundError(BackIssueError):
    """Nothing in the archive has the cite, number or name that was given."""


class NotReadyError(BackIssueError):
    """The index is still being read or built."""


class OperatorError(BackIssueError):
    """Its sentence names files and addresses, and is for the shell and the log; members read `told` in its place."""

    told = "Something is wrong with my archive, and the bot's operator can read what in its log. Please try again soon."


class DocumentError(OperatorError):
    """A document that cannot be read: `document` is its address, `reason` says why."""

    def __init__(self, document: str, reason: str) -> None:
        super().__init__(f"{document}: {reason}")
        self.document = document
        self.reason = reason

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str]]:
        return type(self), (self.document, self.reason)


class FetchError(OperatorError):
    """An address that cannot be fetched: `reason` says why.

    `passing` says that it may be another time; `status` is what the server answered, if it did; `retry_after` the
    seconds after which it may be asked again, if it said so.
    """

    def __init__(
        self,
        address: str,
        reason: str,
        *,
        passing: bool = False,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{address} {reason}.")
        self.address = address
        self.reason = reason
        self.passing = passing
        self.status = status
        self.retry_after = retry_after


class StoreError(OperatorError):
    """The database cannot be opened, read or written."""

    told = "My database cannot be used now, and the bot's operator can read why in its log. Please try again soon."


class StoreInUseError(StoreError):
    """Another program keeps the database to itself."""

    told = "My database is in use by another program: please try again in a minute."


class BuildError(OperatorError):
    """The index could not be built."""


class IndexFileError(OperatorError):
    """The files of a generation are missing or damaged."""


def no_section(name: str) -> str:
    """What is said of a section that is not here, without the full stop."""
    return f"No section's heading here has {repeated(name)}"


def no_newsletter(name: str) -> str:
    """What is said of a newsletter that is not here, without the full stop."""
    return f"No newsletter here is called {repeated(name)}"


def no_date(written: str, before: str = "") -> str:
    """What is said of what should have been a date; `before` is what stands before a date where it was written."""
    return f"{repeated(written)} is no date: write it like {before}2022, {before}2022-06 or {before}2022-06-15."


def repeated(text: str) -> str:
    """What a person wrote as an error repeats it: in quotation marks, on one line, its beginning where it is long."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= LONGEST_REPEATED else f"“{line[: LONGEST_REPEATED - 1].rstrip()}…”"
