"""Actors and mentions of whole stories, read with the trained pipeline. All stories are made up."""

from dataclasses import dataclass
from datetime import date

import pytest
from spacy.language import Language

from communique.reading.actors import find_actors
from communique.reading.found import FoundActors, MentionKind
from communique.reading.world import load_world
from communique.record.model import Actor

pytestmark = pytest.mark.pipeline


@dataclass(frozen=True)
class Reading:
    """A text with what was found in it."""

    text: str
    found: FoundActors

    def at(self, words: str, nth: int = 1) -> tuple[str, ...]:
        """The names of the actors that the n-th occurrence of some words, as a mention of their own, stands for."""
        start = -1
        for _ in range(nth):
            start = self.text.index(words, start + 1)
        mention = next((m for m in self.found.mentions if (m.span.start, m.span.end) == (start, start + len(words))), None)
        return () if mention is None else tuple(self.found.by_id[actor].name for actor in mention.actors)

    def actor(self, name: str) -> Actor:
        """The actor of a name."""
        return next(actor for actor in self.found.actors if actor.name == name)

    def words(self) -> list[str]:
        """The words of all mentions."""
        return [mention.span.of(self.text) for mention in self.found.mentions]


@pytest.fixture(scope="module")
def read(nlp: Language):  # type: ignore[no-untyped-def]
    """Reads a text as if it had been published on a day."""

    def reading(text: str, published: str | None = "2024-03-12") -> Reading:
        day = date.fromisoformat(published) if published else None
        return Reading(text, find_actors(nlp(text), load_world(), day))

    return reading


# --- who is an actor -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norwegian Foreign Minister Kari Holm arrived late.", "Norwegian Foreign Minister Kari Holm"),
        ("The envoys met Mrs. Holm on Monday.", "Mrs. Holm"),
        ("Diplomats praised the offer.", "Diplomats"),
        ("Two Western diplomats said so.", "Two Western diplomats"),
        ("The Kremlin rejected the plan.", "The Kremlin"),
        ("Residents of Bihac complained about the noise.", "Residents of Bihac"),
        ("Hundreds of soldiers crossed the bridge.", "Hundreds of soldiers"),
        ("A member of the delegation told reporters about it.", "A member of the delegation"),
        ("The Swedish army denied the report.", "The Swedish army"),
        ("A court in Lyon sentenced the smugglers.", "A court"),
        ("The minister thanked Denmark's envoy to the United Nations.", "Denmark's envoy to the United Nations"),
        ("Lee Jae-in said that talks would resume.", "Lee Jae-in"),
        ("Sheikh Tamim bin Hamad greeted the guests.", "Sheikh Tamim bin Hamad"),
    ],
)
def test_a_mention_takes_in_what_belongs_to_it(read, text, words):
    assert words in read(text).words()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kari Holm is Norway's foreign minister.", "Norway's foreign minister"),  # a predicate
        ("The talks opened in Geneva.", "Geneva"),
        ("The president flew to Finland.", "Finland"),
        ("They discussed the Russian proposal.", "Russian"),
        ("The statement said nothing new.", "The statement"),
        ("Any president would refuse.", "Any president"),
        ("The envoy, who speaks Arabic, smiled.", "who"),
        ("Holm blamed herself for the delay.", "herself"),
    ],
)
def test_predicates_places_adjectives_and_things_are_no_mentions(read, text, words):
    assert words not in read(text).words()


def test_names_inside_a_title_are_no_mentions_but_pronouns_are(read):
    reading = read("Holm met the German chancellor. The union's envoy praised Holm and her deputy, Nils Berg.")
    assert "German" not in reading.words()
    assert "her" in reading.words()


def test_a_possessive_s_stays_outside(read):
    assert read("Poland’s demand surprised Kari Holm’s team.").words()[0] == "Poland"


def test_a_capital_is_the_state_where_it_acts_and_a_place_where_it_does_not(read):
    reading = read("Ankara rejected the offer. A delegation had arrived in Ankara on Monday.")
    assert reading.at("Ankara") == ("Türkiye",) or reading.at("Ankara") == ("Turkey",)
    assert reading.at("Ankara", 2) == ()


# --- what the actors are -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "kind", "country", "code"),
    [
        ("Norwegian Foreign Minister Kari Holm left early.", "Kari Holm", "person", "NOR", "NORGOV"),
        ("A Cuban diplomat said so.", "Cuban diplomat", "person", "CUB", "CUBGOV"),
        ("Finland's army crossed the river.", "Finland's army", "body", "FIN", "FINMIL"),
        ("The Ethiopian parliament passed the law.", "Ethiopian parliament", "body", "ETH", "ETHLEG"),
        ("Japan accepted the invitation.", "Japan", "state", "JPN", "JPN"),
        ("NATO welcomed the accord.", "NATO", "alliance", None, "IGONAT"),
        ("European diplomats welcomed the accord.", "European diplomats", "population", None, None),
        ("Six world powers welcomed the accord.", "world powers", "alliance", None, None),
        ("UN spokeswoman Ana Ruiz welcomed the accord.", "Ana Ruiz", "person", None, "IGOUNO"),
        ("The Free River Front, a small rebel group, laid down its arms.", "Free River Front", "armed group", None, "REB"),
        ("The minister told Radio Sava that he would resign.", "Radio Sava", "media", None, "MED"),
    ],
)
def test_kind_country_and_code_are_read_from_the_words(read, text, name, kind, country, code):
    actor = read(text).actor(name)
    assert (actor.kind, actor.country, actor.code) == (kind, country, code)


