"""Mails that tell what they are by their headers, subject and text; and people's mails that look as if they did."""

from dataclasses import dataclass

from channels.email.parsing.headers import Headers


@dataclass(frozen=True)
class Case:
    name: str
    subject: str = "Question about my order"
    text: str = "Hello, where is my parcel?\n\nAnn"
    sender: str = "ann@example.com"
    headers: str = "Return-Path: <ann@example.com>"
    types: tuple[str, ...] = ("text/plain",)

    def __str__(self) -> str:
        return self.name.replace(" ", "-")

    def fields(self) -> Headers:
        lines = [line.partition(":") for line in self.headers.splitlines() if line.strip()]
        return Headers(tuple((name.strip().lower(), value.strip()) for name, _, value in lines))


AWAY = "I am out of the office until Monday and will reply when I return."
ITIP = "multipart/alternative", "text/plain", "text/calendar; method="
DSN = ("multipart/report; report-type=delivery-status", "text/plain", "message/delivery-status", "message/rfc822")
NULL = "Return-Path: <>"
DAEMON = "MAILER-DAEMON@mx.example.net"

AUTO_REPLIES = [
    Case("auto-replied", headers="Auto-Submitted: auto-replied"),
    Case("auto-replied with a comment and parameters", headers="Auto-Submitted: (vacation) Auto-Replied; owner=a@b"),
    Case("auto-generated", headers="Auto-Submitted: auto-generated", subject="Cron <root@web> backup"),
    Case("auto-notified", headers="Auto-Submitted: auto-notified; owner-email=ann@example.com"),
    Case("an auto-submitted word nobody registered", headers="Auto-Submitted: yes"),
    Case("gmail vacation", headers="Precedence: bulk\nX-Autoreply: yes", subject="Away Re: Order", text=AWAY),
    Case("precedence auto_reply", headers="Precedence: auto_reply"),
    Case("precedence auto-reply in capitals", headers="Precedence: AUTO-REPLY"),
    Case("x-autorespond", headers="X-Autorespond: Re: order"),
    Case("x-autoresponder", headers="X-Autoresponder: confixx"),
    Case("x-auto-reply-from", headers="X-Auto-Reply-From: ann@example.com"),
    Case("exchange suppress all", headers="X-Auto-Response-Suppress: All"),
    Case("null sender without a bounce", headers=NULL, subject="I got your mail", text=AWAY),
    Case("null sender from a vacation program", headers=f"{NULL}\nAuto-Submitted: auto-replied", subject="Away: x"),
    Case("vacation by unix", headers="Precedence: junk", subject="away from my mail", text="Not reading mail"),
    Case("procmail loop", headers="X-Loop: ann@example.com", subject="On vacation", text="Back on 3 May."),
    Case("partial suppress and a likely subject", headers="X-Auto-Response-Suppress: OOF", subject="On leave"),
    Case("list unsubscribe on an out of office", headers="List-Unsubscribe: <m@x>\nAuto-Submitted: auto-replied"),
    Case("machine header of first class", headers="X-FC-MachineGenerated: true"),
    Case("autoresponder of mdaemon", headers="X-POST-MessageClass: 9; Autoresponder"),
    Case("english exchange", subject="Automatic reply: Your order 17", text=AWAY),
    Case("english without a known sentence", subject="Automatic reply: Your order 17", text="Back on Monday."),
    Case("english old exchange", subject="Out of Office AutoReply: Your order", text=AWAY),
    Case("english with a question about urgency", subject="Automatic reply: x", text=AWAY + " Urgent? Call 123."),
    Case("out of office in front", subject="Out of office: Re: Your order", text=AWAY),
    Case("out of office as a whole", subject="Out of Office", text=""),
    Case("behind an external tag", subject="[EXTERNAL] Automatic reply: Your order", text=AWAY),
    Case("german exchange", subject="Automatische Antwort: Ihre Anfrage", text="Ich bin im Urlaub."),
    Case("german notes", subject="Dr. Weber ist außer Haus", headers="X-Auto-Response-Suppress: All"),
    Case("german by hand", subject="Abwesend bis 3. Mai", text="Ich bin bis 3. Mai nicht im Büro."),
    Case("german notice", subject="Abwesenheitsnotiz: Ihre Anfrage", text="Ihre Nachricht wird nicht weitergeleitet."),
    Case("french exchange", subject="Réponse automatique : Votre commande", text="Je suis absente jusqu'au 3 mai."),
    Case("french with a no-break space", subject="Réponse automatique\u00a0: Commande", text="Bonjour"),
    Case("french by hand", subject="Absence du bureau", text="Je serai en congés jusqu'au 3 mai."),
    Case("spanish exchange", subject="Respuesta automática: Su pedido", text="Estoy de vacaciones."),
    Case("spanish by hand", subject="Fuera de la oficina", text="Estaré fuera de la oficina hasta el lunes."),
    Case("portuguese exchange", subject="Resposta automática: Pedido", text="Estou de férias."),
    Case("portuguese by hand", subject="Fora do escritório", text="Estou ausente até segunda."),
    Case("italian exchange", subject="Risposta automatica: Ordine", text="Sono in ferie."),
    Case("italian by hand", subject="Fuori ufficio", text="Sono assente fino a lunedì."),
    Case("dutch exchange", subject="Automatisch antwoord: Bestelling", text="Ik ben op vakantie."),
    Case("dutch by hand", subject="Afwezig", text="Ik ben afwezig tot maandag."),
    Case("russian exchange", subject="Автоответ: Ваш заказ", text="Я в отпуске."),
    Case("russian in full", subject="Автоматический ответ: Ваш заказ", text="Буду 3 мая."),
    Case("russian by hand", subject="Отпуск до 3 мая", text="Добрый день. Я в отпуске до 3 мая."),
    Case("ukrainian exchange", subject="Автовідповідь: Замовлення", text="Я у відпустці."),
    Case("ukrainian by hand", subject="У відпустці", text="Я у відпустці до 3 травня, мене не буде."),
    Case("polish exchange", subject="Odpowiedź automatyczna: Zamówienie", text="Jestem na urlopie."),
    Case("polish by hand", subject="Urlop", text="Jestem nieobecny do poniedziałku."),
    Case("simplified chinese exchange", subject="自动回复: 您的订单", text="我正在休假。"),
    Case("simplified chinese full-width colon", subject="自动回复：您的订单", text="您好"),
    Case("simplified chinese by hand", subject="休假通知", text="您好，我正在休假，5月3日回来。"),
    Case("traditional chinese exchange", subject="自動回覆: 您的訂單", text="我目前休假。"),
    Case("traditional chinese by hand", subject="外出通知", text="我目前不在辦公室。"),
    Case("japanese exchange", subject="自動応答: ご注文", text="ただいま外出しております。"),
    Case("japanese by hand", subject="不在のお知らせ", text="5月3日まで休暇をいただいております。"),
    Case("korean exchange", subject="자동 회신: 주문", text="휴가 중입니다."),
    Case("korean by hand", subject="부재중", text="5월 3일까지 부재중입니다."),
    Case("arabic exchange", subject="رد تلقائي: طلبك", text="أنا خارج المكتب"),
    Case("arabic by hand", subject="خارج المكتب", text="أنا في إجازة حتى يوم الاثنين"),
    Case("turkish exchange", subject="Otomatik yanıt: Siparişiniz", text="İzindeyim."),
    Case("turkish by hand", subject="Ofis dışında", text="Pazartesiye kadar ofis dışındayım."),
    Case("a dmarc aggregate", subject="Report Domain: x.example Submitter: y.example Report-ID: <1>",
         types=("multipart/mixed", "text/plain", "application/gzip")),
    Case("a report of an unknown sort", types=("multipart/report; report-type=tlsrpt", "text/plain")),
]  # fmt: skip

