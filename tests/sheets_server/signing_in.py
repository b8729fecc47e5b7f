"""The token endpoint for service accounts: checks the signed request, gives a token."""

from __future__ import annotations

import base64
import json
import secrets
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCE = "https://oauth2.googleapis.com/token"
"""What google-auth signs for, wherever the token is asked for."""
ROBOT = "tandem@example-project.iam.gserviceaccount.com"


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_file(address: str, email: str = ROBOT) -> str:
    """The JSON file a service account's owner downloads, its tokens from this server."""
    private = _key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return json.dumps(
        {
            "type": "service_account",
            "project_id": "example-project",
            "private_key_id": "1",
            "private_key": private.decode(),
            "client_email": email,
            "token_uri": f"{address}/token",
        }
    )


@dataclass
class Desk:
    """Who holds which token."""

    tokens: dict[str, str] = field(default_factory=dict)

    def exchange(self, form: str) -> tuple[int, dict[str, Any]]:
        """Give a token for a signed request; status and answer."""
        sent = {name: values[0] for name, values in parse_qs(form).items()}
        claims = _signed(sent.get("assertion", ""))
        if sent.get("grant_type") != GRANT or claims is None:
            return 400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
        if claims.get("aud") != AUDIENCE or claims.get("exp", 0) < time.time():
            return 400, {"error": "invalid_grant", "error_description": "Invalid JWT."}
        token = "ya29." + secrets.token_urlsafe(24)
        self.tokens[token] = str(claims["iss"])
        return 200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}

    def who(self, header: str | None) -> str | None:
        """Whose token it is, or None."""
        scheme, _, token = (header or "").partition(" ")
        return self.tokens.get(token) if scheme.lower() == "bearer" else None

    def expire(self) -> None:
        """Let every token given so far be expired."""
        self.tokens.clear()


def _signed(assertion: str) -> dict[str, Any] | None:
    parts = assertion.split(".")
    if len(parts) != 3:
        return None
    try:
        _key().public_key().verify(
            _plain(parts[2]),
            f"{parts[0]}.{parts[1]}".encode(),
            padding.PKCS1v15(),
            hashes.SHA256(),
        )
        claims: dict[str, Any] = json.loads(_plain(parts[1]))
    except (InvalidSignature, ValueError):
        return None
    return claims


def _plain(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
