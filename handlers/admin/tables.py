"""Tables on their way out: written page by page in a thread, in files that Telegram takes, gone afterwards."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from aiogram.types import FSInputFile

from bot.core.desk_ports import Cell
from bot.core.spreadsheet import as_csv, heading, line

PART_BYTES = 40_000_000  # Telegram takes 50 MB
_BOM = b"\xef\xbb\xbf"  # without it a spreadsheet takes UTF-8 for something else


class Tables:
    """`name` becomes `orders.csv`, or `orders-1.csv` and so on where it takes several."""

    def __init__(self, directory: Path, name: str, columns: Sequence[str]) -> None:
        self._directory = directory
        self._name = name
        self._columns = columns
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._parts: list[tuple[Path, int]] = []
        self._size = 0

    async def __aenter__(self) -> Self:
        self._folder = await asyncio.to_thread(self._open)
        return self

    async def __aexit__(self, *_: Any) -> None:
        if self._folder is not None:
            await asyncio.to_thread(self._folder.cleanup)

    async def add(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        await asyncio.to_thread(self._write, rows)

    async def finish(self) -> list[tuple[FSInputFile, int]]:
        """The files with how many rows each has; none where there were no rows."""
        names = [f"{self._name}.csv"]
        if len(self._parts) > 1:
            names = [f"{self._name}-{part}.csv" for part in range(1, len(self._parts) + 1)]
        return [(FSInputFile(path, name), rows) for (path, rows), name in zip(self._parts, names, strict=False)]

    def _open(self) -> tempfile.TemporaryDirectory[str]:
        self._directory.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=self._directory, prefix=f"{self._name}-")

    def _write(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        assert self._folder is not None  # noqa: S101 - used as a context
        if not self._parts or self._size >= PART_BYTES:
            self._parts.append((Path(self._folder.name) / f"{len(self._parts) + 1}.csv", 0))
            self._size = 0
        path, count = self._parts[-1]
        written = as_csv(line(self._columns, row) for row in rows)
        if not self._size:
            written = _BOM + as_csv([heading(self._columns)]) + written
        with path.open("ab") as file:
            file.write(written)
        self._size += len(written)
        self._parts[-1] = (path, count + len(rows))
