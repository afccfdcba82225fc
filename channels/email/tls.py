"""Whose certificates a mail server may show: the machine's authorities, and one of the administrator's own."""

import functools
import ssl

from channels.email.faults import MailServerError


@functools.lru_cache(maxsize=64)  # reading the machine's authorities takes tens of milliseconds
def tls_context(certificates: str) -> ssl.SSLContext:
    """Verifies certificate and host name, always; ``certificates`` is PEM, believed besides the machine's.

    Raises MailServerError when that text is no certificate.
    """
    context = ssl.create_default_context()
    if certificates.strip():
        try:
            context.load_verify_locations(cadata=certificates)
        except (ssl.SSLError, ValueError) as error:
            raise MailServerError(
                "The certificate authority that was entered cannot be read.",
                advice="Paste the whole text, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.",
                retry=False,
            ) from error
    return context
