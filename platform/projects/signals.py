"""What projects tell the floors above, besides ``lifecycle.signals.transitioned``.

All are sent inside the transaction.
"""

from django.dispatch import Signal

# A joint project was set up: ``project``, ``entry``. The sender is ``Project``.
started = Signal()

# An agreement was signed, or it was confirmed that none is needed: ``agreement``,
# ``entry``. The sender is ``Agreement``.
agreement_settled = Signal()

# A milestone was reached: ``milestone``, ``entry``. The sender is ``Milestone``.
milestone_done = Signal()
