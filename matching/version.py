"""What a fitted catalogue depends on: the method, and the packages that cut words."""

import hashlib
from importlib.metadata import version

VERSION = "6"
"""The method's version: it changes whenever analysis or weights do."""
CUTTERS = " ".join(
    f"{name} {version(name)}" for name in ("sudachipy", "sudachidict-core", "pystemmer")
)
"""The packages that cut words, and their versions."""
CUTTERS_MARK = hashlib.sha256(CUTTERS.encode()).hexdigest()[:8]
"""Eight characters that tell `CUTTERS` apart."""
FITTED = f"{VERSION} {CUTTERS}"
"""What is fitted by this is only good for what asks by the same."""
