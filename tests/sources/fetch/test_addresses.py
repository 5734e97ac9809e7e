"""Only public addresses of the web are asked, in whatever form they are written."""

import ipaddress
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources.fetch.addresses import BAD_PORTS, NOT_PUBLIC_V4, is_address, parse_address, refusal, without_password
from communique.sources.fetch.troubles import FetchError

V4 = st.ip_addresses(v=4)
V6 = st.ip_addresses(v=6)
PRIVATE_V4 = st.sampled_from(NOT_PUBLIC_V4).flatmap(lambda network: st.ip_addresses(network=network))
PUBLIC_V4 = V4.filter(lambda address: refusal(str(address)) is None)


def embedded(address: ipaddress.IPv4Address, form: str) -> str:
    """An IPv6 address that carries an IPv4 address."""
    raw = address.packed
    forms = {
        "mapped": b"\0" * 10 + b"\xff\xff" + raw,
        "compatible": b"\0" * 12 + raw,
        "6to4": b"\x20\x02" + raw + b"\0" * 10,
        "nat64": bytes.fromhex("0064ff9b0000000000000000") + raw,
        "local nat64": bytes.fromhex("0064ff9b0001000000000000") + raw,
        "teredo server": bytes.fromhex("20010000") + raw + b"\0" * 4 + b"\xff" * 4,
        "teredo client": bytes.fromhex("200100005db8d70e00000000") + bytes(255 - byte for byte in raw),
        "isatap": bytes.fromhex("2a000000000000000000 5efe".replace(" ", "")) + raw,
        "isatap of a public one": bytes.fromhex("2a000000000000000200 5efe".replace(" ", "")) + raw,
    }
    return str(ipaddress.IPv6Address(forms[form]))


FORMS = [
    *"mapped compatible 6to4 nat64 isatap".split(),
    "local nat64",
    "teredo server",
    "teredo client",
    "isatap of a public one",
]


@given(V4 | V6)
def test_what_python_holds_for_private_is_never_asked(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local:
        carries_public = isinstance(address, ipaddress.IPv6Address) and (
            address.ipv4_mapped or address.sixtofour or address in ipaddress.ip_network("64:ff9b::/96")
        )
        if not carries_public:
            assert refusal(str(address))


@given(V4)
def test_only_special_blocks_are_refused(address: ipaddress.IPv4Address) -> None:
    assert bool(refusal(str(address))) == any(address in network for network in NOT_PUBLIC_V4)


@given(st.ip_addresses(network="2a00::/12").filter(lambda address: address.packed[10:12] != b"\x5e\xfe"))
def test_ordinary_addresses_of_both_kinds_are_asked(address: ipaddress.IPv6Address) -> None:
    assert refusal(str(address)) is None
    assert refusal("93.184.215.14") is None


@given(PRIVATE_V4, st.sampled_from(FORMS))
def test_a_private_address_is_refused_in_every_form_that_carries_it(address: ipaddress.IPv4Address, form: str) -> None:
    assert refusal(str(address))
    assert refusal(embedded(address, form))


@given(PUBLIC_V4, st.sampled_from(["mapped", "6to4", "nat64"]))
def test_a_public_address_is_asked_in_the_forms_that_are_in_use(address: ipaddress.IPv4Address, form: str) -> None:
    assert refusal(embedded(address, form)) is None


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.0.0.8 192.168.1.1 172.16.0.1 169.254.169.254 0.0.0.0 100.64.0.1 198.18.0.1 224.0.0.1 255.255.255.255 :: ::1 fe80::1 "
    "fe80::1%eth0 2a00::1%eth0 fec0::1 fd00::1 ff02::1 2001:db8::1 2001::1 3fff::1 100::1 5f00::1 ::ffff:127.0.0.1 2002:7f00:1:: "
    "64:ff9b::a00:1 64:ff9b:1::a00:1 nonsense".split(),
)
def test_addresses_inside_are_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize(
    ("text", "url", "origin"),
    [
        ("HTTP://News.Example", "http://news.example/", "http://news.example"),
        (" http://news.example:80/a#b ", "http://news.example/a", "http://news.example"),
        ("https://news.example:8443/a?b=c d", "https://news.example:8443/a?b=c%20d", "https://news.example:8443"),
        ("http://bücher.example/ä", "http://xn--bcher-kva.example/%C3%A4", "http://xn--bcher-kva.example"),
        ("http://[2A00::1]:8080/", "http://[2a00::1]:8080/", "http://[2a00::1]:8080"),
    ],
)
def test_an_address_has_one_form(text: str, url: str, origin: str) -> None:
    parsed = parse_address(text)
    assert (parsed.url, parsed.origin) == (url, origin)


@pytest.mark.parametrize(
    "text",
    ["", "a", "/a", "//news.example/", "ftp://news.example/", "http://", "http:///a", "http://who@news.example/", "http://:@news.example/",
     "http://news.example:99999/", "http://news.example:0/", "http://news.example:port/", "http://[::1", "http://a\nb.example/",
     "http://news.example/" + "a" * 9000],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(text: str) -> None:
    with pytest.raises(FetchError) as caught:
        parse_address(text)
    assert caught.value.code == "refused_address"


@pytest.mark.parametrize("port", sorted(BAD_PORTS))
def test_ports_of_other_services_are_refused(port: int) -> None:
    with pytest.raises(FetchError):
        parse_address(f"http://news.example:{port}/")


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for candidate in (text, "http://" + text, "http://news.example/" + text):
        with suppress(FetchError):
            parsed = parse_address(candidate)
            assert is_address(parsed.url)
            assert parse_address(parsed.url) == parsed
        without_password(candidate)


@given(st.text("abc:/?#@", max_size=20))
def test_a_joined_address_is_one_of_the_web_or_refused(reference: str) -> None:
    with suppress(FetchError):
        assert is_address(parse_address("http://news.example/a/b").joined(reference).url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://who:secret@news.example/a@b", "http://news.example/a@b"),
        ("http://who:se@cret@news.example", "http://news.example"),
        ("http://news.example/a?to=x@y", "http://news.example/a?to=x@y"),
        ("news.example", "news.example"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str) -> None:
    assert without_password(url) == shown
