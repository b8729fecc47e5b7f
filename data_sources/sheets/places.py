"""Where Google Sheets is reached: Google's own addresses, or a server on this machine."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

GOOGLE: Final = "https://sheets.googleapis.com"
_HOSTS: Final = (GOOGLE, "https://www.googleapis.com")


def is_loopback(address: str) -> bool:
    """Tell whether an http address leads to this machine itself.

    Example:
        >>> is_loopback("http://127.0.0.1:9000/token"), is_loopback("http://[::1]:80")
        (True, True)
        >>> is_loopback("http://127.0.0.1.example.com"), is_loopback("http://10.0.0.1")
        (False, False)
    """
    try:
        parts = urlsplit(address)
        # A wrong port raises only here.
        host, _ = parts.hostname, parts.port
        plain = parts.scheme == "http" and "@" not in parts.netloc
        return plain and ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def usable_place(address: str) -> str:
    """Return an address Tandem may speak to without its trailing slash.

    Raises:
        ValueError: It is neither Google's nor on this machine.

    Example:
        >>> usable_place("http://127.0.0.1:9000/")
        'http://127.0.0.1:9000'
    """
    place = address.strip().rstrip("/")
    if place != GOOGLE and not (is_loopback(place) and not urlsplit(place).path):
        raise ValueError(f"it must be {GOOGLE}, or http on a loopback address")
    return place


def moved(endpoint: str, place: str) -> str:
    """Return where a request goes: as it is at Google, else to the same path elsewhere.

    Raises:
        ValueError: The request is not for Google Sheets or Drive.

    Example:
        >>> moved("https://www.googleapis.com/drive/v3/files/1", "http://127.0.0.1:9000")
        'http://127.0.0.1:9000/drive/v3/files/1'
    """
    for host in _HOSTS:
        if endpoint.startswith(host + "/"):
            return endpoint if place == GOOGLE else place + endpoint.removeprefix(host)
    raise ValueError("The host is fixed.")
