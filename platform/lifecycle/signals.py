"""What the lifecycle tells the floors above it."""

from django.dispatch import Signal

# Sent inside the transaction of a transition, with ``instance`` (already in its new
# state) and ``entry`` (its LogEntry); the sender is the model.
transitioned = Signal()
