"""The shipped programmes, a coordinator of one organisation, and one of a programme alone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from programme.config import ROOT
from programme.programmes import loading, seedfile
from programme.programmes.models import Programme
from tests import factories as make

LONG = "ledere-af-ledere-2-0"
HALF_YEAR = "fremtidens-lederuddannelse"
BARE = "forsoegsspor"


@pytest.fixture(scope="session")
def seeds():
    """The files of seeds/, read."""
    paths = [
        path
        for pattern in (seedfile.FOUNDATION_FILE, seedfile.PROGRAMME_FILES)
        for path in (ROOT / "seeds").glob(pattern)
    ]
    return seedfile.read_seeds({path.name: path.read_bytes() for path in paths})


@pytest.fixture
def world(session, in_app, seeds):
    """Karen coordinates her organisation; Rikke the long programme only; Peter nothing."""
    organisation = make.OrganisationFactory(name="PLF Nord")
    karen, rikke, peter = (
        make.PersonFactory(name=f"{name} Testsen", organisation=organisation)
        for name in ("Karen", "Rikke", "Peter")
    )
    make.GrantFactory(person=karen, organisation_id=organisation.id)
    with in_app():
        loading.load(seeds)
    programmes = {each.slug: each for each in session.scalars(sa.select(Programme))}
    make.GrantFactory(person=rikke, programme_id=programmes[LONG].id)
    return SimpleNamespace(
        organisation=organisation,
        other=make.OrganisationFactory(name="Anden Kommune"),
        karen=karen,
        rikke=rikke,
        peter=peter,
        long=programmes[LONG],
        half_year=programmes[HALF_YEAR],
        bare=programmes[BARE],
    )
