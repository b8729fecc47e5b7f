"""A browser's side of the wire, without a browser: times what the server does for a rerun."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol


class Session:
    """One connected visitor of a running app."""

    def __init__(self, address: str) -> None:
        stream = address.replace("http://", "ws://") + "/_stcore/stream"
        self._connecting = connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None)
        self._page_hash = ""
        self._pages: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._socket = self._connecting.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connecting.__exit__(kind, error, trace)

    def visit(self, page: str, query: str = "") -> tuple[float, list[ForwardMsg]]:
        """Open a page at an address as the browser's history does.

        Args:
            page: The page's path without slash, for example `scorecard`.
            query: The address after the question mark.

        Returns:
            Seconds from sending the request to the end of the script, and all messages.
        """
        request = BackMsg()
        request.rerun_script.query_string = query
        # A page once open is known by the hash its navigation told; the name alone is for
        # the first visit, and a wrong hash would lead to the page people start with.
        known = self._pages.get(page, "")
        request.rerun_script.page_name = "" if known else page
        request.rerun_script.page_script_hash = known
        request.rerun_script.is_history_navigation = bool(known)
        found = self._sent(request)
        self._pages[page] = self._page_hash
        return found

    def release(self, slider: str, fragment: str, value: float) -> tuple[float, list[ForwardMsg]]:
        """Let go of a slider at a value, as a browser tells it; other widgets stay as they are.

        Args:
            slider: The widget's id.
            fragment: Id of the fragment it stands in.
            value: Where it is let go.

        Returns:
            As `visit`.
        """
        request = BackMsg()
        request.rerun_script.page_script_hash = self._page_hash
        request.rerun_script.fragment_id = fragment
        state = request.rerun_script.widget_states.widgets.add()
        state.id = slider
        state.double_array_value.data.append(value)
        return self._sent(request)

    def _sent(self, request: BackMsg) -> tuple[float, list[ForwardMsg]]:
        started = time.perf_counter()
        self._socket.send(request.SerializeToString())
        received: list[ForwardMsg] = []
        while True:
            answer = self._socket.recv(timeout=60)
            if not isinstance(answer, bytes):
                raise TypeError("the server sends bytes")
            message = ForwardMsg()
            message.ParseFromString(answer)
            received.append(message)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._page_hash = message.navigation.page_script_hash
            # A run stopped for a newer request is followed by the run that counts.
            stopped_early = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if kind == "script_finished" and not stopped_early:
                return time.perf_counter() - started, received


def texts(messages: list[ForwardMsg]) -> str:
    """All message contents as one text, to look for words in."""
    return "\n".join(str(message) for message in messages)