BULK = [
    Case("list id", headers="List-Id: News <news.shop.example>"),
    Case("list unsubscribe only", headers="List-Unsubscribe: <https://shop.example/u/1>"),
    Case("precedence bulk", headers="Precedence: bulk"),
    Case("precedence list with a comment", headers="Precedence: List (of friends)"),
    Case("precedence junk", headers="Precedence: junk"),
    Case("a newsletter that jokes", headers="List-Id: <n.x>", subject="Out of office: 50% off", text="Buy now."),
]

CALENDAR = [
    Case("an invitation", types=(*ITIP[:2], ITIP[2] + "request")),
    Case("an invitation in capitals and quotes", types=("text/calendar; charset=utf-8; method=\"REQUEST\"",)),
    Case("an acceptance", types=(*ITIP[:2], ITIP[2] + "reply"), subject="Accepted: Visit"),
    Case("a cancellation by a machine", types=(ITIP[2] + "cancel",), headers="Auto-Submitted: auto-generated"),
]  # fmt: skip

RECEIPTS = [
    Case("read", types=("multipart/report; report-type=disposition-notification", "text/plain",
                        "message/disposition-notification"), subject="Read: Your order"),
    Case("read without a report type", types=("multipart/report", "text/plain", "message/disposition-notification")),
    Case("read, marked automatic", types=("multipart/report; report-type=disposition-notification",), headers=NULL),
]  # fmt: skip

FEEDBACK = [
    Case("abuse", types=("multipart/report; report-type=feedback-report", "text/plain", "message/feedback-report")),
    Case("abuse of the loop of a provider", types=("multipart/report; report-type=feedback-report",),
         sender="feedbackloop@provider.example", headers="Precedence: bulk"),
]  # fmt: skip

