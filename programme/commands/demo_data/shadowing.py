"""The demo's shadowing: offers and wishes in the main cohort, one pair agreed, some on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from programme.commands.demo_data import dates
from programme.commands.demo_data.past import as_of
from programme.shadowing import services
from programme.shadowing.agreement import Agreement
from programme.shadowing.services.offering import OfferText

if TYPE_CHECKING:
    from programme.cohorts.models import Cohort
    from programme.commands.demo_data.people import World
    from programme.people.models import Person
    from programme.shadowing.models import ShadowingPair

DAY: Final = timedelta(days=1)
METTE: Final = "deltager@demo.example"
JONAS: Final = "deltager2@demo.example"
MEHMET: Final = "mehmet.aydin@stormose.example"
INGRID: Final = "ingrid.bjerregaard@birkevig.example"
LINH: Final = "linh.tran@havrelund.example"
GRETHE: Final = "grethe.sandholt@stormose.example"
ANDERS: Final = "anders.nymark@stormose.example"
FATIMA: Final = "fatima.warsame@havrelund.example"
BIRGITTE: Final = "birgitte.krogh@birkevig.example"
SUSANNE: Final = "susanne.elkjaer@havrelund.example"


@dataclass(frozen=True, slots=True)
class _Offer:
    """What somebody offers; `off` are days counted from the day on which Mette comes."""

    host: str
    about: str
    confidentiality: str = ""
    places: int = 1
    off: tuple[tuple[int, int], ...] = ()


OFFERS: Final = (
    _Offer(
        MEHMET,
        "Mandag og torsdag er mine mødedage: ledelsesteam, koordinering med forvaltningen og et "
        "besøg på en af skolerne. Du går med til det hele og siger til, når du undrer dig.",
        "Personsager hører du ikke om, og navne på medarbejdere bliver her.",
        places=2,
        off=((1, 2),),
    ),
    _Offer(
        INGRID,
        "Se et distrikt med fem skoler og ét ledelsesteam. Jeg er i gang med at give min stol "
        "videre på teammøderne.",
        "Det, der bliver sagt på teammødet, bliver på teammødet.",
    ),
    _Offer(
        LINH,
        "En almindelig dag på en lille skole: morgenmøde, tilsyn i to klasser og en svær samtale, "
        "hvis den anden siger ja.",
        "Elever nævner vi aldrig ved navn.",
        places=2,
        off=((1, 3), (7, 7)),
    ),
    _Offer(
        BIRGITTE,
        "Kom til ressourceteamets møde. Jeg vil gerne høre, hvad du ser, når jeg styrer det.",
        off=((2, 2),),
    ),
    _Offer(JONAS, "Skolens ledelsesteam onsdag formiddag, og en rundtur bagefter."),
)
WISHES: Final = {
    METTE: (MEHMET, LINH),
    JONAS: (LINH, BIRGITTE),
    GRETHE: (INGRID, BIRGITTE, LINH),
    ANDERS: (JONAS, INGRID),
    FATIMA: (MEHMET, BIRGITTE),
    SUSANNE: (JONAS,),
}
AGREED: Final = Agreement(
    purpose="Mette vil se, hvordan en anden distriktsleder bruger sit ledelsesteam, før hun går i "
    "gang med sin egen nye mødeform.",
    goals="At holde et møde uden at svare først. At se, hvornår Mehmet tier, og hvad der så sker.",
    focus_points="Ledelsesmødet kl. 9: Hvem taler, hvem spørger? Overgangen fra drift til "
    "udvikling. De fem minutter efter mødet.",
    confidentiality="Ingen navne på medarbejdere eller elever bagefter. Mettes noter bliver i "
    "hendes egen log.",
    feedback_form="To minutter efter hvert møde: én ting, jeg så, og ét spørgsmål. En halv time "
    "til sidst på dagen.",
)


def arrange(world: World, cohort: Cohort, today: date, seminar: date) -> None:
    """Offer, wish, pair and agree, on the days before today."""
    day = dates.working_day(today, 4, seminar)
    for offer in OFFERS:
        with as_of(today - 32 * DAY, 12):
            _offer(world, cohort, offer, day)
    for guest, hosts in WISHES.items():
        with as_of(today - 25 * DAY, 14):
            _wish(world, cohort, guest, hosts)
    with as_of(today - 18 * DAY, 9):
        main = _pair(world, cohort, METTE, MEHMET)
        begun = _pair(world, cohort, JONAS, LINH)
        _pair(world, cohort, GRETHE, INGRID)
    _agree(world, main, day, today)
    with as_of(today - 4 * DAY, 15):
        purpose = Agreement(purpose="Jonas vil se en lille skoles hverdag tæt på.")
        _write(begun, purpose, world.people[JONAS], agrees=False)


def _offer(world: World, cohort: Cohort, offer: _Offer, day: date) -> None:
    text = OfferText(
        places=offer.places,
        about=offer.about,
        confidentiality=offer.confidentiality,
        blackouts=tuple((day + first * DAY, day + last * DAY) for first, last in offer.off),
    )
    services.save_offer(cohort, world.people[offer.host], text, version=0, address="")


def _wish(world: World, cohort: Cohort, guest: str, hosts: tuple[str, ...]) -> None:
    keys = [world.people[host].id for host in hosts]
    services.save_wishes(cohort, world.people[guest], keys, seen=(), address="")


def _pair(world: World, cohort: Cohort, guest: str, host: str) -> ShadowingPair:
    ids = world.people[guest].id, world.people[host].id
    return services.pair(cohort, *ids, by=world.coordinator)


def _agree(world: World, pair: ShadowingPair, day: date, today: date) -> None:
    """Mette writes, Mehmet corrects the date and says yes, and so does she."""
    mette, mehmet = world.people[METTE], world.people[MEHMET]
    texts = {name: getattr(AGREED, name) for name in AGREED.__dataclass_fields__}
    whole = Agreement(**{**texts, "day": day})
    with as_of(today - 12 * DAY, 20):
        _write(pair, AGREED, mette, agrees=False)
    with as_of(today - 11 * DAY, 8):
        _write(pair, whole, mehmet, agrees=True)
    with as_of(today - 10 * DAY, 13):
        services.confirm(pair, wording=pair.wording, by=mette)


def _write(pair: ShadowingPair, agreement: Agreement, by: Person, *, agrees: bool) -> None:
    services.write(pair, agreement, wording=pair.wording, by=by, agrees=agrees, address="")
