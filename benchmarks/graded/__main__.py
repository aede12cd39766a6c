"""Prints one line of JSON."""

import json

from benchmarks.graded.measure import measure

if __name__ == "__main__":
    print(json.dumps({name: measure(name) for name in ("both", "ja", "en")}))
