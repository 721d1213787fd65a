"""Network namespaces of Linux: a hub and laptops, each on a line of its own that loses packets and is cut."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

HUB = "aahub"
HOST = "10.77.0.1"
_BRIDGE = "aabridge"


def trouble() -> str:
    """Why there can be no namespaces on this machine; empty where there can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "making network namespaces takes root"
    if missing := [name for name in ("ip", "nft") if shutil.which(name) is None]:
        return f"there is no {' and no '.join(missing)}"
    done = subprocess.run(["ip", "netns", "add", "aaprobe"], capture_output=True, text=True, check=False)
    subprocess.run(["ip", "netns", "del", "aaprobe"], capture_output=True, check=False)
    return done.stderr.strip()


class Halls:
    """The namespace of the hub, one for each laptop, and a line from this one to the hub's."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)
        self.end()
        _do(f"ip netns add {HUB}")
        _do(f"ip -n {HUB} link add {_BRIDGE} type bridge")
        _do(f"ip -n {HUB} addr add {HOST}/24 dev {_BRIDGE}")
        _do(f"ip -n {HUB} link set {_BRIDGE} up")
        _do(f"ip -n {HUB} link set lo up")
        self._line("aatest", 254, "")
        for number, name in enumerate(self._names, 2):
            _do(f"ip netns add {self.of(name)}")
            _do(f"ip -n {self.of(name)} link set lo up")
            self._line(f"aa{number}", number, self.of(name))

    @staticmethod
    def of(name: str) -> str:
        """The namespace of a laptop."""
        return f"aa{name}"

    def _line(self, line: str, number: int, space: str) -> None:
        where = f"netns {space}" if space else ""
        inside = f"-n {space}" if space else ""
        _do(f"ip link add {line}h netns {HUB} type veth peer name {line} {where}")
        _do(f"ip -n {HUB} link set {line}h master {_BRIDGE} up")
        _do(f"ip {inside} addr add 10.77.0.{number}/24 dev {line}")
        _do(f"ip {inside} link set {line} up")

    def lose(self, name: str, percent: int) -> None:
        """Let so many packets vanish, both ways."""
        inside = f"ip netns exec {self.of(name)} nft"
        _do(f"{inside} add table inet lossy")
        for hook in ("input", "output"):
            chain = f"{{ type filter hook {hook} priority 0 ; }}"
            _do(f"{inside} add chain inet lossy {hook} {chain}")
            _do(f"{inside} add rule inet lossy {hook} numgen random mod 100 < {percent} drop")

    def cut(self, name: str) -> None:
        """Pull the plug at the hub's end."""
        _do(f"ip -n {HUB} link set aa{self._names.index(name) + 2}h down")

    def mend(self, name: str) -> None:
        """Put the plug in."""
        _do(f"ip -n {HUB} link set aa{self._names.index(name) + 2}h up")

    def end(self) -> None:
        """Take everything away that was made."""
        for space in (*(self.of(name) for name in self._names), HUB):
            subprocess.run(["ip", "netns", "del", space], capture_output=True, check=False)
        subprocess.run(["ip", "link", "del", "aatest"], capture_output=True, check=False)


def _do(words: str) -> None:
    done = subprocess.run(words.split(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}: {done.stderr}"
