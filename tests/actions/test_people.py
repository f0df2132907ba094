from datetime import timedelta

import factories
import pytest
from factories import PASSWORD

from app.actions.accept_invitation import accept_invitation
from app.actions.enrol_person import enrol_person
from app.actions.invite_person import invite_person
from app.actions.keep_session import keep_session
from app.actions.leave import leave
from app.actions.make_token import make_token
from app.actions.revoke_token import revoke_token
from app.actions.sign_in import sign_in
from app.actions.sign_out import sign_out
from app.domain.access import Role
from app.domain.errors import BadRequest, NotAllowed, NotFound, SignInNeeded, TooOften
from app.storage import people
from app.storage.tables import session as sessions_table
from app.storage.tables import token as tokens_table


def enter(house, email, now, password=PASSWORD, address="10.0.0.1", device=""):
    return sign_in(house, email=email, password=password, now=now, address=address, device=device)


def guess(house, email, now, times, **how):
    for _ in range(times):
        with pytest.raises(SignInNeeded):
            enter(house, email, now, password="wrong wrong wrong", **how)


def holder(house, word, now):
    with house.sessions() as session:
        return people.by_session(session, word, now)


def test_the_first_administrator_invites_and_the_invitation_works_once(house, now):
    first = enrol_person(house, email="Boss@Example.org", name="Boss", password=PASSWORD, region="arab", now=now)
    with house.sessions() as session:
        boss = people.one(session, first)
    word = invite_person(
        house, person=boss, email="up@example.org", name="Up", role=Role.UPLOADER, member="EG", now=now
    )
    accept_invitation(house, token=word, password=PASSWORD, now=now + timedelta(hours=71))
    with pytest.raises(NotFound, match="over"):
        accept_invitation(house, token=word, password=PASSWORD, now=now)
    person = holder(house, enter(house, "UP@example.org", now), now)
    assert (person.role, person.member, person.region) == (Role.UPLOADER, "EG", None)
    late = invite_person(house, person=boss, email="b@example.org", name="B", role=Role.ANALYST, now=now)
    with pytest.raises(NotFound, match="over"):
        accept_invitation(house, token=late, password=PASSWORD, now=now + timedelta(hours=73))
    with pytest.raises(NotFound):
        invite_person(house, person=boss, email="c@example.org", name="C", role=Role.UPLOADER, member="KZ", now=now)
    with pytest.raises(BadRequest, match="password_weak"):
        accept_invitation(house, token=late, password="short", now=now)


def test_a_session_ends_when_idle_when_old_and_when_asked(house, now):
    factories.people(house, now)
    word = enter(house, "uploader@example.org", now)
    assert holder(house, word, now + timedelta(minutes=29)).email == "uploader@example.org"
    assert holder(house, word, now + timedelta(minutes=31)) is None
    at = now
    for _ in range(25):
        at += timedelta(minutes=29)
        keep_session(house, token=word, now=at)
    assert at - now > timedelta(hours=12)
    assert holder(house, word, at) is None
    second = enter(house, "uploader@example.org", now)
    sign_out(house, token=second, now=now)
    assert holder(house, second, now) is None


def test_leaving_ends_sessions_and_tokens_at_once(house, now):
    cast = factories.people(house, now)
    word = enter(house, "uploader@example.org", now)
    token = make_token(house, person=cast.uploader, name="our system", scope="send", now=now)
    with house.sessions() as session:
        assert people.by_token(session, token, now) == cast.uploader
        assert people.scope_of(session, token, now) == "send"
    with pytest.raises(NotFound):
        leave(house, person=cast.stranger, leaver=cast.uploader.id, now=now)
    leave(house, person=cast.administrator, leaver=cast.uploader.id, now=now)
    assert holder(house, word, now) is None
    with house.sessions() as session:
        assert people.by_token(session, token, now) is None
    with pytest.raises(SignInNeeded):
        enter(house, "uploader@example.org", now)


def test_tokens_end_and_belong_to_their_person(house, now):
    cast = factories.people(house, now)
    token = make_token(house, person=cast.uploader, name="x", scope="read", days=1, now=now)
    with house.sessions() as session:
        assert people.by_token(session, token, now + timedelta(days=2)) is None
        row = people.tokens_of(session, cast.uploader.id)[0]
    with pytest.raises(NotFound):
        revoke_token(house, person=cast.other, token_id=row.id, now=now)
    revoke_token(house, person=cast.uploader, token_id=row.id, now=now)
    with house.sessions() as session:
        assert people.by_token(session, token, now) is None
    with pytest.raises(NotAllowed):
        make_token(house, person=cast.analyst, name="x", scope="send", now=now)


