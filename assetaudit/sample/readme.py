"""The page that explains the sample data to somebody who opens its folder."""

from __future__ import annotations

from collections import Counter

from assetaudit.model.finding import Outcome
from assetaudit.sample import layout
from assetaudit.sample.hall import SampleHall

_HEAD = """# A data centre to play with

Made up by `python -m assetaudit.sample --seed {seed} sample_data`; another seed makes another one. Nothing here
belongs to anybody: makers and models are real, every number, name and owner is invented.

| file | holds |
|---|---|
| `register.csv` | {records} assets as the register believes them to be |
| `places.csv` | two sites, four rooms, 24 racks of 42U and the corners beside them; import it first |
| `walk.jsonl` | {steps} reads of Ana's and Ben's walk through {scope}; `by` says whose |
| `exports/*.csv` | the same register as Snipe-IT, NetBox and ServiceNow would export it, each its own records |
| `recordings/serial-line.jsonl` | what Ana's scanner sent in her first rack, as bytes |
| `expected.json` | what the walk must come to, told by what truly stood where |

The register is one file, although three systems keep it: servers, laptops and kits come from Snipe-IT, network gear
and patch panels from NetBox, storage and power from ServiceNow (column `System`), each with its own words for a
status. One file can be imported, corrected and audited in one go, and that is what most people want to try first.
Whoever wants three sources imports the three files of `exports/` instead, and comes to the same findings.

The asset tags hold no meaning. Serial numbers have their makers' shapes. RFID labels (`EPC`) are GIAI-96 with the
company prefix of GS1's own examples.

## What happened here

Like any register, this one holds rows that are wrong in themselves: junk serial numbers, two devices with one tag,
two with one serial number, a status that no map knows, places that cannot be read or lie above the top of a rack,
empty ones, a row without any name. Since it was last
right, devices were moved, swapped, exchanged, stolen, retired and lost.

Ana and Ben scan what they find, with whatever label is at hand: tags, serial numbers bare and announced (`S`, `1S`,
`S/N:`, `SN:...;PID:...`), links on QR labels, part numbers by mistake, RFID tags of the rack beside. They close every
rack they finish, except one that was locked, one in which the shift ended, and a cabinet that nobody visited.

The walk must come to:

| outcome | findings |
|---|---|
"""
_FOOT = """
`{shape}` are the customer's own asset labels; the sample audit knows that as a pattern of foreign codes.
"""


def readme(hall: SampleHall) -> str:
    """The page for one seed."""
    counts = Counter(each.outcome for each in hall.expected)
    head = _HEAD.format(
        seed=hall.seed, records=len(hall.records), steps=len(hall.steps), scope=" and ".join(layout.SCOPE)
    )
    rows = "".join(f"| `{outcome.value}` ({outcome.printed}) | {counts[outcome]} |\n" for outcome in Outcome)
    return head + rows + _FOOT.format(shape=hall.patterns.foreign[0][0])
