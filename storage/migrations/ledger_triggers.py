"""What the database itself holds of the ledger, as of revision 0001; a later migration replaces triggers, not this.

- A posting's insert writes its two entries and moves the balances; nothing else may write an entry.
- Postings and entries are never changed and never deleted.
- A customer's balance starts at nothing and is always the one that the account's newest entry names.
"""

from __future__ import annotations

ENTRY_OF_ITS_POSTING = """
    SELECT 1 FROM ledger_postings p JOIN ledger_accounts a ON a.id = NEW.account_id
    WHERE p.id = NEW.posting_id
        AND ((p.source_id = a.id AND NEW.amount_micros = -p.amount_micros)
            OR (p.target_id = a.id AND NEW.amount_micros = p.amount_micros))
        AND NEW.balance_after_micros {same} (a.balance_micros + NEW.amount_micros)
"""
NEWEST_BALANCE = "(SELECT balance_after_micros FROM ledger_entries WHERE account_id = NEW.id ORDER BY id DESC LIMIT 1)"


def _write(side: str, sign: str) -> str:
    """One entry and one balance. The shop's accounts keep no balance: theirs stays NULL."""
    return f"""
    INSERT INTO ledger_entries (posting_id, account_id, amount_micros, balance_after_micros)
        SELECT NEW.id, id, {sign}NEW.amount_micros, balance_micros + ({sign}NEW.amount_micros)
        FROM ledger_accounts WHERE id = NEW.{side}_id;
    UPDATE ledger_accounts SET balance_micros = balance_micros + ({sign}NEW.amount_micros)
        WHERE id = NEW.{side}_id AND balance_micros IS NOT NULL;
"""  # noqa: S608


WRITE_ENTRIES = _write("source", "-") + _write("target", "")

_SQLITE = {
    "ledger_postings_write_entries": f"AFTER INSERT ON ledger_postings BEGIN {WRITE_ENTRIES} END",
    "ledger_entries_match_posting": f"""BEFORE INSERT ON ledger_entries
        WHEN NOT EXISTS ({ENTRY_OF_ITS_POSTING.format(same="IS")})
        BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is written by its posting alone'); END""",
    "ledger_accounts_start_empty": """BEFORE INSERT ON ledger_accounts WHEN NEW.balance_micros <> 0
        BEGIN SELECT RAISE(ABORT, 'an account of the ledger starts at nothing'); END""",
    "ledger_accounts_follow_entries": f"""BEFORE UPDATE OF balance_micros ON ledger_accounts
        WHEN NEW.balance_micros IS NOT {NEWEST_BALANCE}
        BEGIN SELECT RAISE(ABORT, 'a balance is moved by a posting alone'); END""",
    **{
        f"{table}_forbid_{what}": f"""BEFORE {what.upper()} ON {table}
        BEGIN SELECT RAISE(ABORT, 'the ledger is only ever added to'); END"""
        for table in ("ledger_postings", "ledger_entries")
        for what in ("update", "delete")
    },
}

# name: (table, when, body of the function)
_POSTGRESQL = {
    "ledger_postings_write_entries": (
        "ledger_postings",
        "AFTER INSERT",
        # Locked first and in one order, so that the balances read below are the newest.
        f"""PERFORM 1 FROM ledger_accounts WHERE id IN (NEW.source_id, NEW.target_id) AND balance_micros IS NOT NULL
        ORDER BY id FOR NO KEY UPDATE;
        {WRITE_ENTRIES} RETURN NULL;""",
    ),
    "ledger_entries_match_posting": (
        "ledger_entries",
        "BEFORE INSERT",
        f"""IF NOT EXISTS ({ENTRY_OF_ITS_POSTING.format(same="IS NOT DISTINCT FROM")}) THEN
        RAISE EXCEPTION 'an entry of the ledger is written by its posting alone'; END IF; RETURN NEW;""",
    ),
    "ledger_accounts_start_empty": (
        "ledger_accounts",
        "BEFORE INSERT",
        """IF NEW.balance_micros <> 0 THEN
        RAISE EXCEPTION 'an account of the ledger starts at nothing'; END IF; RETURN NEW;""",
    ),
    "ledger_accounts_follow_entries": (
        "ledger_accounts",
        "BEFORE UPDATE OF balance_micros",
        f"""IF NEW.balance_micros IS DISTINCT FROM {NEWEST_BALANCE} THEN
        RAISE EXCEPTION 'a balance is moved by a posting alone'; END IF; RETURN NEW;""",
    ),
    **{
        f"{table}_forbid_{what}": (
            table,
            f"BEFORE {what.upper()}",
            "RAISE EXCEPTION 'the ledger is only ever added to';",
        )
        for table in ("ledger_postings", "ledger_entries")
        for what in ("update", "delete", "truncate")
    },
}


def _for_each(when: str) -> str:
    return "STATEMENT" if when.endswith("TRUNCATE") else "ROW"


CREATE = {
    "sqlite": [f"CREATE TRIGGER {name} {body}" for name, body in _SQLITE.items()],
    "postgresql": [
        statement
        for name, (table, when, body) in _POSTGRESQL.items()
        for statement in (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
            f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {_for_each(when)} EXECUTE FUNCTION {name}()",
        )
    ],
}

DROP = {
    "sqlite": [f"DROP TRIGGER {name}" for name in _SQLITE],
    "postgresql": [
        statement
        for name, (table, *_) in _POSTGRESQL.items()
        for statement in (f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()")
    ],
}
