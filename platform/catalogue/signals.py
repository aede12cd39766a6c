"""What the catalogue tells the floors above it."""

from django.dispatch import Signal

# Sent inside the transaction with ``change`` (a Change row): something that readers
# or the matcher see was added, changed or removed.
changed = Signal()

# Sent inside the transaction with ``researcher``: somebody who took no further request
# has room again, or the other way round, or must not meet some organisation any more.
availability_changed = Signal()
