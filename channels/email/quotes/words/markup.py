"""Classes, ids and attributes by which mail programs mark what they add. Lower case; parts of `x_`-prefixed names match too."""

QUOTED_CLASSES = (
    "yahoo_quoted protonmail_quote tutanota_quote moz-forward-container zmail_extra gmail_quote_quoted mailru-blockquote "
    "freshdesk_quote sh-quoted-content ntes-mailmaster-quote quoted-text quoted_text reply-quote front-blockquote front-quote "
    "replied-message quotedtext cm_quote mail_quote mail-quote outlookmessageheader_body hs_reply gmailquote quote-body js-readmsg-msg edo-quote"
)
QUOTED_IDS = (
    "isreplycontent mail-editor-reference-message-container olk_src_body_section ntes-iosmail-quote ntes-androidmail-quote ntes-pcmail-quote "
    "ntes-pcmac-quote origbody _origcontent reply-intro original-content tutanota_quote oriMsgHtmlSeperator"
).lower()
QUOTED_MARKERS = "__quoted_text__ __headers__"
QUOTED_NAMES = "messagereplysection quote"
ATTRIBUTION_CLASSES = (
    "gmail_attr moz-cite-prefix moz-email-headers-table cite-prefix attribution protonmail_attribution"
)
HISTORY_CLASSES = "outlookmessageheader"
HISTORY_IDS = "divrplyfwdmsg appendonsend zwchr zm_divider stopspelling replysplit reply_separator ms-outlook-mobile-reply-separator orimsghtmlseperator"
HISTORY_MARKERS = "__divider__"
SIGNATURE_CLASSES = (
    "gmail_signature gmail_signature_prefix moz-signature protonmail_signature_block protonmail_signature_block-proton k9mail-signature "
    "yahoo_signature mail-signature email-signature tutanota_signature bloop_sign sh-signature xm_mail_oversea_body_signature foxmailsign "
    "ms-outlook-mobile-signature apple-mail-signature zmail_signature"
)
SIGNATURE_IDS = (
    "signature ms-outlook-mobile-signature composer_signature applemailsignature lineBreakAtBeginningOfSignature bloop_sign ntes-pcmac-signature "
    "ntes_signature mobilesignature divneteasemailcard _mailsignature zmail_signature foxmailsign spnetease_signature ymail_android_signature"
).lower()
SIGNATURE_MARKERS = "__sig_pre__ __sig_post__"
SIGNATURE_NAMES = "messagesignaturesection signature"
