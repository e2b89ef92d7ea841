"""python -m bot: arguments and exit codes only. 0: done; 1: failed; 2: wrong arguments or settings."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot import __version__

# What a command needs is imported by the command: `python -m bot --help` and a health probe stay quick.
if TYPE_CHECKING:
    from bot.core.ledger import LedgerProof
    from bot.settings import Settings
    from storage.held_back import HeldBack

FAILED, WRONG_SETTINGS = 1, 2

app = typer.Typer(
    help="A Telegram storefront that never loses an order.", no_args_is_help=False, pretty_exceptions_enable=False
)
ledger_app = typer.Typer(help="The ledger.", no_args_is_help=True)
catalog_app = typer.Typer(help="The catalogue.", no_args_is_help=True)
app.add_typer(ledger_app, name="ledger")
app.add_typer(catalog_app, name="catalog")


class Part(StrEnum):
    RECEIVER = "receiver"
    WORKERS = "workers"


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"storefront {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and exit.")
    ] = False,
) -> None:
    """Without a command: run."""
    if context.invoked_subcommand is None:
        run(only=None)


@app.command()
def run(
    only: Annotated[Part | None, typer.Option(help="Split a large shop: take updates in, or work behind them.")] = None,
) -> None:
    """Run the shop until SIGTERM or Ctrl-C."""
    settings = _settings("BOT_TOKEN")
    from bot.app.start import run_shop
    from bot.app.unfit import UnfitSettingError

    with _in_one_line(UnfitSettingError):
        asyncio.run(run_shop(settings, only.value if only else None))


@app.command()
def demo(
    port: Annotated[
        int | None, typer.Option(envvar="PORT", min=0, max=65_535, help="Of the page; 8000 or a free one.")
    ] = None,
) -> None:
    """Try the whole shop on this machine: no token, no provider, no network."""
    from bot.simulator.demo import run_demo

    raise typer.Exit(asyncio.run(run_demo(port)))


@app.command()
def migrate() -> None:
    """Bring the database's tables to this version. `run` does so by itself."""
    settings = _settings()
    from storage.migrate import migrate as migrate_database

    with _in_one_line():
        asyncio.run(migrate_database(settings.database_url.get_secret_value()))
    typer.echo("ok: the database is at this version")


@app.command()
def check(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: a JSON list.")] = False,
) -> None:
    """The doctor: each line is ok, or says what is wrong and which line of .env to change; 1 where one is wrong."""
    settings = _settings(quiet=True)
    from bot.app.doctor import examine

    findings = asyncio.run(examine(settings))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            typer.echo(finding.line)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(FAILED)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Is replaced where it is there.")]) -> None:
    """Copy the SQLite database to FILE, while the shop runs; encrypted where BACKUP_PASSPHRASE is set."""
    settings = _settings()
    from storage.backup import back_up

    with _in_one_line():
        back_up(settings.database_url.get_secret_value(), file, _passphrase(settings))
    typer.echo(f"ok: {file}, {file.stat().st_size / 1024:.0f} KiB" + (", encrypted" if _passphrase(settings) else ""))


@app.command()
def restore(
    file: Path,
    force: Annotated[bool, typer.Option("--force", help="Put a database that is there aside.")] = False,
) -> None:
    """Put FILE, which `backup` made, in the database's place. Nothing that may have been done is done again."""
    settings = _settings()
    from bot.app.offline import prove_ledger
    from bot.core.clock import SystemClock
    from storage.backup import restore as put_back
    from storage.sealed import PassphraseError

    url = settings.database_url.get_secret_value()
    with _in_one_line(PassphraseError):
        done = asyncio.run(put_back(file, url, SystemClock().now(), _passphrase(settings), force=force))
        proof = asyncio.run(prove_ledger(settings))
    if done.aside is not None:
        typer.echo(f"kept: the database that was there is {done.aside} now")
    _say_held_back(done.held_back)
    _say_proof(proof)


@app.command("hold-back")
def hold_back() -> None:
    """After pg_restore: nothing that may have been done since the backup is done again. `restore` does so by itself."""
    settings = _settings()
    from bot.app.offline import hold_back_restored, prove_ledger

    with _in_one_line():
        held_back = asyncio.run(hold_back_restored(settings))
        proof = asyncio.run(prove_ledger(settings))
    _say_held_back(held_back)
    _say_proof(proof)


