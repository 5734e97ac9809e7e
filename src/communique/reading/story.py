"""One parsed story through all reading steps, in their order.

In: the parse, the story, the options. Out: the story with its record, and the issues seen on the way. Refuses nothing.
"""

from spacy.tokens import Doc

from communique.options import ReadOptions
from communique.reading.actors import find_actors
from communique.reading.actors.corrections import correct_actors
from communique.reading.collect import Findings, collect
from communique.reading.conditions import find_conditions
from communique.reading.events import find_events
from communique.reading.events.contexts import find_contexts
from communique.reading.events.lexicon import load_lexicon
from communique.reading.identities import Identities
from communique.reading.issues import find_issues
from communique.reading.positions import find_positions
from communique.reading.predicates import find_predicates
from communique.reading.statements import find_statements
from communique.reading.times import find_times
from communique.reading.world import load_world
from communique.record.model import Issue, Story


def read_story(doc: Doc, story: Story, options: ReadOptions, ids: Identities) -> tuple[Story, tuple[Issue, ...]]:
    """The story with its record, and what was seen and not understood.

    What is found depends on the parse, the story's text and its day of publication, and on nothing else of the story: a copy in
    another paper says the same (`copies`).
    """
    world, lexicon = load_world(), load_lexicon(options.lexicon, options.ontology)
    actors = correct_actors(find_actors(doc, world, story.published), doc.text, options.actors, story.published)
    times = find_times(doc, story.published)
    statements = find_statements(doc, actors, times)
    events = find_events(doc, actors, times, statements, lexicon, world)
    conditions = find_conditions(doc)
    positions = find_positions(doc, actors, statements, events, conditions, lexicon)
    findings = Findings(
        actors=actors,
        times=times,
        statements=statements,
        events=events,
        conditions=conditions,
        positions=positions,
        predicates=find_predicates(doc, statements, lexicon) if "predicates" in options.layers else None,
        contexts=[find_contexts(event.trigger.sent) for event in events],
    )
    return collect(story, findings, ids, with_times="times" in options.layers), find_issues(story, times)
