"""What introductions tell the floors above, besides ``lifecycle.signals.transitioned``.

All are sent inside the transaction. ``transitioned`` is sent for every change of an
``Introduction`` and of a ``Party``; these say what it cannot say by itself.
"""

from django.dispatch import Signal

# Both sides are asked: ``introduction``, ``entry``. The sender is ``Introduction``.
asked = Signal()

# A liaison office named who is asked next: ``party``, ``entry`` (the same one that
# ``transitioned`` tells as ``pass_on``). The sender is ``Party``.
passed_on = Signal()

# A side has not answered for the region's number of working days: ``party``,
# ``entry``. Sent once per side, and once more after it was passed on. The sender is
# ``Party``.
reminder_due = Signal()

# Both sides agreed and contact details are open: ``introduction``, ``entry``. The
# sender is ``Introduction``.
agreed = Signal()
