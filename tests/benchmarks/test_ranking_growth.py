import pytest

from benchmarks.ranking_growth import measure
from tests.elasticsearch.server import Server


@pytest.mark.elasticsearch
def test_one_line_a_size_tells_overlaps_and_ratio(
    elasticsearch_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.ranking_growth.QUESTIONS", 2)
    with elasticsearch_server.client() as client:
        found = measure(client, 40, processes=1)
    assert found["entries"] == 40
    assert found["overlap"] == 1.0
    assert 0.0 < found["overlap_before"] <= 1.0
    assert found["p95_over_bare"] == pytest.approx(
        found["ranked_ms_p95"] / found["bare_ms_p95"], rel=0.01
    )
    assert found["bytes_an_entry"] > 0
