"""What reading knows about the world: names, acronyms, offices on a day, titles, codes; and that the tables are sound."""

from datetime import date, timedelta
from importlib.resources import files

import pytest

from communique.reading.tables import read_table, split_cell
from communique.reading.world import World, load_world
from communique.reading.world.facts import Rank, Sector
from communique.reading.world.files import day_range
from communique.reading.world.names import fold, plurals_of
from communique.record.vocab import ActorKind

TABLES = (
    "countries.tsv",
    "organisations.tsv",
    "seats.tsv",
    "offices.tsv",
    "offices_other.tsv",
    "titles.tsv",
    "title_modifiers.tsv",
    "places.tsv",
    "group_nouns.tsv",
    "forenames.tsv",
)


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


# --- countries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "alpha3"),
    [
        ("Republic of Korea", "KOR"),
        ("the Republic of Korea", "KOR"),
        ("DPRK", "PRK"),
        ("D.P.R.K.", "PRK"),
        ("the United States", "USA"),
        ("U.S.", "USA"),
        ("the U.S.’s", "USA"),
        ("US", "USA"),
        ("Britain", "GBR"),
        ("Russian Federation", "RUS"),
        ("RUSSIA", "RUS"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Turkiye", "TUR"),
        ("Burma", "MMR"),
        ("Iran's", "IRN"),
        ("Palestine", "PSE"),
        ("Taiwan", "TWN"),
        ("Kosovo", "XKX"),
        ("the Vatican", "VAT"),
        ("the Soviet Union", "SUN"),
    ],
)
def test_country_is_found_by_its_names(world: World, words: str, alpha3: str) -> None:
    country = world.country(words)
    assert country is not None
    assert country.alpha3 == alpha3


@pytest.mark.parametrize(
    "words", ["us", "Us", "turkey", "chad", "Russian", "Moscow", "", "the", "'s", "West Germany's neighbour"]
)
def test_what_is_no_countrys_name_gives_none(world: World, words: str) -> None:
    assert world.country(words) is None


def test_the_north_is_a_country_only_in_its_context(world: World) -> None:
    assert world.country("the North") is None
    korea = world.country_in_context("the North", {"KOR", "USA"})
    assert korea is not None
    assert korea.alpha3 == "PRK"
    assert world.country_in_context("the North", {"GBR"}) is None


@pytest.mark.parametrize(
    ("words", "alpha3"), [("Britons", "GBR"), ("British", "GBR"), ("Iraqis", "IRQ"), ("South Koreans", "KOR")]
)
def test_demonyms_are_adjectives_and_peoples(world: World, words: str, alpha3: str) -> None:
    country = world.demonym(words)
    assert country is not None
    assert country.alpha3 == alpha3


def test_inhabitants_are_people_and_not_adjectives(world: World) -> None:
    spaniards = world.inhabitants("Spaniards")
    assert spaniards is not None
    assert spaniards.name == "Spain"
    assert world.inhabitants("Spanish") is None
    assert world.inhabitants("Tigrayans") == world.place("Tigray")


def test_regional_adjectives_are_no_countrys(world: World) -> None:
    for words in ("European", "African", "Arab", "Western"):
        assert world.demonym(words) is None
        place = world.place_adjective(words)
        assert place is not None
        assert place.country is None


@pytest.mark.parametrize(("words", "alpha3"), [("Kiev", "UKR"), ("Tehran", "IRN"), ("Addis Ababa", "ETH"), ("Bogota", "COL")])
def test_capitals_in_any_spelling(world: World, words: str, alpha3: str) -> None:
    country = world.capital(words)
    assert country is not None
    assert country.alpha3 == alpha3


@pytest.mark.parametrize(("words", "ambiguous"), [("Georgia", True), ("Jordan", True), ("Washington", True), ("France", False)])
def test_ambiguous_names_are_marked(world: World, words: str, ambiguous: bool) -> None:
    assert world.is_ambiguous(words) is ambiguous


