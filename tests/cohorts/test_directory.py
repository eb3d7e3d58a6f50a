"""The directory's pages: whom one may look up, correct, invite, and give rights."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from programme.outbox.models import OutboxMail
from programme.people.models import CoordinatorGrant, Person
from tests import factories as make


def corrected(world, **changes):
    return {
        "version": "1",
        "name": "Mette Marie Madsen",
        "phone": "87 65 43 21",
        "workplace": f"{world.organisation.id}-{world.hall.id}",
        "job_title": "",
        "level": str(world.employees.id),
        "manager": world.mate.email,
    } | changes


class TestLookingUp:
    def test_a_coordinator_finds_the_people_of_the_own_cohorts(self, world, sign_in):
        browser = sign_in(world.coordinator)
        text = browser.get("/personer").text
        for name in ("Mette Madsen", "Frida Fjern", "Søren Sand"):
            assert name in text
        assert "Peter Poulsen" not in text
        assert "Jonas Juhl" not in browser.get("/personer?q=madsen").text

    def test_htmx_gets_the_list_alone(self, world, sign_in):
        text = sign_in(world.administrator).get("/personer?q=madsen", htmx=True).text
        assert "Mette Madsen" in text
        assert "<main" not in text

    def test_nobody_fits_is_said(self, world, sign_in):
        assert "empty-state" in sign_in(world.coordinator).get("/personer?q=hokus").text

    def test_pages_keep_what_was_asked(self, world, sign_in, monkeypatch):
        from programme.cohorts.queries import directory

        monkeypatch.setattr(directory, "PAGE", 2)
        path = "/personer?q=e&page=2&_external=1&level=hokus"
        text = sign_in(world.administrator).get(path).text
        assert 'href="/personer?q=e&amp;level=hokus&amp;page=3"' in text
        assert 'href="/personer?q=e&amp;level=hokus&amp;page=1"' in text

    def test_a_list_asks_no_more_for_three_than_for_one(self, world, sign_in, queries):
        browser = sign_in(world.coordinator)
        counts = []
        for more in (0, 2):
            for _ in range(more):
                make.EnrolmentFactory(cohort=world.cohort)
            with queries() as asked:
                browser.get("/personer")
            counts.append(len(asked))
        assert counts == [8, 8]

    @pytest.mark.parametrize(
        "path", ["/personer", "/personer/ny", "/personer/{}", "/personer/{}/ret"]
    )
    def test_it_is_no_place_for_others(self, world, sign_in, path):
        for person in (world.owner, world.facilitator, world.manager, world.stranger):
            assert sign_in(person).get(path.format(world.mate.id)).status_code == 403

    @pytest.mark.parametrize("path", ["/personer/{}", "/personer/{}/ret"])
    def test_people_of_others_are_not_found(self, world, sign_in, path):
        browser = sign_in(world.coordinator)
        assert browser.get(path.format(world.stranger.id)).status_code == 404
        assert browser.get(path.format(999_999)).status_code == 404
        former = browser.get(path.format(world.former.id))
        assert former.status_code == (403 if path.endswith("ret") else 200)

    def test_a_person_is_shown_with_roles_and_no_figures(self, world, sign_in):
        make.EntryFactory(author=world.owner, action="Det her er mit.")
        text = sign_in(world.coordinator).get(f"/personer/{world.owner.id}").text
        for words in ("Hold Nord", "Søndre Skole", "Hanne Holm", world.owner.email):
            assert words in text
        assert "Det her er mit." not in text
        assert "/koordinator" not in text

    def test_a_person_without_anything_is_shown_too(self, world, sign_in):
        world.stranger.password_hash = "x"
        lonely = make.PersonFactory(name="Ene Eneste", password_hash="x")
        page = sign_in(world.administrator).get(f"/personer/{lonely.id}")
        assert page.status_code == 200


class TestAdding:
    def new(self, world, **changes):
        return corrected(world, name="Nora Ny", email="nora@test.example", **changes)

    def test_somebody_is_added_and_invited(self, world, sign_in, session):
        browser = sign_in(world.coordinator)
        assert browser.get("/personer/ny").status_code == 200
        assert browser.post("/personer/ny", self.new(world)).status_code == 303
        person = session.scalars(select(Person).where(Person.name == "Nora Ny")).one()
        assert person.line_manager_id == world.mate.id
        mails = select(OutboxMail).where(OutboxMail.person_id == person.id)
        assert len(session.scalars(mails).all()) == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"manager": "no@test.example"}, "manager"), ({"workplace": "99-99"}, "workplace")],
    )
    def test_a_broken_form_adds_nobody(self, world, sign_in, session, changes, field):
        answer = sign_in(world.coordinator).post("/personer/ny", self.new(world, **changes))
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert not session.scalars(select(Person).where(Person.name == "Nora Ny")).all()


class TestCorrecting:
    @pytest.fixture
    def path(self, world):
        return f"/personer/{world.owner.id}/ret"

    def test_a_person_is_corrected(self, world, sign_in, path, session):
        browser = sign_in(world.coordinator)
        assert "Mette Madsen" in browser.get(path).text
        assert browser.post(path, corrected(world)).status_code == 303
        person = session.get(Person, world.owner.id)
        assert (person.name, person.phone) == ("Mette Marie Madsen", "87 65 43 21")
        assert (person.unit_id, person.level_id) == (world.hall.id, world.employees.id)
        assert person.line_manager_id == world.mate.id

    def test_what_is_left_empty_is_taken_away(self, world, sign_in, path, session):
        bare = {"workplace": world.organisation.id, "level": "", "manager": "", "phone": ""}
        sign_in(world.coordinator).post(path, corrected(world, **bare))
        person = session.get(Person, world.owner.id)
        assert (person.unit_id, person.level_id, person.line_manager_id) == (None,) * 3
        assert sign_in(world.coordinator).get(path).status_code == 200

    def test_nobody_leads_themselves(self, world, sign_in, path):
        answer = sign_in(world.coordinator).post(path, corrected(world, manager=world.owner.email))
        assert answer.status_code == 422
        assert 'href="#manager"' in answer.text

    def test_who_saves_second_sees_both(self, world, sign_in, path):
        browser = sign_in(world.coordinator)
        browser.post(path, corrected(world))
        answer = browser.post(path, corrected(world, name="Mette M."))
        assert answer.status_code == 409
        assert "Mette Marie Madsen" in answer.text
        assert "Mette M." in answer.text

    def test_rights_and_address_are_not_in_the_form(self, world, sign_in, path, session):
        sign_in(world.coordinator).post(
            path, corrected(world, is_administrator="1", email="x@y.example", disabled_at="")
        )
        person = session.get(Person, world.owner.id)
        assert not person.is_administrator
        assert person.email != "x@y.example"

    def test_an_invitation_goes_to_who_has_no_password(self, world, sign_in, session):
        browser = sign_in(world.coordinator)
        address = f"/personer/{world.owner.id}/invitation"
        assert browser.post(address).status_code == 303
        mails = select(OutboxMail).where(OutboxMail.person_id == world.owner.id)
        assert len(session.scalars(mails).all()) == 1
        world.mate.password_hash = "x"
        assert browser.post(f"/personer/{world.mate.id}/invitation").status_code == 303
        assert "alert-warning" in browser.get("/personer").text


class TestRights:
    @pytest.fixture
    def path(self, world):
        return f"/personer/{world.owner.id}"

    @pytest.mark.parametrize(
        "tail", ["/koordinator", "/koordinator/1/fjern", "/administrator", "/kontotilstand"]
    )
    def test_only_administrators_give_them(self, world, sign_in, path, tail):
        assert sign_in(world.coordinator).post(path + tail).status_code == 403
        assert sign_in(world.mate).post(path + tail).status_code == 403
        own = f"/personer/{world.administrator.id}{tail}"
        assert sign_in(world.administrator).post(own).status_code == 403

    def test_a_right_is_given_and_ends_the_sign_ins(self, world, sign_in, path, session):
        theirs = sign_in(world.owner)
        browser = sign_in(world.administrator)
        browser.post(f"{path}/koordinator", {"scope": f"cohort-{world.other.id}"})
        grants = select(CoordinatorGrant).where(CoordinatorGrant.person_id == world.owner.id)
        (grant,) = session.scalars(grants)
        assert grant.cohort_id == world.other.id
        assert theirs.get("/mit-hold").status_code == 302
        assert "Hold Syd" in browser.get(path).text
        browser.post(f"{path}/koordinator/{grant.id}/fjern")
        assert not session.scalars(grants).all()

    def test_a_right_to_nothing_is_refused(self, world, sign_in, path):
        browser = sign_in(world.administrator)
        for scope in ("", "cohort-999999", "person-1"):
            browser.post(f"{path}/koordinator", {"scope": scope})
            assert "alert-warning" in browser.get(path).text
        assert browser.post(f"{path}/koordinator/999/fjern").status_code == 404

    def test_a_right_of_somebody_else_is_not_found_here(self, world, sign_in, path, session):
        foreign = session.scalars(select(CoordinatorGrant)).first().id
        answer = sign_in(world.administrator).post(f"{path}/koordinator/{foreign}/fjern")
        assert answer.status_code == 404

    def test_an_administrator_is_made_and_unmade(self, world, sign_in, path, session):
        browser = sign_in(world.administrator)
        browser.post(f"{path}/administrator", {"holds": "yes"})
        assert session.get(Person, world.owner.id).is_administrator
        assert browser.get(path).status_code == 200
        browser.post(f"{path}/administrator", {"holds": "no"})
        assert not session.get(Person, world.owner.id).is_administrator

    def test_an_account_is_closed_and_opened(self, world, sign_in, path, session):
        browser = sign_in(world.administrator)
        browser.post(f"{path}/kontotilstand")
        assert not session.get(Person, world.owner.id).is_active
        assert browser.get(path).status_code == 200
        browser.post(f"{path}/kontotilstand")
        assert session.get(Person, world.owner.id).is_active