BOUNCES = [
    Case("a report nobody could read", types=DSN, headers=NULL, sender=DAEMON, subject="Undelivered Mail"),
    Case("a report without its type", types=("multipart/report", "message/delivery-status"), sender=DAEMON),
    Case("a report with internationalised status", types=("multipart/report", "message/global-delivery-status")),
    Case("qmail", headers=NULL, subject="failure notice", text="<a@b.example>:\nSorry, no mailbox here by that name."),
    Case("exim", sender=DAEMON, headers="X-Failed-Recipients: a@b.example\nAuto-Submitted: auto-replied",
         subject="Mail delivery failed: returning message to sender", text="  a@b.example\n    550 unknown user"),
    Case("gmail", sender="mailer-daemon@googlemail.com", headers="X-Failed-Recipients: a@b",
         subject="Delivery Status Notification (Failure)", text="Address not found"),
    Case("exchange", sender="postmaster@corp.example", headers=NULL, subject="Undeliverable: Your order"),
    Case("exchange without a null sender", sender="postmaster@corp.example", subject="Undeliverable: Your order",
         text="Your message did not reach the following recipient(s):\n\nann@corp.example"),
    Case("german exchange", headers=NULL, subject="Unzustellbar: Ihre Bestellung"),
    Case("french exchange", headers=NULL, subject="Non remis : Votre commande"),
    Case("spanish exchange", headers=NULL, subject="No se puede entregar: Su pedido"),
    Case("russian exchange", headers=NULL, subject="Недоставлено: Ваш заказ"),
    Case("chinese exchange", headers=NULL, subject="无法送达: 您的订单"),
    Case("japanese exchange", headers=NULL, subject="配信不能: ご注文"),
    Case("yahoo", sender="MAILER-DAEMON@yahoo.example", subject="Failure Notice", text="Sorry, unable to deliver"),
    Case("a daemon without any words", sender="mailer_daemon@old.example", subject="Hello", text=""),
]  # fmt: skip

DELAYS = [
    Case("a warning of sendmail", sender=DAEMON, subject="Warning: could not send message for past 4 hours",
         text="YOU DO NOT NEED TO RESEND YOUR MESSAGE"),
    Case("gmail", sender=DAEMON, subject="Delivery Status Notification (Delay)", text="Gmail will retry"),
    Case("exim", headers=NULL, subject="Warning: message 1abc delayed 24 hours", text="No action is required"),
    Case("a delay told in the text only", sender=DAEMON, subject="Mail", text="It will be retried for 5 days"),
]  # fmt: skip

