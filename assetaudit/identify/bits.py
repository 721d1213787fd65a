"""A row of bits that is taken apart from the left, as EPC schemes lay them out."""

from __future__ import annotations


class Fault(Exception):  # noqa: N818 - it is an answer that travels, not an error that a user sees
    """Why bits follow no scheme, in one sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Bits:
    """A number as a row of bits; taking more than there are is a Fault."""

    __slots__ = ("number", "used", "width")

    def __init__(self, number: int, width: int) -> None:
        self.number = number
        self.width = width
        self.used = 0

    def take(self, count: int) -> int:
        """The next bits as a number."""
        left = self.width - self.used - count
        if left < 0:
            raise Fault(f"It is cut off after {self.width} bits.")
        self.used += count
        return (self.number >> left) & ((1 << count) - 1)

    def must_be_empty(self) -> None:
        """Whatever is left may only be padding."""
        left = self.width - self.used
        if self.number & ((1 << left) - 1):
            raise Fault("Bits behind the end of the scheme are not zero.")

    def seven_bit_text(self, count: int) -> str:
        """Seven-bit characters in a field of so many bits, padded with zeros."""
        left = self.take(count)
        spare = count % 7
        if left & ((1 << spare) - 1):
            raise Fault("The text field is not padded with zeros.")
        codes = [(left >> shift) & 0x7F for shift in range(count - 7, -1, -7)]
        text = "".join(map(chr, codes)).rstrip("\0")
        if not text:
            raise Fault("The text field is empty.")
        if not _is_82(text):
            raise Fault("The text holds characters that GS1 does not allow.")
        return text

    def six_bit_text(self, longest: int, *, fixed: bool = False) -> str:
        """Six-bit characters up to a zero, or exactly so many."""
        chars: list[str] = []
        while len(chars) < longest or not fixed:
            code = self.take(6)
            if code == 0 and not fixed:
                break
            char = chr(code + 64 if code < 32 else code)
            if char not in _SIX_BIT or len(chars) >= longest:
                raise Fault("The six-bit text is too long or holds characters that it may not.")
            chars.append(char)
        return "".join(chars)


_SIX_BIT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#-/ ")
_ALLOWED = frozenset("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")


def _is_82(text: str) -> bool:
    return _ALLOWED.issuperset(text)
