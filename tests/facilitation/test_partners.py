from __future__ import annotations

import pytest

from programme.core.errors import RuleBrokenError
from programme.facilitation import services
from programme.facilitation.models import ExternalPartner
from programme.facilitation.services import PartnerText
from tests import factories as make


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (PartnerText("  "), "name"),
        (PartnerText("x" * 121), "name"),
        (PartnerText("Åse", "x" * 121), "workplace"),
    ],
)
def test_what_a_partner_may_not_be(session, in_app, text, field):
    key = make.OrganisationFactory().id
    with in_app(), pytest.raises(RuleBrokenError) as refused:
        services.add_partner(key, text, by=None)
    assert refused.value.field == field


def test_the_list_asks_no_more_for_more_partners(world, sign_in, queries, session):
    karen, counts = sign_in(world.karen), []
    for number in range(2):
        session.add_all(
            ExternalPartner(organisation=world.own, name=f"Partner {number}{n}") for n in range(3)
        )
        session.commit()
        with queries() as statements:
            assert karen.get("/aftagere").status_code == 200
        counts.append(len(statements))
    assert counts == [4, 4]
