"""The frame around every REST call: faults, rate limits, the body, authorisation, the handler, the answer."""

from __future__ import annotations

import asyncio
import json
import re
import time
import traceback

from aiohttp import web

from tests.standin.errors import ApiError
from tests.standin.faults import Fault
from tests.standin.gateway.faults import GatewayFaults
from tests.standin.objects import Json, Obj, loads
from tests.standin.rest.limits import RateLimits
from tests.standin.rest.routes import Routes
from tests.standin.watched import Call

# an interaction's token is in the address; who asks for /gateway need not say who they are
_WITHOUT_TOKEN = re.compile(r"/(interactions|webhooks)/.*|/gateway")


class Rest(GatewayFaults):
    """Serves REST calls, each recorded in `calls`."""

    def __init__(self) -> None:
        super().__init__()
        self.rate_limits = RateLimits()
        self.faults: list[Fault] = []
        self._routes = Routes(self)

    def fault(self, method: str, path: str, **how: Json) -> Fault:
        """The next call of a method (or "*") and path (a regular expression) fails as the fields of Fault say."""
        fault = Fault(method, path, **how)
        self.faults.append(fault)
        return fault

    def clear_faults(self) -> None:
        """No call fails any more."""
        self.faults.clear()

    def find(self, where: dict[str, Obj], snowflake: str, code: int, message: str) -> Obj:
        """What has that id. Raises ApiError (404) with Discord's code and message where nothing has."""
        if snowflake not in where:
            raise ApiError(404, code, message)
        return where[snowflake]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answers one call, or becomes a gateway connection."""
        at = time.perf_counter()
        self.keep(asyncio.current_task())  # a call that hangs outlives its connection
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self.serve_gateway(request)
        match = re.fullmatch(r"/api/v\d+(/.*)", request.path)
        if not match:
            self.unhandled.append(f"{request.method} {request.path}")
            return web.Response(status=404)
        call = Call(request.method, match[1], dict(request.query), request.headers, at)
        self.calls.append(call)
        headers: dict[str, str] = {}
        try:
            await self._carry_out(call, request, headers)
        except ApiError as error:
            call.status, call.response = error.status, error.body
            headers |= error.headers
        except (AttributeError, KeyError, TypeError, ValueError):  # a body of the wrong shape
            self.violation(f"{call.method} {call.path}: malformed body\n{traceback.format_exc(limit=-3)}")
            call.status, call.response = 400, {"message": "Invalid Form Body", "code": 50035, "errors": {}}
        return _response(call, headers)

    async def serve_file(self, request: web.Request) -> web.Response:
        """Discord's content network: an attachment's bytes."""
        upload = self.files.get(request.match_info["id"])
        if upload is None:
            return web.Response(status=404)
        _, kind, content = upload
        return web.Response(body=content, headers={"Content-Type": kind or "application/octet-stream"})

    async def _carry_out(self, call: Call, request: web.Request, headers: dict[str, str]) -> None:
        fault = next((each for each in self.faults if each.meets(call.method, call.path)), None)
        if fault:
            fault.hits += 1
            if not fault.after:
                await fault.strike(request)
        headers |= self.rate_limits.spend(call)
        await _read_body(call, request)
        call.status, call.response = self._answer(call)
        if fault and fault.after:
            await fault.strike(request)

    def _answer(self, call: Call) -> tuple[int, Json]:
        found = self._routes.find(call.method, call.path)
        if found is None:
            self.unhandled.append(f"{call.method} {call.path}")
            raise ApiError(404, 0, "404: Not Found")
        call.params, handler = found
        if not _WITHOUT_TOKEN.fullmatch(call.path) and call.headers.get("Authorization") != f"Bot {self.token}":
            raise ApiError(401, 0, "401: Unauthorized")
        result = handler(call)
        if isinstance(result, tuple):
            status, body = result
            return status, body
        return (204, None) if result is None else (200, result)


def _response(call: Call, headers: dict[str, str]) -> web.Response:
    if isinstance(call.response, str):
        return web.Response(status=call.status, text=call.response, content_type="text/html", headers=headers)
    if call.status == 204:
        return web.Response(status=204, headers=headers)
    # exactly "application/json": discord.py does not parse a body whose content type has a charset
    headers = {"Content-Type": "application/json", **headers}
    return web.Response(status=call.status, body=json.dumps(call.response).encode(), headers=headers)


async def _read_body(call: Call, request: web.Request) -> None:
    if request.content_type == "multipart/form-data":
        await _read_form(call, request)
    elif request.can_read_body:
        try:
            call.body = loads(await request.read() or b"null")
        except ValueError:
            raise ApiError(400, 50109, "The request body contains invalid JSON.") from None


async def _read_form(call: Call, request: web.Request) -> None:
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, 40005, "Request entity too large") from None
    call.body = loads(str(form.get("payload_json", "{}")))
    for name in sorted((name for name in form if name.startswith("files[")), key=lambda name: int(name[6:-1])):
        part = form[name]
        if isinstance(part, web.FileField):
            call.files.append((part.filename, part.content_type, part.file.read()))