# --- seats, organisations, places ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "actor", "code"),
    [
        ("the Kremlin", "Kremlin", "RUSGOV"),
        ("Foggy Bottom", "State Department", "USAGOV"),
        ("the Elysee", "Élysée", "FRAGOV"),
        ("the Pentagon", "Pentagon", "USAMIL"),
        ("Brussels", "European Union", "IGOEUU"),
    ],
)
def test_seats_stand_for_who_sits_there(world: World, words: str, actor: str, code: str) -> None:
    seat = world.seat(words)
    assert seat is not None
    assert (seat.actor, seat.code) == (actor, code)


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        ("UN", "IGOUNO", ActorKind.IGO),
        ("U.N.", "IGOUNO", ActorKind.IGO),
        ("the UN's", "IGOUNO", ActorKind.IGO),
        ("Nato", "IGONAT", ActorKind.ALLIANCE),
        ("the IAEA", "IGOUNO", ActorKind.IGO),
        ("the Security Council", "IGOUNO", ActorKind.BODY),
        ("OSCE", "IGOOSC", ActorKind.IGO),
        ("al-Shabaab", "SOMREB", ActorKind.ARMED_GROUP),
        ("Yonhap", "KORMED", ActorKind.MEDIA),
        ("the Knesset", "ISRLEG", ActorKind.BODY),
        ("the P5+1", None, ActorKind.ALLIANCE),
        ("the eurozone", "IGOEUU", ActorKind.ALLIANCE),
    ],
)
def test_organisation_has_kind_and_code(world: World, words: str, code: str | None, kind: ActorKind) -> None:
    organisation = world.organisation(words)
    assert organisation is not None
    assert (organisation.code, organisation.kind) == (code, kind)


@pytest.mark.parametrize("words", ["who", "is", "It", "As", "un", "eta"])
def test_short_acronyms_need_capitals(world: World, words: str) -> None:
    assert world.organisation(words) is None


def test_a_shared_name_is_chosen_by_the_countries_near(world: World) -> None:
    first, saudi = world.organisation("SPA"), world.organisation("SPA", near={"SAU"})
    assert first is not None
    assert saudi is not None
    assert (first.country, saudi.country) == ("SDN", "SAU")


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Labour", date(1999, 6, 1), "GBRPTY"),
        ("Labour", date(2016, 6, 1), "GBROPP"),
        ("Taliban", date(2019, 6, 1), "AFGREB"),
        ("Taliban", date(2022, 6, 1), "AFGGOV"),
    ],
)
def test_party_rules_or_opposes_by_the_day(world: World, name: str, day: date, code: str) -> None:
    organisation = world.organisation(name)
    assert organisation is not None
    assert world.organisation_code(organisation, day) == code


@pytest.mark.parametrize(
    ("words", "country"), [("Geneva", "CHE"), ("Alaska", "USA"), ("Crimea", "UKR"), ("Doha", "QAT"), ("the Gulf", None)]
)
def test_places_have_countries(world: World, words: str, country: str | None) -> None:
    place = world.place(words)
    assert place is not None
    assert place.country == country


def test_group_nouns_have_kind_and_sector(world: World) -> None:
    parliament = world.group_noun("parliament")
    assert parliament is not None
    assert (parliament.kind, parliament.sector) == (ActorKind.BODY, Sector.LEG)


# --- offices -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "of", "day", "person"),
    [
        ("president", "USA", date(2018, 3, 9), "Donald Trump"),
        ("president", "USA", date(2022, 3, 9), "Joe Biden"),
        ("secretary of state", "USA", date(2015, 7, 14), "John Kerry"),
        ("foreign minister", "USA", date(2015, 7, 14), "John Kerry"),
        ("top diplomat", "USA", date(2015, 7, 14), "John Kerry"),
        ("foreign secretary", "GBR", date(2015, 7, 14), "Philip Hammond"),
        ("prime minister", "ISR", date(1993, 9, 13), "Yitzhak Rabin"),
        ("taoiseach", "IRL", date(1998, 4, 10), "Bertie Ahern"),
        ("premier", "CHN", date(2024, 1, 1), "Li Qiang"),
        ("leader", "DEU", date(2015, 2, 12), "Angela Merkel"),
        ("leader", "FRA", date(2015, 2, 12), "François Hollande"),
        ("president", "KOR", date(2017, 2, 1), "Hwang Kyo-ahn"),
        ("secretary-general", "United Nations", date(2008, 1, 1), "Ban Ki-moon"),
        ("director general", "International Atomic Energy Agency", date(2015, 7, 14), "Yukiya Amano"),
        ("foreign policy chief", "European Union", date(2012, 1, 1), "Catherine Ashton"),
        ("leader", "Hezbollah", date(2006, 8, 14), "Hassan Nasrallah"),
    ],
)
def test_who_held_an_office_on_a_day(world: World, office: str, of: str, day: date, person: str) -> None:
    holders = world.holders(office, of, day)
    assert holders
    assert holders[0].person == person


def test_nobody_holds_an_office_that_is_vacant_or_unknown(world: World) -> None:
    assert world.holders("secretary of state", "USA", date(2018, 4, 10)) == ()
    assert world.holders("president", "Atlantis", date(2018, 4, 10)) == ()
    assert world.holders("shoemaker", "USA", None) == ()


def test_a_month_is_enough_to_be_possible_and_not_to_be_sure(world: World) -> None:
    (envoy,) = [o for o in world.people("Zalmay Khalilzad") if o.rank is Rank.ENVOY and o.office == "special envoy"]
    assert envoy.may_hold_on(date(2018, 9, 10))
    assert not envoy.surely_holds_on(date(2018, 9, 10))
    assert envoy.surely_holds_on(date(2019, 9, 10))


