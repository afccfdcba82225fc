"""That the mail servers of the tests do what the tests of the e-mail channel rely on."""

import email
import smtplib

import pytest

from tests.servers.mail import Account, MailServer
from tests.servers.mail_settings import BOUNCING, DEFERRING, DOMAIN, REJECTING

MAIL = b"From: Ann <ann@example.com>\r\nSubject: Where is my parcel?\r\nMessage-ID: <1@example.com>\r\n\r\nHello\r\n"


def logged_in(server: MailServer, account: Account) -> smtplib.SMTP_SSL:
    client = smtplib.SMTP_SSL(server.host, server.ports["smtps"], context=server.trust())
    client.login(account.address, account.password)
    return client


async def test_mail_to_a_plus_address_arrives_in_the_mailbox_with_the_address_kept(mail_server: MailServer) -> None:
    sender, recipient = mail_server.account(), mail_server.account()
    with logged_in(mail_server, sender) as smtp:
        smtp.sendmail(sender.address, [recipient.plus("token")], MAIL)
    [arrived] = await mail_server.arrived(recipient)
    assert email.message_from_bytes(arrived)["Delivered-To"] == recipient.plus("token")


async def test_a_bouncing_domain_sends_back_a_delivery_report(mail_server: MailServer) -> None:
    sender = mail_server.account()
    with logged_in(mail_server, sender) as smtp:
        smtp.sendmail(sender.address, [f"anybody@{BOUNCING}"], MAIL)
    [report] = await mail_server.arrived(sender)
    assert email.message_from_bytes(report).get_content_type() == "multipart/report"


async def test_a_deferring_domain_accepts_and_sends_nothing_back(mail_server: MailServer) -> None:
    sender = mail_server.account()
    with logged_in(mail_server, sender) as smtp:
        refused = smtp.sendmail(sender.address, [f"anybody@{DEFERRING}"], MAIL)
    assert refused == {}
    assert mail_server.received(sender) == []


@pytest.mark.parametrize("recipient", [f"anybody@{REJECTING}", f"nobody@{DOMAIN}"])
def test_a_rejected_recipient_is_refused_at_rcpt(mail_server: MailServer, recipient: str) -> None:
    with logged_in(mail_server, mail_server.account()) as smtp, pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        smtp.sendmail("ann@example.com", [recipient], MAIL)
    assert [code for code, _ in refusal.value.recipients.values()] == [550]


def test_appended_and_delivered_mails_lie_in_the_order_they_came(mail_server: MailServer) -> None:
    account = mail_server.account(password='odd "quoted\\ pässword')
    mail_server.append(account, MAIL)
    mail_server.deliver(account, MAIL.replace(b"<1@", b"<2@"), MAIL.replace(b"<1@", b"<3@"))
    mails = [email.message_from_bytes(mail)["Message-ID"] for mail in mail_server.received(account)]
    assert mails == ["<1@example.com>", "<2@example.com>", "<3@example.com>"]


def test_both_servers_can_be_restarted_and_keep_mailboxes(mail_server: MailServer) -> None:
    account = mail_server.account()
    mail_server.append(account, MAIL)
    mail_server.stop_dovecot()
    mail_server.stop_postfix()
    mail_server.start_dovecot()
    mail_server.start_postfix()
    assert mail_server.received(account) == [MAIL]


def test_an_access_token_logs_in_by_imap_and_smtp(mail_server: MailServer) -> None:
    account = mail_server.account()
    secret = f"user={account.address}\1auth=Bearer {mail_server.access_token(account)}\1\1"
    with smtplib.SMTP_SSL(mail_server.host, mail_server.ports["smtps"], context=mail_server.trust()) as smtp:
        smtp.ehlo()
        assert smtp.auth("XOAUTH2", lambda _=None: secret)[0] == 235
