"""The compose files agree with each other and with the settings."""

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


class Loader(yaml.SafeLoader):
    """Reads compose's own tags as the plain thing they stand before."""


Loader.add_constructor("!override", lambda loader, node: loader.construct_mapping(node))


@pytest.fixture
def one() -> dict[str, Any]:
    return read("docker-compose.yml")


@pytest.fixture
def cluster() -> dict[str, Any]:
    return read("docker-compose.cluster.yml")


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((ROOT / name).read_text(), Loader)
    return found


def nodes(file: dict[str, Any]) -> dict[str, Any]:
    return {n: s for n, s in file["services"].items() if n.startswith("elasticsearch")}


def test_three_nodes_know_each_other_and_everybody_knows_the_three(cluster):
    found = nodes(cluster)
    assert len(found) == 3
    for name, node in found.items():
        settings = node["environment"]
        assert settings["node.name"] == name
        assert set(settings["discovery.seed_hosts"].split(",")) == set(found)
        assert set(settings["cluster.initial_master_nodes"].split(",")) == set(found)
    for name in ("migrate", "web", "worker"):
        urls = cluster["services"][name]["environment"]["ELASTICSEARCH_URL"]
        assert urls.split(",") == [f"http://{node}:9200" for node in found]


def test_the_variant_changes_only_services_that_are_there(one, cluster):
    further = {"elasticsearch-2", "elasticsearch-3"}
    assert cluster["services"].keys() - further <= one["services"].keys()
    assert one["services"]["elasticsearch"]["environment"]["discovery.type"]
    first = cluster["services"]["elasticsearch"]["environment"]
    assert "discovery.type" not in first


def test_all_nodes_are_of_one_version_and_refuse_to_make_indexes(one, cluster):
    further = {n: s for n, s in nodes(cluster).items() if n != "elasticsearch"}
    image = one["services"]["elasticsearch"]["image"]
    assert {node["image"] for node in further.values()} == {image}
    for node in [*nodes(one).values(), *nodes(cluster).values()]:
        assert node["environment"]["action.auto_create_index"] == "false"


def test_every_node_keeps_its_data(one, cluster):
    kept = [
        volume.partition(":")[0]
        for node in [*nodes(one).values(), *nodes(cluster).values()]
        for volume in node.get("volumes", [])
    ]
    assert sorted(kept) == ["elasticsearch", "elasticsearch-2", "elasticsearch-3"]
    assert set(kept) <= one["volumes"].keys() | cluster["volumes"].keys()