HUMANS = [
    Case("nothing unusual"),
    Case("says that it is no machine", headers="Auto-Submitted: no"),
    Case("says no with a comment", headers="Auto-Submitted: No (by hand)"),
    Case("x-autoreply no", headers="X-Autoreply: no"),
    Case("outlook asks for no out of office", headers="X-Auto-Response-Suppress: DR, OOF, AutoReply"),
    Case("a crm asks for no receipts", headers="X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply"),
    Case("forwarded by procmail", headers="X-Loop: ann@old.example\nX-Loop: forward@old.example"),
    Case("precedence of a person", headers="Precedence: first-class"),
    Case("precedence normal", headers="Precedence: normal"),
    Case("priority bulk is no precedence", headers="Priority: normal\nX-Priority: 3"),
    Case("asks about the out of office", subject="How do I set an out of office message?", text="It does not work."),
    Case("out of office with a question", subject="Out of office message does not work", text="I am out of the office "
         "next week. How do I switch the automatic reply on?"),
    Case("out of office with a colon and a question", subject="Out of office: how?", text="Where is the setting?"),
    Case("automatic reply asked about", subject="Automatic reply: what does it mean?", text="I got it. What is that?"),
    Case("answers an automatic reply", subject="Re: Automatic reply: Your order", text="Thanks, I will wait."),
    Case("answers one in german", subject="AW: Automatische Antwort: Ihre Anfrage", text="Danke!"),
    Case("answers one in french", subject="RE : Réponse automatique : Commande", text="Merci"),
    Case("answers one in russian", subject="Re: Автоответ: Заказ", text="Спасибо"),
    Case("answers one in chinese", subject="回复：自动回复：订单", text="谢谢"),
    Case("answers one in japanese", subject="Re: 自動応答: 注文", text="ありがとう"),
    Case("answers with a number", subject="Re[2]: Automatic reply: Order", text="Still nothing."),
    Case("forwards one", subject="Fwd: Automatic reply: Your order", text="See below."),
    Case("forwards one in german", subject="WG: Automatische Antwort: Bestellung", text="Siehe unten."),
    Case("quotes an automatic reply", subject="Re: Order", text="Thanks.\n\n> " + AWAY),
    Case("tells when away", subject="Delivery date", text=AWAY + " Please deliver on Tuesday."),
    Case("is on holiday and asks", subject="Holiday booking", text="I'm away from 3 to 5 May. Can you move it?"),
    Case("vacation in the subject", subject="Vacation rental in Rome", text="Is the flat free in May?"),
    Case("vacation without a question", subject="Vacation rental 4711", text="Please cancel my booking."),
    Case("russian holiday", subject="Отпуск по уходу за ребёнком", text="Подскажите, какие документы нужны?"),
    Case("chinese holiday", subject="休假申请", text="请问怎么申请年假？"),
    Case("chinese question without a mark", subject="外出申请", text="外出期间可以改地址吗"),
    Case("german holiday", subject="Urlaub auf dem Hof", text="Ich bin im Urlaub bei Ihnen. Wann gibt es Frühstück?"),
    Case("german car", subject="Auto kaputt", text="Mein Auto springt nicht an."),
    Case("auto parts", subject="Auto: Bremsen quietschen", text="Bitte um Termin."),
    Case("absent goods", subject="Absence de facture", text="Je n'ai pas reçu ma facture."),
    Case("read in front", subject="Read: important question about my contract"),
    Case("undeliverable, says a customer", subject="Undeliverable: my parcel", text="The courier says undeliverable."),
    Case("delivery failed, says a shop", subject="Delivery failed again", sender="delivery@shop.example"),
    Case("answers a bounce", subject="Re: Undelivered Mail Returned to Sender", text="What does this mean?"),
    Case("forwards a bounce to ask", subject="Fwd: Delivery Status Notification (Failure)", text="I get 550 5.1.1"),
    Case("pastes a bounce", subject="Mail delivery failed", text="I get:\n<bob@x.example>: 550 5.1.1 unknown user"),
    Case("a postmaster who writes", sender="postmaster@corp.example", subject="Your mails are rejected",
         text="Hello, your server has no reverse DNS. Please fix it."),
    Case("an administrator who writes", sender="administrator@corp.example", subject="Delivery problem with order 7",
         text="The pallets are still in the yard."),
    Case("delayed parcel", subject="Delayed: order 17", text="My parcel has been delayed. Why?"),
    Case("forwards a report as an attachment", types=("multipart/mixed", "text/plain", "message/rfc822", *DSN)),
    Case("attaches the status of a bounce", types=("multipart/mixed", "text/plain", "message/delivery-status")),
    Case("forwards an abuse report", types=("multipart/mixed", "text/plain", "message/rfc822",
         "multipart/report; report-type=feedback-report", "message/feedback-report")),
    Case("forwards an invitation as an attachment",
         types=("multipart/mixed", "text/plain", "message/rfc822", "text/calendar; method=request")),
    Case("attaches a calendar file", types=("multipart/mixed", "text/plain", "text/calendar")),
    Case("attaches a published calendar", types=("multipart/mixed", "text/plain", "text/calendar; method=publish")),
    Case("attaches an ics", types=("multipart/mixed", "text/plain", "application/ics")),
    Case("the footer of a list", text="Is it open?\n-- \nTo unsubscribe from this list write to news-leave@x.example"),
    Case("says list-unsubscribe in the text", text="List-Unsubscribe: <x>\nPrecedence: bulk\nwhat are these headers"),
    Case("unsubscribe me", subject="Unsubscribe", text="Please take me off the list."),
    Case("a contact form", sender="noreply@shop.example", headers="Reply-To: ann@example.com",
         subject="Contact form: question", text="Name: Ann\nMessage: where is my parcel?"),
    Case("redirected by a rule", headers="X-MS-Exchange-Inbox-Rules-Loop: ann@corp.example"),
    Case("exchange marks", headers="X-MS-Has-Attach:\nX-MS-Exchange-SenderADCheck: 1\nX-OriginatorOrg: corp.example"),
    Case("sent by an application", headers="X-Mailer: PHPMailer 6.0\nX-PHP-Originating-Script: 1000:mail.php"),
    Case("a family called Daemon", sender="daemon.mailer@example.com"),
    Case("auto in a name", subject="Autoreply GmbH: offer", text="We would like an offer."),
    Case("a report as a word", subject="Report domain is wrong", types=("multipart/mixed", "application/zip")),
    Case("an empty mail", subject="", text="", headers="", sender="", types=()),
    Case("a thank you", subject="Thank you for your message", text="That solved it, great."),
    Case("received your parcel", subject="Received your parcel", text="The box was empty."),
    Case("out of stock", subject="Out of the office chairs you sell, which one is best", text="Please advise."),
]  # fmt: skip
