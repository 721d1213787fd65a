"""A photograph as proof: the file that a camera or telephone made, copied into the workspace."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from assetaudit.language import say
from assetaudit.paths import typed_path
from assetaudit.ui.screens.ask import WriteOne


class PhotoQuestion(WriteOne):
    """Name the file; what comes back is the hash of its content."""

    def __init__(self) -> None:
        super().__init__(
            say("Photograph"), explain=say("The path of a JPEG, PNG or WebP file; it is copied into the workspace.")
        )

    @on(Input.Submitted)
    def _written(self, message: Input.Submitted) -> None:
        file = typed_path(message.value)
        if message.value.strip():
            message.prevent_default()  # the path is not the answer
            self.work("keep the photograph", lambda: self.workspace.offer_photo(file), then=self._offered)

    def _offered(self, photo: str) -> None:
        self.dismiss(photo)
