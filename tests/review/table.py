"""A story's audit with a desk for each person: the real findings, the real ledger, a log in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assetaudit.model.event import Draft, Event
from assetaudit.model.terms import ReviewTerms
from assetaudit.reconcile import Reconciliation
from assetaudit.review.decision import Decide, Wish
from assetaudit.review.desk import Desk
from assetaudit.review.ledger import Ledger
from assetaudit.review.standing import Standing
from tests.stories.language import Stage, read

STORY = """
places:    DC1/R2/A/07 rack | DC1/R2/A/08 rack
register:  IT-1 DC1/R2/A/07:U12 serial=S1 cost=5000 | IT-2 DC1/R2/A/07:U14 serial=S2 cost=900 | IT-3 DC1/R2/A/08:U10
           IT-4 DC1/R2/A/08:U12 cost=0 | IT-9 DC1/R2/A/07:U30 retired
scope:     DC1/R2
ana at DC1/R2/A/07:  IT-1  IT-3  XX-1  IT-9  closed
"""


class Table:
    """Findings, ledger and people around them."""

    def __init__(
        self,
        story: str = STORY,
        *,
        terms: ReviewTerms | None = None,
        people: Sequence[tuple[str, str]] = (),
        genuine: Callable[[str, str, bytes], bool] = lambda *_: False,
    ) -> None:
        self.genuine = genuine
        self.stage = Stage(read(story))
        frame = replace(self.stage.frame, review=terms or ReviewTerms(), people=tuple(people))
        self.frame = frame
        self.engine = Reconciliation(frame, self.stage.register, self.stage.identify)
        self.ledger = Ledger(self.engine, self.stage.register.asset, genuine=genuine)
        self.learn(self.stage.log.written)
        self.stage.engine = self.engine

    def learn(self, events: Sequence[Event]) -> None:
        """Events reach findings and ledger alike."""
        for event in list(events):
            self.engine.add(event)
            self.ledger.add(event)

    def desk(self, user: str, sign: Callable[[bytes], Mapping[str, str]] | None = None) -> Desk:
        """A person's desk, in a log of its own."""
        writer = self.stage.log.writer(f"log-desk-{user}-{len(self.stage.log.written):05}")
        return Desk(self.ledger, writer, user, self.learn, sign)

    def decide(self, user: str, decide: Decide, *things: str, why: str = "seen") -> list[Event]:
        """Decide about things by their short names."""
        return self.desk(user).decide(Wish(decide, why), [self.key(one) for one in things])

    def approve(self, user: str, *things: str) -> list[Event]:
        """Approve by short names."""
        return self.desk(user).approve([self.key(one) for one in things])

    def walk(self, who: str, place: str, *codes: str) -> None:
        """A later walk."""
        before = len(self.stage.log.written)
        writer = self.stage.log.writer(f"log-later-{who}-{before}")
        told = read(f"scope: DC1\n{who} at {place}:  {'  '.join(codes)}")
        from assetaudit.audit.walk import Walk

        log = self.stage.log
        self.stage.walks[who] = Walk(self.engine, writer, self.stage.register, self.stage.identify, log.clock, who)
        for step in told.steps:
            step(self.stage)
        self.learn(log.written[before:])

    def forge(self, kind: str, d: dict[str, object], user: str, sup: tuple[str, ...] = ()) -> Event:
        """Write an event past the desk, as a doctored program would."""
        writer = self.stage.log.writer(f"log-forged-{len(self.stage.log.written)}")
        event = writer.append(Draft(kind, d, sup), user=user)
        self.learn([event])
        return event

    def key(self, name: str) -> str:
        """The key of a thing by its tag or identifier."""
        return next(key for key, finding in self.engine.keyed() if name in (key, finding.asset_tag, finding.identifier))

    def standing(self, name: str) -> Standing:
        """Where a thing stands."""
        return self.ledger.standing(self.key(name))

    def again(self) -> Ledger:
        """The ledger worked out anew from the events in reverse order."""
        engine = Reconciliation(self.frame, self.stage.register, self.stage.identify)
        ledger = Ledger(engine, self.stage.register.asset, genuine=self.genuine)
        for event in reversed(self.stage.log.written):
            engine.add(event)
            ledger.add(event)
        return ledger