def test_on_the_day_of_a_handover_the_newer_comes_first(world: World) -> None:
    assert [o.person for o in world.holders("president", "USA", date(2025, 1, 20))] == ["Donald Trump", "Joe Biden"]


@pytest.mark.parametrize(
    "name", ["Zelensky", "Zelenskyy", "Zelenskiy", "Volodymyr Zelensky", "Vladimir Zelensky", "Zelensky's", "ZELENSKY"]
)
def test_spellings_of_a_name_are_one_person(world: World, name: str) -> None:
    assert {o.person for o in world.people(name)} == {"Volodymyr Zelenskyy"}


def test_a_middle_initial_does_not_hide_a_name(world: World) -> None:
    assert world.people("Charles E. Schumer") == world.people("Charles Schumer") != ()


def test_surname_is_narrowed_by_the_day(world: World) -> None:
    presidents = {o.person for o in world.people("Bush", date(1991, 1, 1)) if o.office == "president"}
    assert presidents == {"George H. W. Bush"}


@pytest.mark.parametrize(
    "name", ["Xi", "Xi Jinping", "al-Sisi", "Sisi", "el-Sissi", "Erdogan", "Erdoğan", "Abbas", "Abu Mazen"]
)
def test_surnames_articles_and_accents(world: World, name: str) -> None:
    assert world.people(name)


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Sergei Lavrov", date(2019, 1, 1), "RUSGOV"),
        ("António Guterres", date(2019, 1, 1), "IGOUNO"),
        ("Nancy Pelosi", date(2020, 1, 1), "USALEG"),
        ("Riek Machar", date(2015, 1, 1), "SSDREB"),
        ("Valery Gerasimov", date(2022, 1, 1), "RUSMIL"),
    ],
)
def test_an_office_gives_its_holder_a_code(world: World, name: str, day: date, code: str) -> None:
    codes = {world.office_code(office, day) for office in world.people(name, day)}
    assert code in codes


def test_forenames_are_known_with_a_capital_only(world: World) -> None:
    assert world.is_forename("Sergei")
    assert world.is_forename("José")
    assert not world.is_forename("sergei")
    assert not world.is_forename("Kremlin")


# --- titles and codes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sector", "office", "plural"),
    [
        ("Prime Minister", Sector.GOV, "prime minister", False),
        ("foreign ministers", Sector.GOV, "foreign minister", True),
        ("acting president", Sector.GOV, "president", False),
        ("former prime minister", Sector.GOV, None, False),
        ("ex-president", Sector.GOV, None, False),
        ("vice-president", Sector.GOV, "vice president", False),
        ("Secretary-General", Sector.IGO, "secretary-general", False),
        ("senators", Sector.LEG, None, True),
        ("members of parliament", Sector.LEG, None, True),
        ("rebel negotiators", Sector.REB, None, True),
        ("opposition lawmakers", Sector.OPP, None, True),
        ("military spokesman", Sector.MIL, "spokesperson", False),
        ("journalists", Sector.MED, None, True),
    ],
)
def test_titles_have_sector_office_and_number(
    world: World, words: str, sector: Sector, office: str | None, plural: bool
) -> None:
    title = world.title(words)
    assert title is not None
    assert (title.sector, title.office, title.is_plural) == (sector, office, plural)


def test_what_is_no_title_gives_none(world: World) -> None:
    for words in ("", "table", "former", "minister's table", "of"):
        assert world.title(words) is None


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("science and space minister", "minister"),
        ("minister of fisheries", "minister"),
        ("president of the council", "president"),
    ],
)
def test_an_unlisted_department_ends_with_a_title(world: World, words: str, title: str) -> None:
    found = world.title_ending(words)
    assert found is not None
    assert found.words == title


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("minister of state", "ministers of state"),
        ("secretary general", "secretaries general"),
        ("major general", "major generals"),
        ("spokeswoman", "spokeswomen"),
        ("deputy", "deputies"),
        ("coach", "coaches"),
    ],
)
def test_plurals_follow_the_noun(singular: str, plural: str) -> None:
    assert plural in plurals_of(singular)


@pytest.mark.parametrize(
    ("country", "sector", "code"),
    [
        ("RUS", "GOV", "RUSGOV"),
        ("RUS", None, "RUS"),
        (None, "CVL", "CVL"),
        (None, "GOV", None),
        (None, None, None),
        ("RUS", "IGO", "IGO"),
    ],
)
def test_codes_are_composed(world: World, country: str | None, sector: str | None, code: str | None) -> None:
    assert world.code(country, sector) == code


