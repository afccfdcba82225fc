"""Labels of the header block above a quoted mail, by language; alternatives separated by `|`, in lower case.

Spaces inside a label are left out when it is compared ("主　题"). `SENT` is a date that only a mail has.
"""

FROM = {
    "en": "from|sender|reply from", "de": "von|absender", "fr": "de|expéditeur|de la part de", "es": "de|remitente",
    "pt": "de|remetente", "it": "da|mittente", "nl": "van|afzender", "ru": "от|от кого|отправитель|из",
    "uk": "від|від кого|відправник", "pl": "od|nadawca", "cs": "od|odesílatel", "sk": "od|odosielateľ", "sv": "från",
    "da": "fra", "fi": "lähettäjä", "hu": "feladó|küldte", "ro": "de la|expeditor", "tr": "kimden|gönderen",
    "el": "από", "bg": "от|изпратено от", "hr": "od|šalje|pošiljatelj", "sr": "од", "sl": "od|pošiljatelj",
    "ca": "de|remitent", "et": "saatja|kellelt", "lt": "nuo", "vi": "từ", "id": "dari", "ar": "من|المرسل",
    "fa": "از|فرستنده", "he": "מאת", "th": "จาก", "hi": "प्रेषक",
    "zh": "发件人|發件人|寄件者|寄件人|发信人|發信人|来自|寄信人", "ja": "差出人|送信者|発信者|送信元",
    "ko": "보낸 사람|보낸사람|발신|발신자|보낸이",
}  # fmt: skip

SENT = {
    "en": "sent|date sent|sent time|sent at|sent on", "de": "gesendet|gesendet am|gesendet um", "fr": "envoyé|envoyé le|date d'envoi",
    "es": "enviado|enviado el|fecha de envío", "pt": "enviado|enviada|enviado em|enviada em|data de envio",
    "it": "inviato|inviato il|data invio", "nl": "verzonden|verstuurd", "ru": "отправлено|дата отправки|послано",
    "uk": "надіслано|відправлено", "pl": "wysłano|wysłane|data wysłania", "cs": "odesláno", "sk": "odoslané",
    "sv": "skickat", "da": "sendt", "fi": "lähetetty", "hu": "elküldve|küldve", "ro": "trimis|trimis la", "tr": "gönderildi|gönderilen",
    "el": "στάλθηκε|αποστολή|εστάλη", "bg": "изпратено|изпратен", "hr": "poslano", "sl": "poslano", "ca": "enviat|enviat el",
    "et": "saadetud", "lv": "nosūtīts", "lt": "išsiųsta", "vi": "đã gửi|gửi", "id": "dikirim", "ar": "تم الإرسال|مرسل",
    "he": "נשלח", "th": "ส่ง|ส่งเมื่อ", "zh": "发送时间|發送時間|寄件日期|发送日期|發送日期|傳送時間|寄出时间|已发送|傳送日期|寄件時間",
    "ja": "送信日時|送信日|送信", "ko": "보낸 날짜|보낸날짜|보낸 시간|발송일|보낸시간",
}  # fmt: skip

DATE = {
    "en": "date|received", "de": "datum", "fr": "date|reçu", "es": "fecha", "pt": "data", "it": "data", "nl": "datum",
    "ru": "дата", "uk": "дата", "pl": "data", "cs": "datum", "sk": "dátum", "sv": "datum", "da": "dato", "fi": "päiväys|päivämäärä",
    "hu": "dátum", "ro": "data|dată", "tr": "tarih", "el": "ημερομηνία", "bg": "дата", "hr": "datum", "ca": "data",
    "vi": "ngày", "id": "tanggal", "ar": "التاريخ", "fa": "تاریخ", "he": "תאריך", "th": "วันที่",
    "zh": "日期|时间|時間", "ja": "日付|日時", "ko": "날짜|일시",
}  # fmt: skip

TO = {
    "en": "to|recipient|recipients", "de": "an|empfänger", "fr": "à|a|pour|destinataire", "es": "para|a|destinatario", "pt": "para|destinatário",
    "it": "a|per|destinatario", "nl": "aan", "ru": "кому|получатель", "uk": "кому|до|одержувач", "pl": "do|adresat", "cs": "komu|pro",
    "sk": "komu|pre", "sv": "till", "da": "til", "fi": "vastaanottaja", "hu": "címzett|címzettek", "ro": "către|catre", "tr": "kime|alıcı",
    "el": "προς", "bg": "до", "hr": "za|prima", "sl": "za", "ca": "per a|a", "et": "adressaat|kellele", "lv": "kam", "lt": "kam",
    "vi": "tới|đến|gửi đến", "id": "kepada|ke", "ar": "إلى|الى", "fa": "به", "he": "אל|ל", "th": "ถึง",
    "zh": "收件人|收件者|收信人|至", "ja": "宛先|受信者|送信先", "ko": "받는 사람|받는사람|수신|수신자|받는이",
}  # fmt: skip

COPY = {
    "en": "cc|bcc|reply-to|reply to", "de": "kopie|cc|antwort an", "fr": "cc|copie à|copie|répondre à", "es": "cc|copia", "pt": "cc|cópia",
    "nl": "cc|kopie", "ru": "копия|копии", "uk": "копія|копії", "pl": "dw|do wiadomości|cc", "cs": "kopie", "sv": "kopia",
    "da": "kopi", "fi": "kopio", "tr": "bilgi", "el": "κοιν", "hu": "másolat",
    "zh": "抄送|副本|抄送人", "ja": "cc|写し", "ko": "참조",
    "other": "importance|priority|attachments|wichtigkeit|anlagen|anhänge|pièces jointes|importancia|datos adjuntos|importância|anexos|"
    "важность|вложения|重要性|附件|添付ファイル|重要度|중요도|첨부|organization|organisation",
}  # fmt: skip

SUBJECT = {
    "en": "subject|re", "de": "betreff|thema", "fr": "objet|sujet", "es": "asunto", "pt": "assunto", "it": "oggetto", "nl": "onderwerp",
    "ru": "тема", "uk": "тема", "pl": "temat", "cs": "předmět", "sk": "predmet", "sv": "ämne", "da": "emne", "fi": "aihe", "hu": "tárgy",
    "ro": "subiect|subiectul", "tr": "konu", "el": "θέμα", "bg": "относно|тема", "hr": "predmet", "sl": "zadeva", "ca": "assumpte|tema",
    "et": "teema", "lv": "temats|tēma", "lt": "tema", "vi": "chủ đề|tiêu đề", "id": "subjek|perihal", "ar": "الموضوع", "fa": "موضوع",
    "he": "נושא|הנדון", "th": "เรื่อง|หัวเรื่อง", "hi": "विषय", "zh": "主题|主旨|主題|标题|標題", "ja": "件名|題名", "ko": "제목",
}  # fmt: skip

RAW = "received|return-path|message-id|mime-version|content-type|content-transfer-encoding|dkim-signature|delivered-to|references|in-reply-to|user-agent|x-mailer"
"""Fields that only the source of a mail shows: whoever pastes them talks about a mail and does not quote one."""
