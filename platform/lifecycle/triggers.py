"""The log is append-only: the database itself refuses UPDATE and DELETE."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "lifecycle_logentry"

_INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER log_is_append_only_{verb.lower()} BEFORE {verb} ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION refuse_to_change_the_log() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE EXCEPTION 'the log is append-only' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_log()",
    ],
}
_REMOVE = {
    "sqlite": [
        "DROP TRIGGER log_is_append_only_update",
        "DROP TRIGGER log_is_append_only_delete",
    ],
    "postgresql": [
        f"DROP TRIGGER log_is_append_only ON {TABLE}",
        "DROP FUNCTION refuse_to_change_the_log()",
    ],
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse changes of the log.

    Raises:
        KeyError: the database is neither SQLite nor PostgreSQL.
    """
    _run(connection, _INSTALL)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the refusal away (to reverse the migration, or to empty a test database)."""
    _run(connection, _REMOVE)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
