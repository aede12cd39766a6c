"""Prints one line of JSON."""

import json

from benchmarks.graded.measure import measure

if __name__ == "__main__":
    found = {name: measure(name) for name in ("both", "ja", "en")}
    print(json.dumps(found | {"without_dictionary": measure("both", {})}))
