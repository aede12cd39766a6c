"""Ledgers are append-only: the database itself refuses UPDATE and DELETE."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "lifecycle_logentry"


def install(
    connection: BaseDatabaseWrapper, table: str = TABLE, noun: str = "log"
) -> None:
    """Make the database refuse changes of a ledger: the log, unless told otherwise.

    Args:
        connection: to SQLite or PostgreSQL.
        table: the ledger's table.
        noun: what the ledger is called, in the trigger's name and its message.

    Raises:
        KeyError: the database is neither SQLite nor PostgreSQL.
    """
    _run(connection, _installing(table, noun))


def remove(
    connection: BaseDatabaseWrapper, table: str = TABLE, noun: str = "log"
) -> None:
    """Take the refusal away (to reverse the migration, or to empty a test database)."""
    _run(connection, _removing(table, noun))


def _installing(table: str, noun: str) -> dict[str, list[str]]:
    return {
        "sqlite": [
            f"CREATE TRIGGER {noun}_is_append_only_{verb.lower()} BEFORE {verb} "
            f"ON {table} BEGIN SELECT RAISE(ABORT, 'the {noun} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ],
        "postgresql": [
            f"CREATE FUNCTION refuse_to_change_the_{noun}() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the {noun} is append-only' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {noun}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_{noun}()",
        ],
    }


def _removing(table: str, noun: str) -> dict[str, list[str]]:
    return {
        "sqlite": [
            f"DROP TRIGGER {noun}_is_append_only_update",
            f"DROP TRIGGER {noun}_is_append_only_delete",
        ],
        "postgresql": [
            f"DROP TRIGGER {noun}_is_append_only ON {table}",
            f"DROP FUNCTION refuse_to_change_the_{noun}()",
        ],
    }


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
