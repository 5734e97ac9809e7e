"""Pictures drawn on the server, as SVG that needs no script: timeline, history of a stance, network of an actor, status marks."""
