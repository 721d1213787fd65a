"""A thousand findings an hour: what each step of a review costs by the finding, beside a bare listing of the findings.

Run with ``python -m tests.benchmarks.review [findings ...]`` (default 1,000, 10,000 and 100,000). Each step is told in
wall and CPU seconds, as a multiple of the listing of the same audit, and by the finding beside the smallest audit: a
step whose cost by the finding grows with the audit is quadratic.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assetaudit.model.event import Draft
from assetaudit.model.finding import Outcome
from assetaudit.paths import Home
from assetaudit.registers.importing import Wishes, import_file
from assetaudit.review.chosen import Rule, chosen
from assetaudit.review.standing import State
from assetaudit.wiring import Workspace
from assetaudit.wiring.changes import Changes
from assetaudit.wiring.review import Review
from assetaudit.wiring.screen_review import ScreenReview

SIZES = (1_000, 10_000, 100_000)
IN_RACK = 20
BATCH = 5_000
MOST = 1.6
"""What a finding may cost in the largest audit, as a multiple of what it costs in the smallest."""
Told = dict[str, tuple[float, float]]


def rack(number: int) -> str:
    """The rack of a number."""
    return f"DC1/R{number // 400}/{number // 20 % 20:02}/{number % 20:02}"


def workspace(folder: Path, findings: int) -> Workspace:
    """A register and a walk in which every second asset is missing, elsewhere or in another unit."""
    space = Workspace(Home(folder).make())
    file = folder / "register.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("Asset Tag,Serial,Model,Category,Status,Location,Cost,Height\n")
        for number in range(findings * 2):
            place, slot = divmod(number, IN_RACK)
            kind = "server" if number % 3 else "switch"
            out.write(f"IT-{number:07},SN{number:08X}Q,R740,{kind},Deployed,{rack(place)}:U{slot * 2 + 1},{slot}00,2\n")
    import_file(space.registers, file, Wishes("cmdb"))
    space.create_audit("Q4", ["DC1"], user=space.user("ana"))
    walk(space, findings * 2)
    return space


def walk(space: Workspace, assets: int) -> None:
    """Scan all racks, past the screens."""
    writer, user = space.events.writer(space.find("Q4").id), space.user("ana")
    for start in range(0, assets // IN_RACK, BATCH // IN_RACK):
        racks = range(start, min(start + BATCH // IN_RACK, assets // IN_RACK))
        places = [Draft("place", {"by": "typed", "place": rack(place)}) for place in racks]
        at = {place: event.hash for place, event in zip(racks, writer.append_many(places, user=user), strict=True)}
        scans = [draft for place in racks for draft in scanned(place, at, racks)]
        writer.append_many(scans, user=user)
        covers = [{"place": rack(place)} for place in racks]
        writer.append(Draft("sweep", {"covers": covers, "state": "closed"}), user=user)
    writer.close()


def scanned(place: int, at: dict[int, str], racks: range) -> Iterator[Draft]:
    """The scans of one rack's assets: half are found, a quarter stands elsewhere, a quarter is not scanned."""
    for slot in range(IN_RACK):
        there = racks[(place * 7 + slot * 3) % len(racks)] if slot % 4 == 1 else place
        if slot % 4 != 3:
            read = {"reader": "keys://", "text": f"IT-{place * IN_RACK + slot:07}"}
            yield Draft("scan", {"at": at[there], "read": read})


def timed(told: Told, name: str, act: Callable[[], Any]) -> Any:
    """Do a step once and keep what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = act()
    told[name] = (time.perf_counter() - wall, time.process_time() - cpu)
    return answer


def review_of(space: Workspace) -> tuple[int, Told]:
    """Every step from opening to the change set; (findings, what each took)."""
    told: Told = {}
    review = timed(told, "open the review", lambda: Review.open(space, "Q4"))
    engine = review.loaded.reconciliation
    waiting = [key for key, one in engine.keyed() if one.outcome is not Outcome.FOUND]
    timed(told, "list the findings", lambda: sum(1 for _ in engine.keyed()))
    screen = timed(told, "open the screen", lambda: ScreenReview(space, "Q4", "mia"))
    entries = timed(told, "the queue on it", screen.queue)
    one = next(entry for entry in entries if entry.proposal is not None)
    timed(told, "decide one there", lambda: screen.decide(one.proposal.decide.value, one.things, "as proposed"))
    timed(told, "the queue after it", screen.queue)
    timed(told, "cases", review.cases)
    timed(
        told,
        "a rule's findings",
        lambda: list(chosen(review.ledger, review.standings(), Rule(where="category = server"))),
    )
    timed(told, "decide by rule", lambda: decided(review))
    timed(told, "what waits for approval", screen.bundles)
    timed(told, "approve all", lambda: approved(review))
    timed(told, "the change set", lambda: Changes(review).plan())
    timed(told, "tasks", review.tasks)
    timed(told, "all rows in JSON", lambda: [review.to_dict(one) for one in review.standings()])
    return len(waiting), told


def decided(review: Review) -> None:
    """Take every proposal."""
    things = [one.thing for one in chosen(review.ledger, review.standings(), Rule()) if one.waiting]
    with review.desk(review.space.user("mia")) as desk:
        for wish, part in review.deciding.wishes("proposed", things, {"why": "as proposed"}):
            desk.decide(wish, part)


def approved(review: Review) -> None:
    """Approve whatever waits for it."""
    things = [
        one.thing for one in chosen(review.ledger, review.standings(), Rule(states=(State.DECIDED,))) if one.to_approve
    ]
    with review.desk(review.space.user("bob")) as desk:
        desk.approve(things, shown=review.members(things), seed=review.seed(things))


def main() -> int:
    """Print every step of every size."""
    least: dict[str, float] = {}
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            findings, told = review_of(workspace(Path(folder), size))
        print(f"{findings:,} findings that wait")
        bare = told["list the findings"][1]
        for name, (wall, cpu) in told.items():
            each = cpu / findings
            grown = each / least.setdefault(name, each)
            word = "" if grown <= MOST else "  GROWS"
            print(
                f"  {name:24} {wall:7.2f} s, CPU {cpu:7.2f} s, x{cpu / bare:6.2f} of the listing,"
                f" {each * 1e6:8.1f} us a finding, x{grown:.2f}{word}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