@app.command()
def release() -> None:
    """Send the messages that a restore has parked."""
    settings = _settings()
    from storage.held_back import release as release_messages

    with _in_one_line():
        released = asyncio.run(release_messages(settings.database_url.get_secret_value()))
    typer.echo(f"ok: {released} messages wait to be sent")


@app.command("move-to")
def move_to(url: Annotated[str, typer.Argument(help="postgresql+asyncpg://shop:password@host/shop, empty.")]) -> None:
    """Move a shop that stands still from SQLite to PostgreSQL; only where counts, balances and ledger agree."""
    settings = _settings()
    from storage.move import move

    with _in_one_line(ValueError):
        moved = asyncio.run(move(settings.database_url.get_secret_value(), url))
    for table, count in moved.rows.items():
        typer.echo(f"{table}: {count}")
    typer.echo(
        f"ok: {moved.proof.postings} postings, {moved.proof.accounts} accounts and {moved.proof.orders} orders agree"
    )
    typer.echo("Now put the new DATABASE_URL into .env, and start the shop")


@ledger_app.command()
def verify() -> None:
    """Prove every invariant of the ledger from its entries and the orders; 1 where one does not hold."""
    settings = _settings()
    from bot.app.offline import prove_ledger

    with _in_one_line():
        proof = asyncio.run(prove_ledger(settings))
    _say_proof(proof)


@catalog_app.command()
def sync() -> None:
    """Fetch every provider's list once, and say what changed."""
    settings = _settings()
    from bot.app.offline import sync_catalogues
    from bot.app.unfit import UnfitSettingError

    with _in_one_line(UnfitSettingError):
        reports = asyncio.run(sync_catalogues(settings))
    for report in reports:
        if report.problem:
            typer.echo(f"{report.provider}: nothing changed: {report.problem}")
            continue
        typer.echo(
            f"{report.provider}: {report.seen} services, {report.new} new, {report.gone} gone, "
            f"{len(report.changed)} with another price, {report.skipped} broken rows skipped"
        )
    if not reports:
        _fail("PROVIDER_URL and PROVIDER_KEY: not set, there is no list to fetch", WRONG_SETTINGS)
    if any(report.problem for report in reports):
        raise typer.Exit(FAILED)


def _settings(*required: str, quiet: bool = False) -> Settings:
    """The settings, with logging set up by them; wrong ones end the program, a line each."""
    from bot.logs import configure_logs
    from bot.settings import SettingsError, load_settings

    try:
        settings = load_settings(required=required)
    except SettingsError as error:
        for line in error.lines:
            typer.echo(line, err=True)
        raise typer.Exit(WRONG_SETTINGS) from None
    configure_logs("CRITICAL" if quiet else settings.log_level, settings.log_format, secrets=settings.secrets())
    return settings


def _say_held_back(held_back: HeldBack) -> None:
    count = held_back.unknown_orders
    typer.echo(f"unknown: {count} orders that may have been placed meanwhile; see /review as an admin")
    typer.echo(f"parked: {held_back.parked_messages} messages; `python -m bot release` sends them")
    typer.echo(f"parked: {held_back.parked_updates} updates; stopped: {held_back.stopped_broadcasts} broadcasts")


def _say_proof(proof: LedgerProof) -> None:
    for problem in proof.problems:
        typer.echo(f"broken: {problem}")
    if not proof.holds:
        raise typer.Exit(FAILED)
    typer.echo(f"ok: {proof.postings} postings, {proof.accounts} accounts and {proof.orders} orders agree")


def _passphrase(settings: Settings) -> str | None:
    return settings.backup_passphrase.get_secret_value() if settings.backup_passphrase else None


@contextmanager
def _in_one_line(*wrong_settings: type[Exception]) -> Iterator[None]:
    """What the operator can mend ends the program with one line, and with 2 where a setting is to be changed."""
    from bot.core.errors import StorageError

    try:
        yield
    except wrong_settings as error:
        _fail(str(error), WRONG_SETTINGS)
    except (StorageError, OSError) as error:
        _fail(str(error), FAILED)


def _fail(line: str, code: int) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    app(prog_name="python -m bot")
