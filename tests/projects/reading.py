"""Timelines as tests compare them."""

from catalogue.actions.needs import (
    open_need,
    return_need,
    submit_need,
)
from projects.selectors.timelines import timeline
from tests.factories.curation import make_case


def told(case, reader):
    return [step.what for step in timeline(case.need, reader).steps]


def last(case, reader):
    step = timeline(case.need, reader).steps[-1]
    return (step.stage, step.what, step.who, step.note)


def stages(case, reader):
    return {s.code: s.state for s in timeline(case.need, reader).stages}


def offer_of(case):
    return f"“{case.expertise.title_en}” ({case.expertise.organisation.name_en})"


def play_from_draft():
    """Play a case from the draft, and return it with its need open."""
    case = make_case(draft=True)
    need = case.need
    submit_need(need, by=case.poster)
    return_need(need, by=case.secretary, comment="数量も教えてください。")
    submit_need(need, by=case.poster)
    open_need(need, by=case.secretary)
    return case
