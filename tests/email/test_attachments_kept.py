"""Every byte of every attachment, however it was sent."""

import base64
import quopri
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.parsing.parse import read_mail

HEAD = b"From: ann@example.com\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\n\r\nsee file\r\n"


def mail_with(body: bytes, encoding: str) -> bytes:
    fields = f"Content-Type: application/x-thing; name=a.bin\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return HEAD + b"--b1\r\n" + fields.encode() + body + b"\r\n--b1--\r\n"


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "binary"])
@given(data=st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_bytes_come_back_as_they_were_sent(encoding: str, data: bytes) -> None:
    data = data.replace(b"--b1", b"")
    sent = {
        "base64": base64.encodebytes(data),
        "quoted-printable": quopri.encodestring(data.replace(b"\r", b"").replace(b"\n", b"")),
        "binary": data + b"x",
    }[encoding]
    wanted = {"base64": data, "quoted-printable": data.replace(b"\r", b"").replace(b"\n", b""), "binary": data + b"x"}
    (attachment,) = read_mail(mail_with(sent, encoding)).attachments
    assert attachment.data == wanted[encoding]


@given(
    data=st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=5),
    name=st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="/\\"), min_size=1, max_size=30),
)
@settings(max_examples=60, deadline=None)
def test_files_of_another_mailer_come_back_with_their_names(data: list[bytes], name: str) -> None:
    """The standard library writes, we read."""
    mail = EmailMessage()
    mail["From"] = "ann@example.com"
    mail.set_content("see files")
    for number, one in enumerate(data):
        mail.add_attachment(one, maintype="application", subtype="x-thing", filename=f"{number} {name}.bin")
    found = read_mail(mail.as_bytes())
    assert [(one.filename, one.data) for one in found.attachments] == [
        (f"{number} {name}.bin", one) for number, one in enumerate(data)
    ]
    assert found.text == "see files"
    assert found.defects == ()
