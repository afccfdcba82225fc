"""What phones and mail programs put under a message. `BEFORE` stands before the device's name.

A line counts when it has one of these phrases at its beginning and one of the names of `THINGS`.
"""

BEFORE = (
    "sent from|sent with|sent via|sent using|sent by|get outlook|download outlook|composed on|"
    "gesendet von|gesendet mit|gesendet via|gesendet aus|gesendet über|holen sie sich outlook|laden sie outlook|"
    "envoyé de|envoyé depuis|envoyé à partir|envoyé via|envoyé avec|envoyée de|télécharger outlook|obtenez outlook|obtenir outlook|provenance :|"
    "enviado desde|enviado con|enviado mediante|enviado por|enviado a través|obtener outlook|descargar outlook|"
    "enviado de|enviado do|enviado da|enviado a partir|enviada do|enviado pelo|enviado via|obter o outlook|baixar o outlook|obtenha o outlook|"
    "inviato da|inviato dal|inviato con|inviato tramite|inviata da|ottieni outlook|scarica outlook|"
    "verzonden vanaf|verzonden met|verstuurd vanaf|verstuurd met|verzonden via|verzonden van|download outlook|"
    "отправлено с|отправлено из|отправлено со|отправлено от|отправлено через|послано с|скачать outlook|получить outlook|скачайте outlook|"
    "надіслано з|надіслано із|надіслано зі|відправлено з|відправлено із|надіслано через|отримати outlook|завантажити outlook|"
    "wysłane z|wysłano z|wysłane przez|wysłano przy użyciu|pobierz outlook|uzyskaj outlook|wysłane przy|"
    "skickat från|sendt fra|lähetetty|küldve|trimis de pe|odesláno z|odoslané z|poslano z|iphone'umdan|στάλθηκε από|изпратено от|enviat des|"
    "được gửi từ|gửi từ|dikirim dari|ส่งจาก|أرسلت من|أُرسلت من|נשלח מ|"
    "发自|發自|来自我的|來自我的|来自网易|自我的|发送自|發送自|获取 outlook|取得 outlook|下载 outlook|下載 outlook"
)

AROUND = {
    "de": (
        "von|diese nachricht|diese mail|diese e-mail|mit|outlook",
        "gesendet|herunterladen|beziehen|versendet|geschickt|verfasst",
    ),
    "nl": ("outlook", "downloaden"),
    "it": ("outlook", "scaricare"),
    "zh": (
        "从|從|由|用|使用|通过|透過|我的",
        "传送|傳送|发送|發送|寄出|发出|传送的|傳送的|发送的|發送的|寄出的|下载|下載",
    ),
    "ja": ("", "から送信|を入手|より送信|で送信|から送信されました"),
    "ko": (
        "나의|내|제|",
        "에서 보냄|에서 보냈습니다|에서 발송|다운로드|을 사용하여 보냄|에서 전송|에서 발송된 메일입니다|에서 보낸 메일입니다",
    ),
    "fi": ("lähetetty", ""),
    "tr": ("", "'umdan gönderildi|imden gönderildi|dan gönderildi|den gönderildi|edinin"),
    "hu": ("", "küldve"),
}
"""(beginnings, ends) of languages where the verb stands behind; no beginning means that the line begins with the name."""

THINGS = (
    "iphone|ipad|ipod|ios|android|samsung|galaxy|huawei|honor|xiaomi|redmi|oppo|vivo|oneplus|nokia|motorola|pixel|sony|xperia|htc|lg|"
    "blackberry|windows phone|windows mail|windows 10|windows 11|mail for windows|mail für windows|mail pour windows|windows 版|windows版|windows|"
    "outlook|yahoo|aol|gmail|gmx|web.de|t-online|telekom mail|freemail|mail.ru|mail app|mail-app|myмail|mymail|яндекс|yandex|почт|rambler|ukr.net|i.ua|"
    "proton|protonmail|tutanota|tuta|k-9|thunderbird|fairemail|aquamail|bluemail|blue mail|nine|spark|airmail|mailbird|edison|superhuman|"
    "zoho|fastmail|posteo|mailbox.org|libero|virgilio|orange|free.fr|laposte|wp.pl|onet|o2.pl|interia|seznam|"
    "smartphone|smart phone|mobile device|mobile phone|my phone|my mobile|mobiltelefon|handy|tablet|telefon komórkow|teléfono móvil|mi móvil|mon mobile|"
    "mon téléphone|mon portable|мобильного|мобільного|смартфона|телефона|телефону|планшета|"
    "手机|手機|平板|小米|华为|華為|荣耀|魅族|邮箱|郵箱|qq邮箱|网易|新浪|邮件|郵件|微信|钉钉|飞书|企业微信|"
    "スマートフォン|スマホ|携帯|ドコモ|메일|갤럭시|아이폰|휴대폰|스마트폰|모바일|네이버"
)

EXACT = (
    "签名由网易邮箱大师定制|来自网易邮箱大师|由 网易邮箱大师 定制|please excuse my brevity|please excuse typos|please excuse any typos|"
    "excuse my brevity|bitte entschuldigen sie die kürze|bitte entschuldigen sie meine kürze|diese nachricht wurde mobil versandt|sent on the go|"
    "sent on the move|простите за краткость|disculpe la brevedad|virenfrei|virus-free|avast|"
    "このメールはスマートフォンから送信"
)
"""Phrases that are telling alone, at the beginning of a short line."""
