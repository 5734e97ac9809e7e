"""Which addresses are asked at all: of the web, without a password, at a port that is one of the web's, and public.

In: addresses as text, and the numeric addresses that their hosts resolve to. Out: an `Address`, or the reason against it. Refuses
with `FetchError`.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urljoin

from communique.sources.fetch.troubles import FetchError

MAX_ADDRESS_CHARS = 8192  # RFC 9110, 4.1, asks for 8000 at least; longer ones are attacks or mistakes
SCHEMES = {"http": 80, "https": 443}

# Ports of other services, which an answer to a forged request could harm. WHATWG Fetch standard, "bad port".
BAD_PORTS = frozenset(
    int(port)
    for port in (
        "0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 139 "
        "143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 "
        "3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080"
    ).split()
)

_V4 = ipaddress.IPv4Network
_V6 = ipaddress.IPv6Network

# What is not the public internet: IANA IPv4 Special-Purpose Address Registry (RFC 6890 and later), multicast, and the reserved end.
# Written out, because `ipaddress.is_global` differs between versions of Python.
NOT_PUBLIC_V4 = tuple(
    _V4(network)
    for network in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 "
        "192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 "
        "240.0.0.0/4"
    ).split()
)
PUBLIC_V6 = _V6("2000::/3")  # the only block of global unicast addresses (RFC 4291, 2.4; IANA)
NOT_PUBLIC_V6 = tuple(
    _V6(network)
    for network in "2001::/23 2001:db8::/32 2620:4f:8000::/48 3fff::/20".split()  # 2001::/23 has Teredo, ORCHID, benchmarking
)
_NAT64 = _V6("64:ff9b::/96")  # RFC 6052; 64:ff9b:1::/48 (RFC 8215) is for local use and lies outside PUBLIC_V6
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")  # RFC 5214, 6.1


@dataclass(frozen=True, slots=True)
class Address:
    """An address on the web, in the one form that it is asked for and kept under; without a fragment."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """The site: what one robots.txt is for (RFC 9309, 2.3)."""
        return _origin(self.scheme, self.host, self.port)

    def joined(self, reference: str) -> "Address":
        """The address that a redirect from here leads to."""
        try:
            return parse_address(urljoin(self.url, reference.strip()))
        except ValueError as err:
            raise FetchError("refused_address", f"{reference[:200]!r} is no web address: {err}") from err


def is_address(name: str) -> bool:
    """Whether an input names a page on the web rather than a file."""
    return name.lower().startswith(("http://", "https://"))


def parse_address(text: str) -> Address:
    """An address as it will be asked for: host in ASCII, path encoded.

    Raises:
        FetchError: `refused_address`: it is none of the web, names no host, carries a user name, or has another service's port.
    """
    import httpx

    if len(text) > MAX_ADDRESS_CHARS:
        raise FetchError("refused_address", f"an address of more than {MAX_ADDRESS_CHARS:,} characters is not asked for")
    shown = without_password(text)[:300]
    try:
        parsed = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError, UnicodeError) as err:
        raise FetchError("refused_address", f"{shown!r} is no web address: {err}") from err
    if parsed.scheme not in SCHEMES:
        raise FetchError("refused_address", f"{shown!r} is no web address: it begins with neither http:// nor https://")
    if not parsed.host:
        raise FetchError("refused_address", f"{shown!r} is no web address: it names no host")
    if parsed.userinfo or "@" in parsed.netloc.decode("ascii", "replace"):
        raise FetchError(
            "refused_address", "a web address with a user name or password is not read; fetch the page and read the file"
        )
    port = SCHEMES[parsed.scheme] if parsed.port is None else parsed.port
    if port in BAD_PORTS or not 0 < port < 2**16:
        raise FetchError("refused_address", f"{shown!r} is not asked for: port {port} is none of the web")
    host = parsed.raw_host.decode("ascii").lower()
    return Address(
        url=_origin(parsed.scheme, host, port) + parsed.raw_path.decode("ascii"), scheme=parsed.scheme, host=host, port=port
    )


def _origin(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://" + (f"[{host}]" if ":" in host else host) + ("" if port == SCHEMES[scheme] else f":{port}")


def without_password(text: str) -> str:
    """An address as it may be shown and kept: without user name and password."""
    head, slashes, rest = text.partition("//")
    end = min((rest.index(mark) for mark in "/?#\\" if mark in rest), default=len(rest))
    netloc = rest[:end].rpartition("@")[2]
    return head + slashes + netloc + rest[end:] if slashes else text


def refusal(address: str) -> str | None:
    """Why a numeric address is not asked, None if it is public. One that carries an IPv4 address is as public as that one."""
    bare, scope, _ = address.partition("%")
    try:
        parsed = ipaddress.ip_address(bare)
    except ValueError:
        return "is no numeric address"
    if scope:
        return "belongs to one link of this machine's network"
    if isinstance(parsed, ipaddress.IPv4Address):
        return "is not a public address" if any(parsed in network for network in NOT_PUBLIC_V4) else None
    carried = _carried(parsed)
    if carried is not None and refusal(str(carried)):
        return f"carries {carried}, which is not a public address"
    if parsed.ipv4_mapped is not None or parsed in _NAT64:
        return None
    if parsed not in PUBLIC_V6 or any(parsed in network for network in NOT_PUBLIC_V6):
        return "is not a public address"
    return None


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address is a form of: mapped (RFC 4291), 6to4 (3056), NAT64 (6052), ISATAP (5214)."""
    raw = address.packed
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64 or raw[8:12] in _ISATAP:
        return ipaddress.IPv4Address(raw[12:])
    return None
