"""HTTP in this process: an ASGI app behind Starlette's test client, and what its answers mean."""

import json
from typing import Any

from . import printing, results


class Served:
    """An ASGI app between start-up (setup) and shutdown (teardown)."""

    def __init__(self, app: Any, base_url: str) -> None:
        from fastapi.testclient import TestClient

        self.app = app
        # An unhandled exception becomes the answer 500, as it does over the wire.
        self.client = TestClient(app, base_url=base_url, raise_server_exceptions=False)
        with printing.as_container():
            self.client.__enter__()

    def request(self, method: str, path: str, **options: Any) -> Any:
        with printing.as_container():
            return self.client.request(method, path, follow_redirects=False, **options)

    def stop(self) -> None:
        with printing.as_container():
            self.client.__exit__(None, None, None)


def answer(served: Served, wanted: dict[str, Any]) -> dict[str, Any]:
    """One request as the job writes it: method, path, and perhaps `json` or `params`."""
    options = {name: wanted[name] for name in ("json", "params") if name in wanted}
    return result_of(served.request(wanted["method"], wanted["path"], **options))


def result_of(response: Any) -> dict[str, Any]:
    """An HTTP answer as a call's result."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip()
    if response.status_code >= 400:
        return http_error(response.status_code, detail_of(response))
    if kind == "text/event-stream":
        return results.value_result(events_of(response.text))
    if kind in ("application/jsonl", "application/x-ndjson"):
        return results.value_result(
            [json.loads(line) for line in response.text.splitlines() if line]
        )
    if kind.endswith("json"):
        return results.value_result(response.json())
    if kind.startswith("text/") or not response.content:
        return results.value_result(response.text)
    return results.value_result(response.content)


def http_error(status: int, detail: Any) -> dict[str, Any]:
    """A call that answered with an error status."""
    message = detail if isinstance(detail, str) else json.dumps(detail)
    error = {"type": "HTTP", "message": message, "frames": [], "status": status, "detail": detail}
    return {"kind": "error", "error": error}


def detail_of(response: Any) -> Any:
    try:
        body = response.json()
    except ValueError:
        return response.text
    return body.get("detail", body) if isinstance(body, dict) else body


def events_of(text: str) -> list[Any]:
    """The data of server-sent events, parsed where it is JSON."""
    events: list[Any] = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        data = [
            line[5:].removeprefix(" ") for line in block.split("\n") if line.startswith("data:")
        ]
        if data:
            events.append(json_or_text("\n".join(data)))
    return events


def json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def request_for(app: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """Sorts a call's arguments into query and body, as the app's last route wants them."""
    route = app.routes[-1]
    in_query = {field.alias for field in route.dependant.query_params}
    query = {name: value for name, value in arguments.items() if name in in_query}
    rest = {name: value for name, value in arguments.items() if name not in in_query}
    wanted = [field.alias for field in route.dependant.body_params]
    if not wanted:
        return {"params": {**query, **rest}}
    if len(wanted) == 1 and list(rest) == wanted and not route._embed_body_fields:
        return {"params": query, "json": rest[wanted[0]]}
    return {"params": query, "json": rest}
