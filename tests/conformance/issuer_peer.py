# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An OpenID Connect issuer on a loopback port: it publishes real keys and signs tokens with them."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AUDIENCE = "berth"
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int, size: int | None = None) -> str:
    return encoded(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


class IssuerPeer:
    def __init__(self) -> None:
        self.keys: dict[str, PrivateKey] = {
            "rsa": rsa.generate_private_key(65537, 2048),
            "curve": ec.generate_private_key(ec.SECP256R1()),
            "edwards": ed25519.Ed25519PrivateKey.generate(),
        }
        self.asked: list[str] = []
        self.calls_itself: str | None = None
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                peer.asked.append(self.path)
                documents = {
                    "/.well-known/openid-configuration": {
                        "issuer": peer.calls_itself or peer.url, "jwks_uri": f"{peer.url}/keys",
                    },
                    "/keys": {"keys": [peer.published(name) for name in peer.keys]},
                }
                text = json.dumps(documents.get(self.path, {})).encode()
                self.send_response(200 if self.path in documents else 404)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def published(self, name: str) -> dict[str, str]:
        key = self.keys[name]
        if isinstance(key, rsa.RSAPrivateKey):
            numbers = key.public_key().public_numbers()
            return {"kid": name, "kty": "RSA", "use": "sig", "n": number(numbers.n), "e": number(numbers.e)}
        if isinstance(key, ec.EllipticCurvePrivateKey):
            point = key.public_key().public_numbers()
            return {"kid": name, "kty": "EC", "crv": "P-256", "x": number(point.x, 32), "y": number(point.y, 32)}
        raw = key.public_key().public_bytes_raw()
        return {"kid": name, "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": encoded(raw)}

    def token(self, user: str = "ann", key: str = "rsa", head: dict[str, Any] | None = None, **claims: Any) -> str:
        """A good token, but for what the arguments say; a claim that is None is left out."""
        now = int(time.time())
        all_claims = {"iss": self.url, "aud": AUDIENCE, "sub": user, "iat": now, "exp": now + 600} | claims
        body = {name: value for name, value in all_claims.items() if value is not None}
        algorithm = {"rsa": "RS256", "curve": "ES256", "edwards": "EdDSA"}[key]
        whole_head = {"alg": algorithm, "typ": "JWT", "kid": key} | (head or {})
        text = f"{encoded(json.dumps(whole_head).encode())}.{encoded(json.dumps(body).encode())}"
        return f"{text}.{encoded(self.signature(key, whole_head['alg'], text.encode()))}"

    def signature(self, name: str, algorithm: str, text: bytes) -> bytes:
        key = self.keys[name]
        if algorithm == "none":
            return b""
        if algorithm == "HS256":  # with what everybody knows
            secret = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            return hmac.new(secret, text, hashlib.sha256).digest()
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(text, padding.PKCS1v15(), hashes.SHA256())
        if isinstance(key, ec.EllipticCurvePrivateKey):
            r, s = decode_dss_signature(key.sign(text, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return key.sign(text)
