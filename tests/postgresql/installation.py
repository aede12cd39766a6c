"""The product in a process of its own: two threads save while a third one follows.

``main`` is called under the settings of the suite. It prints a line for every save that
was confirmed, and at the end what there is, as JSON.
"""

import json
import threading
import time

from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, transaction

from catalogue.actions.feed import note_change
from catalogue.models import Need
from indexing.checking import compare
from indexing.index import index
from indexing.keeping import keep_indexes
from search.engines.sqlite import SqliteEngine
from tests.factories.accounts import RegionFactory
from tests.factories.catalogue import NeedFactory

SAVERS = 2
SAVES = 20
PAUSE = 0.1
ARRIVES_WITHIN = 60.0
telling = threading.Lock()  # a line of one thread never runs into another's


def save(confirmed: list[str], failed: list[str]) -> None:
    """Save until enough was confirmed; what the server broke off is begun anew."""
    while len(confirmed) < SAVES:
        try:
            with transaction.atomic():
                need = NeedFactory()
                note_change(need)
        except (OperationalError, InterfaceError) as error:
            failed.append(str(error))
            connection.close()
        else:
            confirmed.append(need.public_id)
            with telling:
                print("saved", flush=True)
        time.sleep(PAUSE)
    connection.close()


def main() -> None:
    """Save, let the index arrive, and count."""
    call_command("migrate", verbosity=0)
    RegionFactory()
    index().follow()
    stopped = threading.Event()
    keeper = threading.Thread(target=keep_indexes, args=(stopped, PAUSE))
    keeper.start()
    lists: list[tuple[list[str], list[str]]] = [([], []) for _ in range(SAVERS)]
    savers = [threading.Thread(target=save, args=one) for one in lists]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    connection.close()  # the server that it was made to is gone
    end = time.monotonic() + ARRIVES_WITHIN
    while index().do(compare).wrong and time.monotonic() < end:
        time.sleep(PAUSE)
    stopped.set()
    keeper.join()
    held = [key.id for key in index().do(SqliteEngine.keys) if key.kind == "need"]
    found = {
        "confirmed": [ident for confirmed, _ in lists for ident in confirmed],
        "broken_off": sum(len(failed) for _, failed in lists),
        "in_database": list(Need.objects.values_list("public_id", flat=True)),
        "in_index": held,
        "wrong": len(index().do(compare).wrong),
    }
    print(json.dumps(found))
