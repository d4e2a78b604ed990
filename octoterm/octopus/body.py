"""Reads and decompresses the body of an answer, up to a limit."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from octoterm.errors import BadAnswer
from octoterm.octopus.refusals import TRY_LATER
from octoterm.runtime.slices import give_way

MOST_BYTES = 10_000_000
"""Largest decompressed answer; a full page of readings has three million bytes."""


async def read_body(pieces: AsyncIterator[bytes], encoding: str) -> bytes:
    """The decompressed body; `pieces` are the raw bytes. Raises BadAnswer.

    httpx could decompress it, but without a limit: a small piece of gzip can expand to a thousand
    times its size, and endless gzip can expand to nothing.
    """
    if encoding not in ("gzip", "identity"):
        raise BadAnswer("The API's answer is compressed in an unknown way", TRY_LATER)
    gunzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    body = bytearray()
    received = 0
    async for piece in pieces:
        await give_way()
        received += len(piece)
        try:
            room = MOST_BYTES + 1 - len(body)
            body += gunzip.decompress(piece, room) if encoding == "gzip" else piece
        except zlib.error:
            raise BadAnswer("The API's answer is damaged", TRY_LATER) from None
        if max(len(body), received) > MOST_BYTES:
            raise BadAnswer("The API's answer is far too large", TRY_LATER)
        if gunzip.unused_data:
            break
    if encoding == "gzip" and (gunzip.unused_data or not gunzip.eof):
        raise BadAnswer("The API's answer is damaged", TRY_LATER)
    return bytes(body)
