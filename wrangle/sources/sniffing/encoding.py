"""Finds the encoding of text by its first bytes: marks, NULs, whether it is UTF-8, and what letters it would make."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order mark -> encoding; those of UTF-32 begin like those of UTF-16, so they come first."""

LEGACY = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_2", "koi8_r", "cp866", "mac_roman",
    "cp850", "cp932", "euc_jp", "gb18030", "big5hkscs", "cp949",
)  # fmt: skip
"""Encodings that are tried where text is not UTF-8: those of East Asia last, they make something of anything."""

FEW = 6
"""Distinct bytes outside ASCII, fewer than which tell no language: then it is the commonest, cp1252."""

JUDGED = 1 << 15
"""Bytes of lines that are not plain ASCII by which an encoding is judged."""


@dataclass(frozen=True)
class Encoding:
    """An encoding, and why it is taken for that of the text."""

    name: str
    why: str
    others: tuple[str, ...] = ()
    """Encodings that would do as well."""
    damaged: bool = False
    """Whether single bytes are not of this encoding."""


def find_encoding(data: bytes, *, complete: bool = True) -> Encoding | None:
    r"""Return the encoding of text; None where it is no text.

    Parameters
    ----------
    data
        The text, or its beginning.
    complete
        Whether it is the whole text, and ends with a whole character.

    Examples
    --------
    >>> find_encoding("a,é\n".encode("utf-16-le")).name
    'utf-16-le'
    >>> find_encoding("id,name\n2,©\n".encode("cp1252"))
    Encoding(name='cp1252', why='not UTF-8; few bytes outside ASCII', others=(), damaged=False)
    """
    mark = next((mark for mark in MARKS if data.startswith(mark)), None)
    if mark:
        return Encoding(MARKS[mark], "its byte order mark")
    if b"\0" in data:
        return _wide(data)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=complete)
    except UnicodeDecodeError:
        return not_utf8(data)
    return Encoding("utf-8", "ASCII" if data.isascii() else "valid UTF-8")


def not_utf8(data: bytes) -> Encoding:
    """Return the encoding of text that is not UTF-8, or UTF-8 with a few damaged bytes."""
    whole = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", data))
    broken = data.decode("utf-8", errors="replace").count("\ufffd") - data.count("\ufffd".encode())
    if whole > 3 * broken:
        return Encoding("utf-8", f"UTF-8 but for {broken} bytes", damaged=True)
    lines = [line for line in data.splitlines(keepends=True) if not line.isascii()]
    judged = b"".join(lines)[:JUDGED]
    outside = set(judged) - set(range(128))
    if len(outside) < FEW:
        return Encoding(_western(data), "not UTF-8; few bytes outside ASCII")
    return _by_letters(judged, data)


def _western(data: bytes) -> str:
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _by_letters(judged: bytes, data: bytes) -> Encoding:
    from charset_normalizer import from_bytes

    found = from_bytes(judged, cp_isolation=list(LEGACY), preemptive_behaviour=False)
    best = found.best()
    if best is None:
        return Encoding(_western(data), "not UTF-8, and like no language: the commonest is taken", LEGACY[1:])
    western = next((each for each in found if "cp1252" in each.could_be_from_charset), None)
    if western and western.chaos <= best.chaos + 0.02 and western.coherence >= best.coherence - 0.05:
        return Encoding("cp1252", "not UTF-8; its letters make words")
    others = [each for each in found if each.encoding != best.encoding and each.chaos <= best.chaos + 0.02]
    near = tuple(each.encoding for each in others if each.coherence >= best.coherence - 0.05)
    return Encoding(best.encoding, "not UTF-8; its letters make words", near)


def _wide(data: bytes) -> Encoding | None:
    """Return the UTF-16 without a mark that text with NULs is in: ASCII's NULs stand at every second byte."""
    pairs = len(data) // 2
    even, odd = (data[start : 2 * pairs : 2].count(0) for start in (0, 1))
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 3 < pairs:
        return None
    return Encoding("utf-16-le" if odd > even else "utf-16-be", "NULs at every second byte")