def test_fold_takes_away_what_spelling_varies_in() -> None:
    assert fold("The  Élysée") == fold("elysee")
    assert fold("N’Djamena") == fold("N'Djamena")
    assert fold("Wałęsa") == "walesa"


# --- the tables ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_table_tells_its_source_and_is_small(name: str) -> None:
    text = (files("communique.reading") / "lexicons" / name).read_text(encoding="utf-8")
    header = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    assert "Source" in header
    assert "Licence" in header
    assert len(text.encode()) < 200_000
    assert read_table(name)


def test_offices_belong_to_known_countries_and_organisations(world: World) -> None:
    for office in world.offices:
        assert world.country_of_code(office.of) or world.organisation(office.of), office


def test_offices_end_after_they_begin(world: World) -> None:
    for office in world.offices:
        if office.start and office.start.first and office.end and office.end.last:
            assert office.start.first <= office.end.last, office


def test_every_country_of_a_fact_is_known(world: World) -> None:
    for fact in (*world.organisations, *world.seats, *world.places):
        assert fact.country is None or world.country_of_code(fact.country), fact


def test_ambiguous_names_are_among_the_names(world: World) -> None:
    for country in world.countries:
        known = {fold(n) for n in (*country.names, *country.demonyms, *country.capitals)}
        assert {fold(n) for n in country.ambiguous} <= known, country
    for organisation in world.organisations:
        assert {fold(n) for n in organisation.ambiguous} <= {fold(n) for n in organisation.names}, organisation


def test_the_tables_cover_the_world(world: World) -> None:
    assert len(world.countries) >= 249
    assert len(world.organisations) >= 250
    assert len(world.offices) >= 600
    assert len({c.alpha3 for c in world.countries}) == len(world.countries)


def test_the_world_is_loaded_once() -> None:
    assert load_world() is load_world()


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2018-03-09", date(2018, 3, 9), date(2018, 3, 9)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2018-12/2019-01", date(2018, 12, 1), date(2019, 1, 31)),
    ],
)
def test_day_range_covers_the_possible_days(cell: str, first: date, last: date) -> None:
    days = day_range(cell)
    assert days is not None
    assert (days.first, days.last) == (first, last)


def test_day_range_is_none_when_unknown_and_refuses_nonsense() -> None:
    assert day_range("") is None
    with pytest.raises(ValueError, match="abcd"):
        day_range("abcd")


def test_split_cell_drops_empty_values() -> None:
    assert split_cell("a| b||") == ("a", "b")
    assert split_cell("") == ()


def test_a_leader_is_known_every_day_since_1995_where_it_matters_most(world: World) -> None:
    gaps = []
    for alpha3 in ("USA", "RUS", "CHN", "GBR", "FRA", "DEU", "IND", "JPN", "TUR", "ISR", "IRN", "EGY", "UKR", "ETH"):
        day = date(1995, 1, 1)
        while day < date(2026, 1, 1):
            if not world.holders("leader", alpha3, day):
                gaps.append((alpha3, day))
            day += timedelta(days=30)
    assert {alpha3 for alpha3, _ in gaps} <= {"EGY", "CHN"}  # a council ruled Egypt in 2011-12


@pytest.mark.parametrize(
    ("office", "of", "day", "person"),
    [
        ("president", "USA", date(2018, 5, 3), "Donald Trump"),
        ("president", "USA", date(2017, 1, 20), None),  # the day on which the office changed hands
        ("president", "USA", None, None),
        ("president", "USA", date(2090, 1, 1), None),  # past the day up to which the table was kept
        ("foreign minister", "RUS", date(2018, 5, 3), "Sergei Lavrov"),
        ("leader", "DEU", date(2018, 5, 3), "Angela Merkel"),
        ("president", "European Commission", date(2018, 5, 3), "Jean-Claude Juncker"),
        ("head of organisation", "NATO", date(2018, 5, 3), "Jens Stoltenberg"),
        ("head of organisation", "Hamas", date(2018, 5, 3), None),  # groups have several heads
        ("special envoy", "United Nations", date(2018, 5, 3), None),  # an office of several
    ],
)
def test_the_one_holder_of_an_office_where_that_is_certain(
    world: World, office: str, of: str, day: date | None, person: str | None
) -> None:
    held = world.holder(office, of, day)
    assert (held.person if held else None) == person


def test_who_is_seen_in_office_holds_it_up_to_that_day(world: World) -> None:
    held = world.holder("prime minister", "CAN", date(2026, 8, 22))
    assert held is not None
    assert held.seen == date(2026, 8, 22)
    assert world.holder("prime minister", "CAN", date(2026, 8, 23)) is None


def test_an_office_is_given_up_no_earlier_than_taken(world: World) -> None:
    for office in world.offices:
        if office.term is not None and office.term.last is not None:
            assert office.began <= office.term.last, office.person
