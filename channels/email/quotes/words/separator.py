"""Words between dashes above a quoted or forwarded mail, and the marks of desks; `|` separates, in lower case."""

ORIGINAL = {
    "en": "original message|original|original mail|original e-mail|original email|reply message|replied message|reply to|previous message|"
    "original appointment|message from",
    "de": "ursprüngliche nachricht|originalnachricht|original-nachricht|ursprüngliche mail|originalmail|ursprüngliche e-mail|"
    "original nachricht|ursprünglicher termin|urspr. nachricht|antwort nachricht|original-mail|ursprüngl. nachricht",
    "fr": "message d'origine|message original|mail original|message initial|e-mail d'origine|message reçu|rendez-vous d'origine|courriel original",
    "es": "mensaje original|correo original|mensaje anterior|cita original",
    "pt": "mensagem original|e-mail original|mensagem anterior|compromisso original",
    "it": "messaggio originale|messaggio originario|messaggio precedente|mail originale|original message",
    "nl": "oorspronkelijk bericht|origineel bericht|oorspronkelijke bericht|originele bericht",
    "ru": "исходное сообщение|первоначальное сообщение|исходное письмо|оригинальное сообщение|оригинал сообщения|"
    "начало переадресованного сообщения|сообщение",
    "uk": "вихідне повідомлення|оригінальне повідомлення|початкове повідомлення|оригінал повідомлення",
    "pl": "wiadomość oryginalna|oryginalna wiadomość|wiadomość pierwotna|oryginalny e-mail|treść oryginalnej wiadomości",
    "cs": "původní zpráva|původní e-mail", "sk": "pôvodná správa", "sv": "ursprungligt meddelande|originalmeddelande",
    "da": "oprindelig meddelelse|oprindelig besked", "no": "opprinnelig melding", "fi": "alkuperäinen viesti|alkup. viesti",
    "hu": "eredeti üzenet|eredeti levél", "ro": "mesaj original|mesaj initial|mesajul original", "tr": "orijinal mesaj|özgün ileti|orijinal ileti",
    "el": "αρχικό μήνυμα", "bg": "оригинално писмо|оригинално съобщение", "hr": "izvorna poruka", "sl": "izvirno sporočilo",
    "ca": "missatge original", "et": "algne sõnum", "vi": "thư gốc|tin nhắn gốc", "id": "pesan asli", "ar": "الرسالة الأصلية|رسالة أصلية",
    "he": "הודעה מקורית", "th": "ข้อความต้นฉบับ",
    "zh": "原始邮件|原始郵件|邮件原件|原邮件|回复的原邮件|原始信件|原始訊息|原始消息|来信|回复的邮件|原信|回覆的原郵件|邮件原文",
    "ja": "元のメッセージ|オリジナルメッセージ|元のメール|元メール|オリジナルメール|original message",
    "ko": "원본 메시지|원본 메일|원본메시지|원본메일|원본 이메일|원문",
}  # fmt: skip

FORWARDED = {
    "en": "forwarded message|forwarded email|forwarded mail|forwarded by|begin forwarded message|forwarded",
    "de": "weitergeleitete nachricht|weitergeleitete mail|weitergeleitet von|anfang der weitergeleiteten nachricht|"
    "anfang der weitergeleiteten e-mail|weitergeleitete e-mail",
    "fr": "message transféré|message transmis|forwarded message|début du message transféré|début du message réexpédié|mail transféré|transféré par",
    "es": "mensaje reenviado|inicio del mensaje reenviado|comienzo del mensaje reenviado|reenviado por",
    "pt": "mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada|início da mensagem reencaminhada|encaminhado por",
    "it": "messaggio inoltrato|inizio messaggio inoltrato|inoltrato da|messaggio reindirizzato",
    "nl": "doorgestuurd bericht|begin doorgestuurd bericht|doorgestuurd door",
    "ru": "пересылаемое сообщение|пересланное сообщение|переадресованное сообщение|начало переадресованного сообщения|"
    "перенаправленное сообщение|конец пересылаемого сообщения|пересылаемое письмо|переслано",
    "uk": "переслане повідомлення|пересилання повідомлення|початок пересланого повідомлення|переадресоване повідомлення|"
    "початок листа, що пересилається",
    "pl": "przekazana wiadomość|wiadomość przekazana|treść przekazanej wiadomości|początek przekazywanej wiadomości|przekazane przez|"
    "przesłana wiadomość|wiadomość przesłana dalej",
    "cs": "přeposlaná zpráva", "sk": "preposlaná správa", "sv": "vidarebefordrat meddelande|vidarebefordrat brev",
    "da": "videresendt meddelelse|videresendt besked", "no": "videresendt melding", "fi": "välitetty viesti|edelleenlähetetty viesti",
    "hu": "továbbított üzenet", "ro": "mesaj redirecționat|mesaj redirectionat", "tr": "iletilen mesaj|yönlendirilmiş ileti",
    "el": "προωθημένο μήνυμα", "ca": "missatge reenviat", "vi": "thư đã chuyển tiếp", "ar": "رسالة معاد توجيهها",
    "zh": "转发的邮件|转发邮件|转发邮件信息|轉寄的郵件|已转发邮件|以下是转发的邮件|轉寄郵件|已轉寄郵件|转发的消息|開始轉寄郵件|下面是被转发邮件的开头",
    "ja": "転送メッセージ|転送されたメッセージ|転送メール|以下、転送メッセージ|転送メッセージの始まり",
    "ko": "전달된 메시지|전달된 메일|전달한 메시지|전달된 메시지의 시작",
}  # fmt: skip

