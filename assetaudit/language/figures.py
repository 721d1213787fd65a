"""Numbers, sums, days and times as the language that is spoken writes them; its forms stand in the catalogue."""

from __future__ import annotations

import re

from assetaudit.language import day_form, marked, say, say_many

_BAND = re.compile(r"([\d,]+) to ([\d,]+)")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|\+00:00)?)?")


def whole(number: int) -> str:
    """A number with its thousands apart."""
    told = f"{number:,}"
    return marked(told) if "," in told else told


def decimal(number: float, places: int = 1) -> str:
    """A number with so many decimal places."""
    return marked(f"{number:,.{places}f}")


def amount(cents: int) -> str:
    """Hundredths of a currency as an amount of it."""
    sign = "-" if cents < 0 else ""
    units, rest = divmod(abs(cents), 100)
    return marked(f"{sign}{units:,}.{rest:02d}")


def share(part: int, of: int, *, up: bool = False) -> str:
    """A percentage with one decimal, rounded down so that 100 % means all of them; a dash where there is no base."""
    if of == 0:
        return "–"
    told = tenths(part, of, up=up)
    if told == 0 and part > 0:
        return f"< {marked('0.1')} %"
    return f"{marked(f'{told // 10}.{told % 10}')} %"


def tenths(part: int, of: int, *, up: bool = False) -> int:
    """A percentage in tenths of a percent, rounded down, or up."""
    return -(-part * 1000 // of) if up else part * 1000 // of


def examined(deviations: int, n: int, waiting: int) -> str:
    """What a part of a sample came to: how many of it deviate, and how many wait."""
    one, many = "{bad} of {n} deviates", "{bad} of {n} deviate"
    told = say_many(one, many, deviations, bad=whole(deviations), n=whole(n))
    return f"{told} · {waits(waiting)}" if waiting else told


def waits(number: int) -> str:
    """How many wait."""
    return say_many("1 waits", "{n} wait", number, n=whole(number))


def moment(text: str) -> str:
    """A time or day as RFC 3339 writes it, to the second and with its zone named; any other text stays as it is."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return text
    day = day_form().format(year=found[1], month=found[2], day=found[3])
    return " ".join(part for part in (day, found[4], "UTC" if found[5] else "") if part)


def stratum(name: str) -> str:
    """A part of a population, such as ``DC1/R2, 1,000 to 10,000``: a place is data, the values in it are not."""
    found = _BAND.search(name)
    if found is not None:
        told = say("{low} to {high}", low=marked(found[1]), high=marked(found[2]))
        return f"{name[: found.start()]}{told}{name[found.end() :]}"
    return name.removesuffix("below 1") + say("below 1") if name.endswith("below 1") else name
