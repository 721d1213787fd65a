"""The filter language over records: ``category = server and cost > 500``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from assetaudit.errors import UsageError
from assetaudit.model.asset import Asset

Test = Callable[[Asset], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<sign><=|>=|!=|=|~|<|>)|(?P<bracket>[()])|"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<word>[^\s()=!~<>"']+))"""
)
_SIGNS = ("=", "!=", "~", "<", ">", "<=", ">=")
_KEYWORDS = ("and", "or", "not")
_DEEPEST = 50
"""Brackets and negations in each other: more than any person writes, less than what Python can follow."""
_MOST_TOLD = 20
"""Columns of the register that are named to somebody who named one that it does not have."""


class WhereError(UsageError):
    """A filter that cannot be understood; says where."""

    title = "Filter"

    def __init__(self, message: str, position: int) -> None:
        super().__init__(
            f"The filter cannot be understood at character {position + 1}: {message}",
            hint="Write it like: category = server and cost > 500.",
        )
        self.position = position
        """Counted from 0."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def compile_where(text: str) -> Test:
    """A test over assets; an empty filter lets everything through. WhereError says what is wrong and where."""
    return _parsed(text)[0] if text.strip() else lambda _asset: True


def check_fields(text: str, columns: Collection[str]) -> None:
    """WhereError for a field that is neither one of ours nor a column of the register, with those that come near."""
    known = {*_FIELDS, *_ALIASES, *(column.casefold() for column in columns)}
    for field, position in _parsed(text)[1] if text.strip() else ():
        if field.casefold() not in known:
            raise WhereError(_strange(field, columns), position)


def _strange(field: str, columns: Collection[str]) -> str:
    near = get_close_matches(field.casefold(), [*_FIELDS, *(column.casefold() for column in columns)], n=3)
    meant = f" Do you mean {' or '.join(near)}?" if near else ""
    others = f"; columns of the register: {', '.join(sorted(columns)[:_MOST_TOLD])}" if columns else ""
    return f"no record has a field '{field}'.{meant} There are {', '.join(_FIELDS)}{others}."


def _parsed(text: str) -> tuple[Test, list[tuple[str, int]]]:
    """The test, and the names of its fields with where they stand."""
    parser = _Parser(_tokens(text), len(text))
    test = parser.either()
    parser.end()
    return test, parser.fields


def _tokens(text: str) -> list[_Token]:
    tokens, position = [], 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise WhereError(_stray(text[start]), start)
        tokens.append(_token(match))
        position = match.end()
    return tokens


def _stray(sign: str) -> str:
    return f"the quotation that begins with {sign} does not end." if sign in "'\"" else f"'{sign}' has no meaning here."


def _token(match: re.Match[str]) -> _Token:
    kind = match.lastgroup or "word"
    text, start = match[kind], match.start(kind)
    if kind in ("double", "single"):
        return _Token("value", text, start)
    if kind == "word" and text.casefold() in _KEYWORDS:
        return _Token("keyword", text.casefold(), start)
    return _Token(kind, text, start)


class _Parser:
    """Recursive descent: or, and, not, comparison."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self.fields: list[tuple[str, int]] = []
        """Names of fields, with where they stand."""
        self._end = _Token("end", "the end", length)

    def _peek(self) -> _Token:
        return self._tokens[self._next] if self._next < len(self._tokens) else self._end

    def _take(self, *texts: str) -> bool:
        token = self._peek()
        if token.kind in ("keyword", "bracket") and token.text in texts:
            self._next += 1
            return True
        return False

    def end(self) -> None:
        """Nothing may follow."""
        token = self._peek()
        if token.kind != "end":
            raise WhereError(f"'{token.text}' comes after a finished filter; join with and/or.", token.position)

    def either(self) -> Test:
        """One or more parts of which one must hold."""
        tests = [self.both()]
        while self._take("or"):
            tests.append(self.both())
        return tests[0] if len(tests) == 1 else lambda asset: any(test(asset) for test in tests)

    def both(self) -> Test:
        """One or more parts that must all hold."""
        tests = [self.single()]
        while self._take("and"):
            tests.append(self.single())
        return tests[0] if len(tests) == 1 else lambda asset: all(test(asset) for test in tests)

    def single(self) -> Test:
        """A comparison, a negation or a part in brackets."""
        start = self._peek().position
        if self._take("not"):
            test = self._inside(self.single, start)
            return lambda asset: not test(asset)
        if self._take("("):
            inner = self._inside(self.either, start)
            if not self._take(")"):
                raise WhereError("a closing bracket is missing.", self._peek().position)
            return inner
        return self._comparison()

    def _inside(self, part: Callable[[], Test], start: int) -> Test:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise WhereError(f"more than {_DEEPEST} brackets and 'not's stand in each other.", start)
        test = part()
        self._depth -= 1
        return test

    def _comparison(self) -> Test:
        start = self._peek().position
        field = self._words("the name of a field")
        self.fields.append((field, start))
        sign = self._peek()
        if sign.kind != "sign":
            raise WhereError(f"after '{field}' comes one of {' '.join(_SIGNS)}.", sign.position)
        self._next += 1
        return _compare(field, sign.text, self._words("a value"))

    def _words(self, wanted: str) -> str:
        """A quoted value, or bare words up to the next sign, bracket or keyword."""
        words = []
        while self._peek().kind in ("word", "value"):
            words.append(self._peek().text)
            self._next += 1
        if not words:
            token = self._peek()
            raise WhereError(f"{wanted} is missing before {token.text!r}.", token.position)
        return " ".join(words)