def test_a_role_keeps_its_words_and_whose_it_is(read):
    text = "Norwegian Foreign Minister Kari Holm left early."
    (role,) = read(text).actor("Kari Holm").roles
    assert (role.title, role.of, role.span.of(text)) == ("Foreign Minister", "NOR", "Foreign Minister")


def test_a_title_without_a_country_takes_the_one_spoken_of(read):
    reading = read("Chile recalled its ambassador from Lima. Defence Minister Ana Soto said the army was calm.")
    assert reading.actor("Ana Soto").country == "CHL"
    assert reading.actor("Chilean army").code == "CHLMIL"


def test_the_bare_name_of_a_chamber_is_that_of_the_country_spoken_of(read):
    assert read("Peruvian President Rosa Vega asked Congress for more time.").at("Congress") == ("Peruvian Congress",)


def test_the_like_of_another_country_is_not_the_best_known_one(read):
    reading = read("Israel's Supreme Court rejected the appeal.")
    assert [(actor.country, actor.code) for actor in reading.found.actors] == [("ISR", "ISRJUD")]


def test_the_government_of_a_story_about_one_country_is_a_body(read):
    reading = read("Rebels in Chad attacked a convoy. The government blamed foreign fighters. N'Djamena sent troops.")
    actor = reading.actor("Chadian government")
    assert (actor.kind, actor.code) == ("body", "TCDGOV")


# --- who is meant --------------------------------------------------------------------------------------------------------


def test_a_surname_and_a_description_take_up_a_full_name(read):
    reading = read(
        "Norwegian Foreign Minister Kari Holm met Danish Prime Minister Lars Friis. Holm asked for time. "
        "The Danish prime minister agreed. The Norwegian minister thanked him."
    )
    assert reading.at("Holm", 2) == ("Kari Holm",)
    assert reading.at("The Danish prime minister") == ("Lars Friis",)
    assert reading.at("The Norwegian minister") == ("Kari Holm",)
    assert reading.at("him") == ("Lars Friis",)


def test_the_office_holder_of_the_day_is_meant_by_his_office(read):
    text = "Emmanuel Macron spoke to Olaf Scholz on Monday. The French president asked for patience."
    assert read(text, "2024-03-12").at("The French president") == ("Emmanuel Macron",)


def test_appositions_name_one_actor_whichever_comes_first(read):
    reading = read(
        "Kari Holm, the Norwegian foreign minister, smiled. The rebels' commander, Tito Ramos, known as Lobo, said nothing. "
        "Lobo left."
    )
    assert reading.at("the Norwegian foreign minister") == ("Kari Holm",)
    assert reading.at("The rebels' commander") == ("Tito Ramos",)
    assert reading.at("Lobo") == reading.at("Lobo", 2) == ("Tito Ramos",)


def test_an_acronym_in_brackets_is_the_organisation_before_it(read):
    reading = read("The Northern Miners Front (NMF) said on Monday it would disarm. The NMF has fought since 2001.")
    assert reading.at("NMF") == reading.at("The NMF") == ("Northern Miners Front",)


def test_two_people_of_one_surname_are_kept_apart_by_their_form_of_address(read):
    reading = read("John Baker met Mary Baker. Mr Baker said little. Mrs Baker spoke for an hour.")
    assert reading.at("Mr Baker") == ("John Baker",)
    assert reading.at("Mrs Baker") == ("Mary Baker",)


def test_general_nouns_take_up_the_organisation_named_before(read):
    reading = read("The World Health Organization sent a team. The agency said the team would stay for a week.")
    assert reading.at("The agency") == reading.at("The World Health Organization")


@pytest.mark.parametrize(
    ("text", "pronoun", "nth", "name"),
    [
        ("Kari Holm said she would sign.", "she", 1, "Kari Holm"),
        ("Kari Holm told Lars Friis that she would sign.", "she", 1, "Kari Holm"),
        ("Lars Friis scrapped his meeting with Nils Berg.", "his", 1, "Lars Friis"),
        ("Lars Friis and his deputy met Nils Berg.", "his", 1, "Lars Friis"),
        ("Lars Friis said Nils Berg had told his aides everything.", "his", 1, "Nils Berg"),
        ("Lars Friis called Nils Berg to thank him.", "him", 1, "Nils Berg"),
        ("Nils Berg was serious. “He will not sign,” Lars Friis said.", "He", 1, "Nils Berg"),
        ("“I will not sign,” Lars Friis said.", "I", 1, "Lars Friis"),
        ("Finland said it was ready to talk.", "it", 1, "Finland"),
        ("Officials said they were confident.", "they", 1, "Officials"),
    ],
)
def test_a_pronoun_stands_for_whom_syntax_and_salience_point_to(read, text, pronoun, nth, name):
    assert read(text).at(pronoun, nth) == (name,)


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("Sweden signed the treaty. It is a gesture of goodwill.", "It"),
        ("Sweden said it is important to wait.", "it"),
        ("The accord was signed. Sweden welcomed it.", "it"),
    ],
)
def test_it_stays_unresolved_where_a_thing_or_a_clause_is_meant(read, text, pronoun):
    assert read(text).at(pronoun) == ()


