"""Whether an input is an address on the web that can be asked for.

In: an input's name. Out: nothing, or whether it is an address. Refuses with `InputError` an address that names no host, carries a
user name or password, or has a port of another service.
"""

from communique.errors import InputError
from communique.sources.fetch.addresses import is_address, parse_address
from communique.sources.fetch.fetcher import check_net
from communique.sources.fetch.troubles import FetchError

__all__ = ["check_address", "is_address"]


def check_address(url: str) -> None:
    """Make sure that an address can be asked for at all.

    Raises:
        ExtraError: a package of the `net` extra is not installed.
        InputError: the address has no host, carries a user name or password, or has a port of another service.
    """
    check_net()
    try:
        parse_address(url)
    except FetchError as err:
        raise InputError(err.detail) from err
