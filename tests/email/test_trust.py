"""Authentication-Results is believed from our server alone; what a filter says about spam, in every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.judging.trust import is_authenticated, is_spam, parsed, trusted_results
from channels.email.parsing.headers import Headers

PASS = "mx.shop.example; dmarc=pass (p=REJECT) header.from=example.com"
FAIL = "mx.shop.example; dmarc=fail header.from=example.com"
NONE = "mx.shop.example; spf=none smtp.mailfrom=example.com; dkim=none"


def mail(*fields: tuple[str, str] | str) -> Headers:
    pairs = [field if isinstance(field, tuple) else ("authentication-results", field) for field in fields]
    return Headers(tuple(pairs))


def verdict(*fields: tuple[str, str] | str, domain: str = "example.com") -> bool | None:
    return is_authenticated(mail(*fields), "mx.shop.example", domain)


@pytest.mark.parametrize(
    "field",
    [
        PASS,
        "MX.Shop.Example 1; DMARC = Pass HEADER.FROM = Example.com",
        "mx.shop.example.; (a (nested) comment; dmarc=fail) dmarc=pass header.from=example.com",
        'mx.shop.example; dmarc=pass reason="good; dmarc=fail" header.from=example.com',
        "\n\tmx.shop.example;\n\tspf=fail smtp.mailfrom=other.example;\n\tdmarc=pass header.from=example.com",
        "mx.shop.example; dmarc=pass",
        "mx.shop.example; spf=pass smtp.mailfrom=ann@example.com",
        "mx.shop.example; spf=pass (sender is ok) smtp.mailfrom=example.com; dmarc=none",
        "mx.shop.example; dkim=fail header.d=other.example; dkim=pass header.d=example.com header.s=2026",
        "mx.shop.example; dkim=pass header.i=@example.com",
        "mx.shop.example; dkim/1=pass header.d=EXAMPLE.com",
    ],
)
def test_what_our_server_found_is_believed(field: str) -> None:
    assert verdict(field) is True


@pytest.mark.parametrize(
    "field",
    [
        "",
        "mx.shop.example; none",
        NONE,
        FAIL,
        "mx.evil.example; dmarc=pass header.from=example.com",
        "mx.shop.example.evil.example; dmarc=pass header.from=example.com",
        "dmarc=pass header.from=example.com",
        "mx.shop.example dmarc=pass header.from=example.com",
        "(mx.shop.example;) mx.evil.example; dmarc=pass",
        '"mx.shop.example; dmarc=pass"',
        "mx.shop.example; dmarc=pass header.from=evil.example",
        "mx.shop.example; dmarc=bestguesspass header.from=example.com",
        "mx.shop.example; x-dmarc=pass header.from=example.com",
        "mx.shop.example; (dmarc=pass) spf=fail",
        'mx.shop.example; spf=fail reason="x; dmarc=pass header.from=example.com"',
        "mx.shop.example; spf=pass smtp.mailfrom=example.com@evil.example",
        "mx.shop.example; spf=pass smtp.helo=example.com",
        "mx.shop.example; spf=pass smtp.mailfrom=notexample.com",
        "mx.shop.example; dkim=pass header.d=com",
        "mx.shop.example; dkim=pass header.d=tenant.example.com",
        "mx.shop.example; dkim=pass header.b=example.com",
        "mx.shop.example; dmarc=fail header.from=example.com; dkim=pass header.d=example.com",
        "mx.shop.example; dmarc=temperror header.from=example.com; spf=pass smtp.mailfrom=example.com",
    ],
)
def test_nothing_else_is(field: str) -> None:
    assert verdict(field) is False


def test_without_a_configured_server_or_a_domain_nothing_is_known() -> None:
    assert is_authenticated(mail(PASS), "", "example.com") is None
    assert is_authenticated(mail(PASS), "mx.shop.example", "") is None


def test_a_server_that_wrote_nothing_authenticated_nothing() -> None:
    assert verdict(("received", "from x")) is False


def test_a_forged_field_further_down_does_not_count() -> None:
    assert verdict(NONE, ("received", "from evil"), PASS) is False
    assert verdict(NONE, "mx.evil.example; spf=none", PASS) is False
    assert verdict("mx.evil.example; spf=none", PASS) is False


def test_neighbouring_fields_of_our_server_belong_together() -> None:
    signed = "mx.shop.example; dkim=pass header.d=mail.example.com"

    assert verdict(("received", "by mx"), signed, PASS, ("dkim-signature", "x")) is True


def test_a_neighbour_cannot_contradict_the_field_above_it() -> None:
    assert verdict(FAIL, PASS) is False
    assert [result.value for result in trusted_results(mail(FAIL, PASS), "mx.shop.example")] == ["fail"]


def test_a_domain_above_the_senders_vouches_for_it() -> None:
    assert verdict("mx.shop.example; dkim=pass header.d=example.com", domain="mail.example.com") is True


def test_internationalised_domains_are_compared_as_the_dns_has_them() -> None:
    assert verdict("mx.shop.example; dmarc=pass header.from=xn--bcher-kva.example", domain="bücher.example") is True
    assert verdict("mx.shop.example; dkim=pass header.d=Bücher.example", domain="xn--bcher-kva.example") is True


def test_exchange_online_names_no_server_and_is_believed_when_it_is_configured() -> None:
    field = (
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dmarc=pass action=none header.from=example.com"
    )

    assert is_authenticated(mail(field), "protection.outlook.com", "example.com") is True
    assert is_authenticated(mail("evil.example; dmarc=pass"), "protection.outlook.com", "example.com") is False


@given(st.text(max_size=500), st.text(max_size=300))
def test_any_field_and_any_domain_are_read_without_an_error(field: str, domain: str) -> None:
    parsed(field)
    verdict("mx.shop.example;" + field, domain=domain)
    is_spam(Headers(tuple((name, field) for name in SPAM_FIELDS)))


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", ["(", '"', "\\", ";", "=", "a=b ", 'a="', "a= ", " "])
def test_hostile_fields_take_linear_time(piece: str) -> None:
    assert verdict("mx.shop.example; " + piece * 500_000) is False


SPAM_FIELDS = (
    "x-spam-flag x-spam-status x-spam x-spam-action x-spamd-result x-ms-exchange-organization-scl "
    "x-forefront-antispam-report"
).split()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-spam-flag", "YES"),
        ("x-spam-flag", " yes (by us)"),
        ("x-spam-status", "Yes, score=15.2 required=5.0 tests=BAYES_99"),
        ("x-spam-status", "(scanned) yes,\n\tscore=7"),
        ("x-spam", "Yes"),
        ("x-spam-action", "Add Header"),
        ("x-spam-action", "rewrite subject"),
        ("x-spam-action", "reject"),
        ("x-spamd-result", "default: True [15.00 / 10.00];\n\tBAYES_SPAM(5.1)[99%]"),
        ("x-ms-exchange-organization-scl", "5"),
        ("x-ms-exchange-organization-scl", "9"),
        ("x-forefront-antispam-report", "CIP:192.0.2.1;CTRY:;LANG:en;SCL:6;SRV:;IPV:NLI;SFV:SPM;H:x"),
        ("x-forefront-antispam-report", "cip:192.0.2.1; scl:5"),
        ("x-forefront-antispam-report", "SFV:SKB;SCL:-1"),
        ("x-gm-spam", "1"),
    ],
)
def test_spam_is_what_a_filter_calls_so(name: str, value: str) -> None:
    assert is_spam(mail((name, value)))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-spam-flag", "NO"),
        ("x-spam-flag", ""),
        ("x-spam-status", "No, score=4.9 required=5.0 tests=YES"),
        ("x-spam-status", "(Yes) No"),
        ("x-spam", "No"),
        ("x-spam-action", "no action"),
        ("x-spam-action", "greylist"),
        ("x-spam-level", "*****"),
        ("x-spamd-result", "default: False [1.00 / 10.00]; TRUE(0)"),
        ("x-ms-exchange-organization-scl", "-1"),
        ("x-ms-exchange-organization-scl", "4"),
        ("x-ms-exchange-organization-scl", "many"),
        ("x-forefront-antispam-report", "CIP:1.2.3.4;SCL:1;SFV:NSPM;H:SCL:9"),
        ("subject", "X-Spam-Flag: YES"),
    ],
)
def test_everything_else_is_none(name: str, value: str) -> None:
    assert not is_spam(mail((name, value)))


def test_the_nearest_filter_decides() -> None:
    assert not is_spam(mail(("x-spam-flag", "NO"), ("received", "from x"), ("x-spam-flag", "YES")))
