"""Numbers for pre-printed labels: reserved by this laptop alone, and paired with assets by scanning both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from assetaudit.errors import PrintError, UsageError
from assetaudit.identify.clean import printable
from assetaudit.model.lane import is_own_lane, own_lane
from assetaudit.model.read import Read
from assetaudit.printing.numbers import Scheme, ticket
from assetaudit.store.label_lanes import DIGITS, known_uses, taken_twice, warnings
from assetaudit.store.register_codes import check_character, plain_code

if TYPE_CHECKING:
    from assetaudit.model.asset import Asset
    from assetaudit.wiring.workspace import Workspace

_LONGEST = 1000
"""Characters of an answer that is shown."""


def scheme(space: Workspace, prefix: str, digits: int, rule: str | None) -> Scheme:
    """How this laptop's numbers look: its lane, and the check digit of the settings where none is named."""
    given = space.label_book.lane()
    device = space.label_book.device
    usual = space.settings.check_digit or ("mod10" if given else "mod97")
    chosen = usual if rule is None else rule.replace("none", "")
    return Scheme(prefix.upper(), given or own_lane(device.id, device.machine), digits, chosen)


def reserve(space: Workspace, count: int, made: Scheme, *, user: str = "") -> list[str]:
    """The next free numbers, on the disk before they are shown; numbers that the register has are passed over."""
    if not 1 <= count <= 100_000:
        raise UsageError("Reserve between 1 and 100,000 numbers at a time.")
    _check_shape(space, made)
    if twice := taken_twice(known_uses(space.label_book), made.lane):
        raise PrintError(twice, hint="Take another lane, from the one laptop that gives all: assetaudit labels lane")
    register = space.registers.current()

    def taken(number: str) -> bool:
        return register is not None and bool(register.find("asset_tag", number))

    return space.label_book.reserve(made.series, count, made.number, taken, user=user)


def _check_shape(space: Workspace, made: Scheme) -> None:
    """Numbers that the walk would not take for asset tags are not printed."""
    example = made.number(1)
    kinds = {candidate.kind for candidate in space.identify(Read(text=example)).candidates}
    if "asset_tag" not in kinds:
        msg = f"A number such as {example} has none of the shapes of asset tags in the settings."
        raise PrintError(
            msg,
            hint="Choose --prefix, --digits and --check to fit them; 'labels lane' tells how numbers get shorter.",
        )


def laptop_code(space: Workspace) -> str:
    """What names this laptop where lanes are given, with a check letter."""
    lane = own_lane(space.label_book.device.id, space.label_book.device.machine)
    return lane + check_character(lane)


def lane_warnings(space: Workspace) -> list[str]:
    """What is known of lanes that were given twice, a sentence each."""
    return warnings(known_uses(space.label_book))


def give_lane(space: Workspace, code: str, *, user: str = "") -> str:
    """A ticket for the laptop with a code: a digit that no other laptop gets from here, always the same."""
    lane = plain_code(code)[:-1]
    if not is_own_lane(lane):
        raise UsageError(f"'{code}' is no laptop's code.", hint="It is what 'assetaudit labels lane' shows there.")
    digit = space.label_book.give_lane(lane, DIGITS, user=user)
    if not digit:
        raise PrintError("Nine lanes are given; there are no more digits.", hint="Others keep their longer numbers.")
    return ticket(digit, lane)


def take_lane(space: Workspace, given: str, *, user: str = "") -> None:
    """Take a lane by the ticket that was made for this laptop; UsageError for any other one."""
    code, digit = laptop_code(space), given.strip()[:1]
    if digit not in DIGITS or given.strip().upper() != ticket(digit, code[:-1]):
        raise UsageError(
            f"'{given}' is no lane that was given to this laptop.",
            hint=f"On the laptop of the team that gives all lanes: assetaudit labels lane --give {code}",
        )
    space.label_book.take_lane(digit, user=user)


def states(space: Workspace) -> Iterator[tuple[str, str, str]]:
    """Every reserved number, whether it is free, printed, voided or paired, and with which asset."""
    printed: dict[str, str] = {}
    paired: dict[str, str] = {}
    for fact in space.label_book.facts():
        if fact.kind in ("print", "reprint", "void") and fact.code:
            printed[fact.code] = "voided" if fact.kind == "void" else "printed"
        elif fact.kind == "pair":
            paired[fact.code] = fact.detail["asset"]
    for number in space.label_book.reserved():
        state = "paired" if number in paired else printed.get(number, "reserved")
        yield number, state, paired.get(number, "")


def pair(space: Workspace, number: str, other: str, *, user: str = "") -> Asset:
    """Put a reserved number to an asset that any code of its own names; the asset. The register is not changed."""
    if number not in set(space.label_book.reserved()):
        raise PrintError(f"'{number}' is no number that was reserved here.", hint="Scan the new label first.")
    earlier = next(space.label_book.facts(kind="pair", code=number, newest=True), None)
    assets = space.look_up(other)
    if len(assets) != 1:
        what = "no asset" if not assets else f"{len(assets)} assets"
        raise PrintError(f"The register has {what} under '{other}'.", hint="Scan the maker's serial number.")
    asset = assets[0]
    if earlier is not None and earlier.detail["asset"] != asset.key:
        msg = f"{number} belongs to {earlier.detail['asset']} already."
        raise PrintError(msg, hint="Take another label; one number never names two devices.")
    if earlier is None:
        space.label_book.add("pair", number, {"asset": asset.key}, user=user)
    return asset


def pair_lines(space: Workspace, lines: Iterable[str], *, user: str = "") -> Iterator[str]:
    """Pairs as they are scanned: a new label, then a code of the device; each line's answer."""
    known = set(space.label_book.reserved())
    waiting = ""
    for line in filter(None, map(str.strip, lines)):
        if line in known:
            waiting = line
            yield f"{printable(line)}: now scan a code of the device"
        elif not waiting:
            yield f"{printable(line)}: scan the new label first"
        else:
            try:
                asset = pair(space, waiting, line, user=user)
            except PrintError as error:
                yield f"{printable(line)}: {printable(str(error), _LONGEST)}"
            else:
                yield f"{waiting} = {asset.serial or asset.asset_tag or asset.key} {asset.name}".rstrip()
                waiting = ""
