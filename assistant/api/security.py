"""Headers that keep the browser strict, a limit on bodies, and an optional rate limit.

Gradio compiles its templates in the browser, so the page's policy has to allow inline and evaluated
scripts of our own origin; everything else (other origins' scripts, frames, plug-ins, form targets)
is closed, and the API's answers get the strictest policy there is. No CORS header is sent: a page
of another origin cannot read an answer. The rate limit counts in this process's memory by client
address; several workers each count alone, which a proxy in front does better.
"""

from __future__ import annotations

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import ADVICE, problem_response

PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; "
    "media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
API_PREFIXES = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/images/")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=()",
}


class SecurityHeaders:
    """ASGI middleware that adds the headers above to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; complete the response's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = API_POLICY if scope["path"].startswith(API_PREFIXES) else PAGE_POLICY

        async def completing(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, completing)


class BodyLimit:
    """ASGI middleware that refuses a body larger than ``limit`` bytes, with a problem.

    A declared length is refused before a byte is read; an undeclared one once it is exceeded.
    Starlette's own limit does the same but answers in plain text.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413, or pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > self.limit:
            detail = f"The body has {declared} bytes. {ADVICE[413]}"
            await problem_response(Request(scope), 413, detail)(scope, receive, send)
            return
        read = 0

        async def counting() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.limit:
                raise HTTPException(status_code=413)
            return message

        await self.app(scope, counting, send)


class RateLimit:
    """ASGI middleware: at most ``limit`` (such as ``60/minute``) API requests a client address."""

    def __init__(self, app: ASGIApp, limit: str) -> None:
        self.app = app
        self.item: RateLimitItem = parse(limit)
        self.limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 429 with Retry-After where the client has used its share up."""
        if scope["type"] == "http" and scope["path"].startswith("/v1/"):
            client = scope.get("client")
            key = client[0] if client else "unknown"
            if not self.limiter.hit(self.item, key):
                wait = str(self.item.get_expiry())
                response = problem_response(
                    Request(scope),
                    429,
                    f"More than {self.item} from this address. Wait {wait} seconds at most.",
                    headers={"Retry-After": wait},
                )
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)
