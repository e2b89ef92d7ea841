"""What the doctor says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `setting` is the line of .env to change; empty where all is well, or nothing in .env would help."""

    ok: bool
    subject: str
    text: str
    setting: str = ""

    @property
    def line(self) -> str:
        if self.ok:
            return f"ok    {self.subject}: {self.text}"
        return f"WRONG {self.subject}: {self.text}" + (f"; change {self.setting} in .env" if self.setting else "")