_FIELDS: dict[str, Callable[[Asset], str]] = {
    "asset_tag": lambda asset: asset.asset_tag or "",
    "serial": lambda asset: asset.serial or "",
    "name": lambda asset: asset.name,
    "manufacturer": lambda asset: asset.manufacturer,
    "model": lambda asset: asset.model,
    "category": lambda asset: asset.category,
    "owner": lambda asset: asset.owner,
    "status": lambda asset: asset.status,
    "class": lambda asset: asset.status_class.value,
    "place": lambda asset: str(asset.place) if asset.place else asset.place_text,
    "cost": lambda asset: "" if asset.cost_cents is None else str(Decimal(asset.cost_cents) / 100),
    "height": lambda asset: str(Decimal(asset.height_half_units) / 2),
    "parent": lambda asset: asset.parent or "",
    "source": lambda asset: asset.key.partition(":")[0],
    "key": lambda asset: asset.key,
}
_ALIASES = {"tag": "asset_tag", "location": "place", "value": "cost", "status_class": "class", "asset tag": "asset_tag"}


def _value(field: str) -> Callable[[Asset], str]:
    name = field.casefold()
    known = _FIELDS.get(_ALIASES.get(name, name))
    return known if known is not None else lambda asset: _own(asset, name)


def _own(asset: Asset, name: str) -> str:
    """A field by the source's own column name, without regard to case."""
    return next((value for column, value in asset.fields.items() if column.casefold() == name), "")


def _compare(field: str, sign: str, wanted: str) -> Test:
    value = _value(field)
    if sign == "~":
        part = wanted.casefold()
        return lambda asset: part in value(asset).casefold()
    if sign in ("=", "!="):
        return lambda asset: _same(value(asset), wanted) is (sign == "=")
    return lambda asset: _ordered(value(asset), sign, wanted)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _same(value: str, wanted: str) -> bool:
    first, second = _number(value), _number(wanted)
    if first is not None and second is not None and _plain(value) and _plain(wanted):
        return first == second
    return value.strip().casefold() == wanted.strip().casefold()


def _plain(text: str) -> bool:
    """Whether a text is written as a plain number: '007' and '1E5' are names, not numbers."""
    return re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", text.strip()) is not None


def _ordered(value: str, sign: str, wanted: str) -> bool:
    """Numbers by size, texts by their letters; an empty value is neither more nor less than anything."""
    if not value:
        return False
    first, second = _number(value), _number(wanted)
    if first is not None and second is not None:
        order = (first > second) - (first < second)
    else:
        order = (value.casefold() > wanted.casefold()) - (value.casefold() < wanted.casefold())
    return {"<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[sign]