def test_a_pronoun_in_a_fronted_clause_is_the_subject_that_follows(read):
    reading = read("Nils Berg opened the talks. Before he flew home, Lars Friis thanked the hosts.")
    assert reading.at("he", reading.text[: reading.text.index("he flew") + 2].count("he")) == ("Lars Friis",)


def test_a_bare_spokesman_speaks_for_the_body_named_just_before(read):
    reading = read("The Finnish foreign ministry rejected the report. Jussi Laine, a spokesman, called it false.")
    assert reading.actor("Jussi Laine").code == "FINGOV"


def test_somebody_s_supporters_and_troops_are_told_whose_they_are(read):
    reading = read("Chilean General Luis Rojas spoke first. His supporters cheered. An adviser to Rojas smiled.")
    assert reading.at("His supporters") == ("Luis Rojas's supporters",)
    assert reading.actor("adviser to Rojas").country == "CHL"


def test_a_former_office_holder_is_not_the_present_one(read):
    text = "François Hollande wrote to Emmanuel Macron. The former French president asked for patience."
    assert read(text, "2024-03-12").at("The former French president") == ("François Hollande",)


def test_they_after_two_people_is_both(read):
    reading = read("Kari Holm and Lars Friis left Geneva. They will meet again.")
    assert reading.at("They") == ("Kari Holm", "Lars Friis")


def test_both_sides_are_never_a_state_and_its_own_army(read):
    reading = read(
        "The Indonesian army shelled a village, said the Free Aceh Movement. Indonesian troops came at noon. "
        "The army said that its troops had fired back. The vice president called on both sides to stop."
    )
    assert reading.at("both sides") == ("Indonesian army", "Free Aceh Movement")


def test_a_rebel_leader_s_movement_is_the_group_that_the_story_names_later(read):
    reading = read(
        "The leader of Aceh's separatist rebels said that his movement would sign. "
        "Malik Mahmud of the Free Aceh Movement spoke in Helsinki."
    )
    assert reading.at("his movement") == ("Free Aceh Movement",)


def test_we_is_the_state_that_the_speaker_speaks_for(read):
    reading = read("Finnish Foreign Minister Elina Salo was calm. “We will wait,” she said.")
    assert reading.at("We") == ("Finland",)


def test_a_group_noun_is_a_mention_of_each_member(read):
    reading = read(
        "Finnish President Pekka Laine met Swedish Prime Minister Eva Lind. The two leaders smiled. Both countries want a deal."
    )
    mention = next(m for m in reading.found.mentions if m.span.of(reading.text) == "The two leaders")
    assert mention.kind is MentionKind.GROUP
    assert reading.at("The two leaders") == ("Pekka Laine", "Eva Lind")


def test_two_nations_officials_are_two_actors(read):
    assert read("American and Iranian diplomats met in Oman.").at("American and Iranian diplomats") == (
        "American diplomats",
        "Iranian diplomats",
    )


# --- what holds for every story ------------------------------------------------------------------------------------------

STORY = (
    "OSLO, March 12 (Nordwire) - Norwegian Foreign Minister Kari Holm and her Danish counterpart, Lars Friis, left the talks "
    "on Tuesday. “We tried,” she told reporters. The two ministers said their governments would meet again if the rebels agreed.\n"
    "A rebel spokesman denied that the movement had asked for money. Residents of the town said they were afraid."
)


def test_ids_follow_the_first_mentions_and_every_mention_has_its_own_head(read):
    found = read(STORY).found
    firsts = [min(m.start for m in actor.mentions) for actor in found.actors]
    assert [actor.id for actor in found.actors] == [f"a{n}" for n in range(1, len(found.actors) + 1)]
    assert firsts == sorted(firsts)
    heads = [mention.head for mention in found.mentions]
    assert len(set(heads)) == len(heads)
    assert all(mention.first <= mention.head < mention.last for mention in found.mentions)


def test_mentions_and_actors_tell_the_same(read):
    found = read(STORY).found
    for actor in found.actors:
        assert list(actor.mentions) == [m.span for m in found.mentions if actor.id in m.actors]


def test_reading_twice_gives_the_same(read):
    assert read(STORY).found == read(STORY).found


def test_the_dateline_names_nobody(read):
    assert "OSLO" not in read(STORY).words()
    assert "Nordwire" not in read(STORY).words()


@pytest.mark.parametrize("text", ["", "Peace", "\n\n", "…", "Mr", "The.", "“”"])
def test_a_story_of_next_to_nothing_has_no_actors_and_no_trouble(read, text):
    assert read(text, None).found.actors == ()