BEGINNINGS = (
    "begin ", "anfang ", "début ", "inicio ", "comienzo ", "início ", "inizio ", "начало ", "початок ", "początek ",
    "以下、転送", "転送メッセージの始まり", "下面是", "開始轉寄",
)  # fmt: skip
"""How those of `FORWARDED` begin that stand without dashes."""

REPLY_ABOVE = (
    "reply above this line|type your reply above|write your reply above|please reply above|respond above this line|reply above the line|"
    "oberhalb dieser linie antworten|antworten sie oberhalb|antwort oberhalb dieser linie|antwort über dieser zeile|über dieser linie|"
    "répondre au-dessus de cette ligne|répondez au-dessus de cette ligne|écrivez votre réponse au-dessus|"
    "responda por encima de esta línea|escriba su respuesta por encima|responder por encima de esta línea|"
    "responda acima desta linha|escreva sua resposta acima|"
    "rispondi sopra questa riga|rispondere sopra questa linea|antwoord boven deze lijn|typ uw antwoord boven deze|"
    "пишите ответ выше этой линии|введите ответ выше этой строки|ответьте выше этой строки|пишіть відповідь вище|відповідайте вище цього рядка|"
    "odpowiedz powyżej tej linii|请在此行上方回复|请在这条线以上回复|請在此行上方回覆|この行より上に返信|この線より上に|이 줄 위에 회신"
)

LOOK_BELOW = (
    "see below|see the mail below|see email below|see message below|see mail below|please see the below|see forwarded|below please|fyi|"
    "for your information|for info|please read below|look below|look at the mail below|"
    "siehe unten|s. unten|s.u.|siehe untenstehend|siehe nachfolgend|siehe folgende|zur info|zur kenntnis|zur kenntnisnahme|siehe mail unten|"
    "siehe e-mail unten|wie unten|voir ci-dessous|cf. ci-dessous|ci-dessous|voir plus bas|pour info|pour information|voir mail|"
    "ver abajo|vea abajo|véase abajo|véase más abajo|más abajo|a continuación|para su información|para tu información|"
    "veja abaixo|ver abaixo|vide abaixo|conforme abaixo|segue abaixo|para sua informação|para conhecimento|"
    "vedi sotto|vedere sotto|si veda sotto|vedi mail sotto|di seguito|per conoscenza|zie onder|zie hieronder|zie onderstaand|ter info|ter informatie|"
    "см. ниже|смотри ниже|смотрите ниже|см ниже|ниже письмо|письмо ниже|пересылаю|для информации|к сведению|"
    "див. нижче|дивіться нижче|дивись нижче|лист нижче|пересилаю|до відома|"
    "patrz poniżej|zobacz poniżej|proszę zobaczyć poniżej|jak poniżej|poniżej|do wiadomości|przesyłam|"
    "见下|如下|请看下面|请见下|看下面|见下面|转发给你|转发给您|请看以下|供参考|请参考|見下|請看下面|請見下|如下面|供參考|轉寄給|請參考|请看转发|详见下|"
    "下記|以下のメール|以下の通り|転送します|転送いたします|ご参考|下のメール|아래 메일|아래를|아래 참조|아래 내용|전달합니다|전달드립니다|참고하세요|참고 바랍니다"
)
"""Short words of somebody who forwards a mail and lets it speak."""
