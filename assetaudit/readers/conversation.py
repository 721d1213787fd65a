"""How an RFID reader is talked to: greet it, set it, keep it reading, notice when it falls silent, and stop it.

A protocol says which commands do that and what its frames mean; when each is sent, how long an answer is waited for
and what is told about a refusal is the same for all of them and stands here. Nothing is sent before the command before
it was answered or given up, for some readers lose two commands that arrive at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

from assetaudit.model.read import Read
from assetaudit.readers.address import Address
from assetaudit.readers.contract import Framer, LinkLostError
from assetaudit.readers.framing import Cutter, Shape

PATIENCE = 0.8
"""Seconds that an answer may take, unless its command says otherwise."""
MUTE = "The reader does not answer. Is it switched on, and are its speed and protocol the right ones?"
TRIES = 3
"""Times that a command is sent before it counts as unanswered."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command, and how its answer is known."""

    what: str
    """What it is for, in words that follow "to"."""
    send: bytes
    answer: int | None
    """The code that marks the answer; None where there is none to wait for."""
    vital: bool = False
    """Whether a reader that leaves it unanswered is given up."""
    patience: float = PATIENCE


@dataclass(slots=True)
class _Talk:
    """How far one conversation has come."""

    todo: list[Step]
    step: Step | None = None
    """The command that waits for its answer."""
    sent: float = 0.0
    tries: int = 0
    heard: float | None = None
    replies: list[bytes] = field(default_factory=list)
    notices: list[Read] = field(default_factory=list)


class Conversation(Framer, ABC):
    """A protocol that is spoken both ways; what stands in the frames is written by its subclasses."""

    def __init__(self, address: Address, shape: Shape, steps: Sequence[Step], stop: bytes = b"") -> None:
        self.reader = address.text
        self.cutter = Cutter(shape)
        self._steps = tuple(steps)
        self._stop = stop
        self.now = 0.0
        self._talk = _Talk(list(steps))

    @property
    def ready(self) -> bool:
        """Whether the reader has said anything that makes sense."""
        return self._talk.heard is not None

    def feed(self, data: bytes, now: float) -> list[Read]:
        """Reads that these bytes complete."""
        self.now = now
        return self._taken(self.cutter.feed(data, now))

    def idle(self, now: float) -> list[Read]:
        """Reads found behind a frame that does not go on, and what is to be told."""
        self.now = now
        return self._taken(self.cutter.idle(now))

    def due(self, now: float) -> bytes:
        """The next command, once the one before it was answered or given up."""
        self.now, talk = now, self._talk
        if talk.replies:
            replies, talk.replies = b"".join(talk.replies), []
            return replies
        if talk.step is not None and now - talk.sent < talk.step.patience:
            return b""
        if talk.step is not None and talk.tries >= TRIES:
            self._unanswered(talk.step)
        step = talk.step or self._next(now)
        if step is None:
            return b""
        talk.tries = talk.tries + 1 if step is talk.step else 1
        talk.step = step if step.answer is not None else None
        talk.sent = now
        return step.send

    def goodbye(self) -> bytes:
        """The command that ends reading."""
        return self._stop

    def lost(self) -> None:
        """Begin from the beginning with whatever is connected next."""
        self.cutter.clear()
        self._talk = _Talk(list(self._steps))
        self.started()

    @abstractmethod
    def take(self, frame: bytes, reads: list[Read]) -> None:
        """Add what a good frame reads, and say what it answers; never raises."""

    @abstractmethod
    def round(self, silence: float) -> Step | None:
        """The command that goes on reading after so many seconds without a frame; None: wait on."""

    def started(self) -> None:
        """A new conversation begins: forget what was learnt of the reader before."""
        return

    def answered(self, code: int, trouble: str = "") -> None:
        """A frame answers the command that waits for this code, perhaps with a refusal in words."""
        step = self._talk.step
        if step is not None and step.answer == code:
            self._talk.step = None
            if trouble:
                self.tell(f"The reader refused to {step.what}: {trouble}.")

    def refused(self, trouble: str) -> None:
        """An error of the reader that does not say to which command: to the one that waits, if one does."""
        step = self._talk.step
        if step is not None and step.answer is not None:
            self.answered(step.answer, trouble)
        else:
            self.tell(f"The reader says: {trouble}.")

    def then(self, step: Step) -> None:
        """Have a command sent next that could only be made now."""
        self._talk.todo.insert(0, step)

    def reply(self, data: bytes) -> None:
        """Have an acknowledgement sent before anything else."""
        self._talk.replies.append(data)

    def tell(self, sentence: str) -> None:
        """Have something told to people."""
        self._talk.notices.append(Read(reader=self.reader, kind="status", note=sentence))

    def _taken(self, frames: Sequence[bytes]) -> list[Read]:
        reads: list[Read] = []
        if frames:
            self._talk.heard = self.now
            for frame in frames:
                self.take(frame, reads)
        if self._talk.notices:
            reads += self._talk.notices
            self._talk.notices = []
        return reads

    def _next(self, now: float) -> Step | None:
        if self._talk.todo:
            return self._talk.todo.pop(0)
        return self.round(now - max(self._talk.sent, self._talk.heard or 0.0))

    def _unanswered(self, step: Step) -> None:
        self._talk.step = None
        if step.vital:
            raise LinkLostError("The reader has stopped answering." if self.ready else MUTE)
        self.tell(f"The reader did not answer when it was asked to {step.what}.")


class Streaming(Conversation):
    """A reader that is started once and then sends tags by itself."""

    def __init__(
        self, address: Address, shape: Shape, steps: Sequence[Step], *, start: Step, check: Step, quiet: float = 3.0
    ) -> None:
        self._start = start
        self._check = check
        self._quiet = quiet
        self._running = False
        super().__init__(address, shape, steps, check.send)

    def started(self) -> None:
        """Nothing runs yet."""
        self._running = False

    def round(self, silence: float) -> Step | None:
        """Start; after a silence ask the reader to stop, which proves that it is there, and start again."""
        if not self._running:
            self._running = True
            return self._start
        if silence < self._quiet:
            return None
        self._running = False
        return self._check

    def over(self) -> None:
        """The reader has stopped by itself: start it again."""
        self._running = False


class Polled(Conversation):
    """A reader that is asked again and again, each time when it has finished."""

    def __init__(
        self, address: Address, shape: Shape, steps: Sequence[Step], polls: Sequence[Step], pause: float = 0.0
    ) -> None:
        self._polls = tuple(polls)
        self._turn = 0
        self._pause = pause
        super().__init__(address, shape, steps)

    def round(self, silence: float) -> Step | None:
        """The next question in turn."""
        if silence < self._pause:
            return None
        self._turn = (self._turn + 1) % len(self._polls)
        return self._polls[self._turn - 1]
