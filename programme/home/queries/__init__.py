"""What the home pages ask, in rows: a fixed number of statements, however much there is."""

from programme.home.queries.administering import (
    AccountCounts,
    DraftProgramme,
    OrganisationRow,
    TitleRow,
    account_counts,
    draft_programmes,
    find_organisation,
    find_title,
    find_unit,
    organisations,
    titles,
)
from programme.home.queries.contacts import CohortContacts, contacts_of
from programme.home.queries.coordinating import (
    ChangeRow,
    CohortCard,
    cohorts_of_coordinator,
    latest_changes,
    plans_of,
)
from programme.home.queries.managing import Report, ReportPlace, places_of_reports
from programme.home.queries.own import CohortFrame, OwnActivity, Stamp, learner_counts, own_plan

__all__ = [
    "AccountCounts",
    "ChangeRow",
    "CohortCard",
    "CohortContacts",
    "CohortFrame",
    "DraftProgramme",
    "OrganisationRow",
    "OwnActivity",
    "Report",
    "ReportPlace",
    "Stamp",
    "TitleRow",
    "account_counts",
    "cohorts_of_coordinator",
    "contacts_of",
    "draft_programmes",
    "find_organisation",
    "find_title",
    "find_unit",
    "latest_changes",
    "learner_counts",
    "organisations",
    "own_plan",
    "places_of_reports",
    "plans_of",
    "titles",
]
