"""SVG elements.

In: names, attributes, children. Out: markup with everything escaped. Refuses nothing: an attribute of None is left out.
"""

from markupsafe import Markup, escape

Attribute = str | int | float | None


def element(name: str, *children: str | Markup, **attributes: Attribute) -> Markup:
    """An element; `class_` is `class`, and an underscore in a name is a hyphen. Children that are no markup are escaped."""
    told = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _number(value))
        for key, value in attributes.items()
        if value is not None
    )
    inner = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(name, told, inner) if inner else Markup("<{0}{1}/>").format(name, told)


def _number(value: str | int | float) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
