"""What Dovecot and Postfix read when they run for tests: everything lies in one folder, nothing is read from /etc."""

import base64
import grp
import os
import pwd
from pathlib import Path

from tests.servers.certificates import KeyPair

DOMAIN = "centre.test"  # delivered
BOUNCING = "bounce.test"  # accepted, then refused by the next server: a delivery report comes back
DEFERRING = "defer.test"  # accepted, stays in the queue
REJECTING = "reject.test"  # 550 in answer to RCPT
MAIL_OWNER = 22000  # a number is enough, no account of that name is needed

# Failed logins of other tests must not slow down the next one: no delay, no penalty for the address. Not Maildir, where
# mails that come within a second may get their UIDs in another order.
DOVECOT = """\
base_dir = {folder}/run
protocols = imap lmtp
listen = 127.0.0.1
log_path = {folder}/dovecot.log
auth_verbose = yes
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = {folder}/accounts/%u
}}
userdb {{
  driver = passwd-file
  args = {folder}/accounts/%u
  override_fields = uid={owner} gid={owner} home={folder}/mail/%n
}}
first_valid_uid = {owner}
mail_location = sdbox:~/mail
mail_fsync = never
mail_max_userip_connections = 500
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  process_min_avail = 1
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener sasl {{
    port = {sasl}
  }}
}}
service stats {{
  chroot =
}}
"""

OAUTH2 = """\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = sub
"""

MAIN_CF = """\
compatibility_level = 3.6
config_directory = {folder}/postfix
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mx.{domain}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
alias_maps =
alias_database =
local_recipient_maps =
local_transport = error:5.1.1 no local users
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = regexp:{folder}/postfix/mailboxes
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
transport_maps = texthash:{folder}/postfix/transport
default_transport = error:5.4.4 no outside world
recipient_delimiter = +
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_sasl_security_options = noanonymous
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access regexp:{folder}/postfix/rejected, reject_unlisted_recipient
smtpd_tls_security_level = may
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
smtp_host_lookup = native
message_size_limit = 26214400
mailbox_size_limit = 0
minimal_backoff_time = 2s
maximal_backoff_time = 4s
queue_run_delay = 2s
disable_dns_lookups = yes
"""

MASTER_CF = """\
127.0.0.1:{smtp}  inet n - n - - smtpd
127.0.0.1:{smtps} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
127.0.0.1:{refusing} inet n - n - - smtpd
  -o smtpd_client_restrictions=reject
  -o smtpd_reject_unlisted_recipient=no
127.0.0.1:{busy} inet n - n - - smtpd
  -o smtpd_client_restrictions=defer
  -o smtpd_reject_unlisted_recipient=no
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
showq     unix  n - n - - showq
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
lmtp      unix  - - n - - lmtp
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""

QUEUES = "active bounce corrupt defer deferred flush hold incoming private saved trace pid".split()


def write_dovecot(folder: Path, pair: KeyPair, ports: dict[str, int], token_key: str) -> Path:
    """Configuration and empty folders; ``token_key`` (base64) is what access tokens are signed with (HS256)."""
    for name in ("run", "mail", "accounts", "keys/default/HS256"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    os.chown(folder / "mail", MAIL_OWNER, MAIL_OWNER)
    (folder / "keys/default/HS256/default").write_text(token_key)
    (folder / "oauth2.conf").write_text(OAUTH2.format(folder=folder))
    path = folder / "dovecot.conf"
    path.write_text(
        DOVECOT.format(folder=folder, certificate=pair.certificate, key=pair.key, owner=MAIL_OWNER, **ports)
    )
    return path


def write_postfix(folder: Path, pair: KeyPair, ports: dict[str, int]) -> Path:
    """Configuration and queue folders with the owners that `postfix check` would give them."""
    config = folder / "postfix"
    config.mkdir(parents=True, exist_ok=True)
    _make_queues(folder / "queue")
    (folder / "data").mkdir(exist_ok=True)
    os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
    main = MAIN_CF.format(folder=folder, domain=DOMAIN, certificate=pair.certificate, key=pair.key, **ports)
    (config / "main.cf").write_text(main)
    (config / "master.cf").write_text(MASTER_CF.format(**ports))
    (config / "mailboxes").write_text(f"if !/^nobody/\n/@{DOMAIN}$/ x\nendif\n")
    (config / "transport").write_text(
        f"{BOUNCING} smtp:[127.0.0.1]:{ports['refusing']}\n{DEFERRING} smtp:[127.0.0.1]:{ports['busy']}\n"
    )
    (config / "rejected").write_text(f"/@{REJECTING}$/ 550 5.1.1 no such mailbox\n")
    return config


def _make_queues(queue: Path) -> None:
    owner, group = pwd.getpwnam("postfix").pw_uid, grp.getgrnam("postdrop").gr_gid
    for name in QUEUES:
        _make(queue / name, 0o700, owner, 0)
    _make(queue / "maildrop", 0o730, owner, group)
    _make(queue / "public", 0o710, owner, group)
    os.chown(queue / "pid", 0, 0)


def _make(path: Path, mode: int, owner: int, group: int) -> None:
    path.mkdir(parents=True, exist_ok=True)
    os.chown(path, owner, group)
    path.chmod(mode)


def write_account(folder: Path, address: str, password: str) -> None:
    """One passwd-file an account: Dovecot looks at most once a second whether a file that it knows has changed."""
    encoded = base64.b64encode(password.encode()).decode()
    (folder / "accounts" / address).write_text(f"{address}:{{PLAIN.b64}}{encoded}::::::\n")
