"""A file under a passphrase: AES-256-GCM by pieces, the key by scrypt.

    magic (8) salt (16) prefix (7) { piece of 1 MiB, encrypted, with its tag (16) } ...

A piece's nonce is prefix, number (4) and whether it is the last (1): none can be changed, moved, left out or cut off.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"SHOPBAK1"
PIECE = 1024 * 1024
_SALT, _PREFIX, _TAG = 16, 7, 16


class PassphraseError(Exception):
    """The passphrase is another one, or the file was changed or cut off: no telling which."""

    def __init__(self) -> None:
        super().__init__("BACKUP_PASSPHRASE does not open this file, or the file is damaged")


def is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def seal(source: Path, target: Path, passphrase: str) -> None:
    salt, prefix = os.urandom(_SALT), os.urandom(_PREFIX)
    cipher = AESGCM(_key(passphrase, salt))
    with source.open("rb") as plain, target.open("wb") as out:
        out.write(MAGIC + salt + prefix)
        for number, (piece, last) in enumerate(_pieces(plain, PIECE)):
            out.write(cipher.encrypt(_nonce(prefix, number, last), piece, MAGIC))


def unseal(source: Path, target: Path, passphrase: str) -> None:
    """PassphraseError; what was written to `target` until then is of no use."""
    with source.open("rb") as file, target.open("wb") as out:
        head = file.read(len(MAGIC) + _SALT + _PREFIX)
        salt, prefix = head[len(MAGIC) : -_PREFIX], head[-_PREFIX:]
        cipher = AESGCM(_key(passphrase, salt))
        try:
            for number, (piece, last) in enumerate(_pieces(file, PIECE + _TAG)):
                out.write(cipher.decrypt(_nonce(prefix, number, last), piece, MAGIC))
        except InvalidTag as error:
            raise PassphraseError from error


def _pieces(file: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """At least one; True with the last."""
    piece = file.read(size)
    while True:
        following = file.read(size)
        yield piece, not following
        if not following:
            return
        piece = following


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
