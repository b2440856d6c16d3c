"""What the bot did, as tests look at it: its calls, its breaches of Discord's rules, what is held against it."""

from __future__ import annotations

import re
import time
from pathlib import Path

from tests.standin.errors import ApiError
from tests.standin.objects import Obj
from tests.standin.rules.problems import Problems
from tests.standin.watched import Call, Exchange, Interaction

OPENAPI = Path(__file__).parents[2] / "../shared/discord/openapi.json"  # beside the checkout; may be absent


class Record:
    """Everything that happened. `gateway_log` and `identifies` have perf_counter times."""

    def __init__(self) -> None:
        self.openapi_path: Path | None = OPENAPI
        self.calls: list[Call] = []
        self.unhandled: list[str] = []
        self.violations: list[str] = []
        self.interactions: dict[str, Interaction] = {}  # by id
        self.interactions_by_token: dict[str, Interaction] = {}
        self.exchanges: list[Exchange] = []
        self.identifies: list[tuple[float, Obj]] = []
        self.gateway_log: list[tuple[float, str]] = []
        self.heartbeats: list[float] = []
        self.presence: Obj | None = None
        self._checked = 0
        self._findings: list[str] = []

    def violation(self, text: str) -> None:
        """Holds a breach of Discord's rules against the bot."""
        self.violations.append(text)

    def log_gateway(self, what: str) -> None:
        """Notes what happened on the gateway."""
        self.gateway_log.append((time.perf_counter(), what))

    def refuse(self, call: Call, problems: Problems) -> None:
        """Raises Discord's answer to a body with problems, if there are any."""
        if problems:
            self.violations += [f"{call.method} {call.path}: {line}" for line in problems.lines()]
            raise ApiError(400, 50035, "Invalid Form Body", body=problems.form_body())

    def requests(self, method: str = ".*", path: str = "", *, status: int | None = None) -> list[Call]:
        """The bot's REST calls of a method and path (regular expressions), perhaps only those answered so."""
        return [
            call
            for call in self.calls
            if re.fullmatch(method, call.method) and re.search(path, call.path) and status in (None, call.status)
        ]

    def schema_findings(self) -> list[str]:
        """Every request body so far against the OpenAPI document (slow, so never done while serving)."""
        if self.openapi_path is None or not self.openapi_path.exists():
            return []
        from tests.standin.rules.openapi import openapi  # jsonschema is needed for this check alone

        document = openapi(self.openapi_path)
        calls, self._checked = self.calls[self._checked :], len(self.calls)
        for call in calls:
            if call.body is not None and call.status != 404:
                self._findings += document.validate(call.method, call.path, call.body)
        return self._findings

    def assert_clean(self, *, schema: bool = True) -> None:
        """Raises AssertionError with every violation, unknown route and (with `schema`) OpenAPI finding."""
        found = [*self.violations, *(f"unhandled: {each}" for each in self.unhandled)]
        found += self.schema_findings() if schema else []
        assert not found, "\n".join(found)