def test_guessing_is_slowed_down_for_known_and_unknown_alike(house, now):
    factories.people(house, now)
    for email in ("uploader@example.org", "nobody@example.org"):
        for _ in range(5):
            with pytest.raises(SignInNeeded, match="sign_in.wrong"):
                enter(house, email, now, password="wrong wrong wrong")
        with pytest.raises(TooOften) as caught:
            enter(house, email, now)
        assert 0 < caught.value.params["count"] <= 6
    assert holder(house, enter(house, "uploader@example.org", now + timedelta(seconds=10)), now) is not None


def test_strangers_lock_nobody_out_of_their_own_browser(house, now):
    factories.people(house, now)
    own = people.hashed(enter(house, "uploader@example.org", now))
    others = people.hashed(enter(house, "approver@example.org", now))
    guess(house, "uploader@example.org", now, 5)
    for device in ("", others, own.upper(), "x" * 64, "é" * 64, "0" * 9000):
        with pytest.raises(TooOften):
            enter(house, "uploader@example.org", now, device=device)
    assert holder(house, enter(house, "uploader@example.org", now, device=own), now) is not None
    with pytest.raises(TooOften):
        enter(house, "uploader@example.org", now)  # the strangers' count stands
    for email in ("approver@example.org", "other@example.org", "analyst@example.org", "reader@example.org",
                  "stranger@example.org"):  # fmt: skip
        guess(house, email, now, 5)  # thirty from one address
    with pytest.raises(TooOften):
        enter(house, "administrator@example.org", now)
    assert holder(house, enter(house, "uploader@example.org", now, device=own), now) is not None


def test_a_known_browser_may_not_guess_without_end_either(house, now):
    factories.people(house, now)
    own = people.hashed(enter(house, "uploader@example.org", now))
    guess(house, "uploader@example.org", now, 5, device=own)
    with pytest.raises(TooOften):
        enter(house, "uploader@example.org", now, device=own)
    assert holder(house, enter(house, "uploader@example.org", now), now) is not None
    assert enter(house, "uploader@example.org", now + timedelta(seconds=10), device=own)


def test_a_browser_is_forgotten_after_half_a_year(house, now):
    factories.people(house, now)
    own, later = people.hashed(enter(house, "uploader@example.org", now)), now + timedelta(days=181)
    guess(house, "uploader@example.org", later, 5)
    with pytest.raises(TooOften):
        enter(house, "uploader@example.org", later, device=own)


def test_secret_words_are_kept_as_hashes(house, now):
    cast = factories.people(house, now)
    words = {
        enter(house, "reader@example.org", now),
        make_token(house, person=cast.other, name="x", scope="read", now=now),
    }
    with house.sessions() as session:
        kept = {row[0] for row in session.execute(sessions_table.select())}
        kept |= {row.word_hash for row in session.execute(tokens_table.select())}
    assert len(kept) == 2
    assert not words & kept


def test_an_invitation_opens_no_account_that_came_to_be_without_it(house, now):
    """Two regions invite the same address; the link of the one must not reset the password of the other's account."""
    bosses = []
    for region in ("arab", "central-asia"):
        made = enrol_person(
            house, email=f"{region}@example.org", name="Boss", password=PASSWORD, region=region, now=now
        )
        with house.sessions() as session:
            bosses.append(people.one(session, made))
    asked = {"email": "both@example.org", "name": "Both", "role": Role.ANALYST, "now": now}
    first, second = (invite_person(house, person=boss, **asked) for boss in bosses)
    accept_invitation(house, token=second, password=PASSWORD, now=now)
    with pytest.raises(NotFound, match="over"):
        accept_invitation(house, token=first, password="another long sentence", now=now)
    assert holder(house, enter(house, "both@example.org", now), now).region == "central-asia"


def test_a_reset_link_does_not_bring_back_whoever_has_left(house, now):
    cast = factories.people(house, now)
    word = invite_person(
        house, person=cast.administrator, email="uploader@example.org", name="", role=Role.UPLOADER, member="EG",
        now=now,
    )  # fmt: skip
    leave(house, person=cast.administrator, leaver=cast.uploader.id, now=now)
    with pytest.raises(NotFound, match="over"):
        accept_invitation(house, token=word, password=PASSWORD, now=now)
    with pytest.raises(SignInNeeded):
        enter(house, "uploader@example.org", now)
