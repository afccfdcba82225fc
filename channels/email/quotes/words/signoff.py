"""How mails end before the name. `STRONG` is only a farewell; `WEAK` may also be what somebody has to say ("Thanks!").

Lower case, `|` separates. What follows a strong one may be any short block; what follows a weak one must look like a name.
"""

STRONG = {
    "en": "best regards|kind regards|warm regards|kindest regards|warmest regards|regards|many regards|with best regards|with kind regards|"
    "with regards|yours sincerely|sincerely|sincerely yours|yours faithfully|yours truly|best wishes|with best wishes|all the best|best|"
    "respectfully|respectfully yours|cordially|rgds|brgds|br|kr|cheers|yours|warmly|with appreciation|love",
    "de": "mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|mit freundlichem gruss|mit besten grüßen|mit besten grüssen|"
    "freundliche grüße|freundliche grüsse|beste grüße|beste grüsse|viele grüße|viele grüsse|liebe grüße|liebe grüsse|herzliche grüße|herzliche grüsse|"
    "schöne grüße|schönen gruß|lieben gruß|besten gruß|freundlichen gruß|hochachtungsvoll|mfg|mit herzlichen grüßen|gruß|grüße|gruss|grüsse|lg|vg|"
    "mit freundlichen gruessen|viele gruesse|sonnige grüße|schöne grüsse|mit vielen grüßen|mit lieben grüßen|mit freundlichen grüßen/best regards",
    "fr": "cordialement|bien cordialement|très cordialement|sincères salutations|meilleures salutations|salutations distinguées|salutations|"
    "bien à vous|bien à toi|cdlt|cdt|amicalement|respectueusement|avec mes meilleures salutations|cordiales salutations|bonne journée|"
    "bonne réception|bien sincèrement",
    "es": "un saludo|saludos|saludos cordiales|un cordial saludo|cordial saludo|atentamente|muy atentamente|un saludo cordial|cordialmente|"
    "reciba un cordial saludo|reciban un cordial saludo|un abrazo|atte|saludos atentos|le saluda atentamente|saluda atentamente",
    "pt": "atenciosamente|cumprimentos|com os melhores cumprimentos|melhores cumprimentos|cordialmente|abraços|abraço|att|atte|atentamente|"
    "um abraço|saudações|respeitosamente|com os meus cumprimentos|cordiais saudações|grande abraço",
    "it": "cordiali saluti|distinti saluti|un cordiale saluto|saluti|cordialmente|i migliori saluti|un saluto|in fede|cari saluti|"
    "cordialità|buona giornata|con i migliori saluti|porgo cordiali saluti",
    "nl": "met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|mvg|hartelijke groet|hartelijke groeten|"
    "groeten|groet|met hartelijke groet|hoogachtend|groetjes|mvrgr",
    "ru": "с уважением|с наилучшими пожеланиями|с наилучшими|с искренним уважением|с почтением|всего доброго|всего наилучшего|всего хорошего|"
    "с большим уважением|искренне ваш|искренне ваша|искренне|хорошего дня",
    "uk": "з повагою|з найкращими побажаннями|з найкращими|щиро|щиро ваш|щиро ваша|всього найкращого|з пошаною|гарного дня",
    "pl": "pozdrawiam|z poważaniem|z wyrazami szacunku|pozdrawiam serdecznie|serdecznie pozdrawiam|serdeczne pozdrowienia|pozdrowienia|pzdr|"
    "łączę pozdrowienia|łączę wyrazy szacunku|miłego dnia",
    "cs": "s pozdravem|s přáním pěkného dne|s přátelským pozdravem|zdravím", "sk": "s pozdravom|s úctou",
    "sv": "med vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|mvh|hälsningar|vänligen",
    "da": "med venlig hilsen|venlig hilsen|venlige hilsner|mvh|hilsen", "no": "med vennlig hilsen|vennlig hilsen|mvh|hilsen",
    "fi": "ystävällisin terveisin|terveisin|parhain terveisin|yst. terv.|terv.", "hu": "üdvözlettel|tisztelettel|üdv",
    "ro": "cu stimă|cu respect|toate cele bune|o zi bună", "tr": "saygılarımla|saygılarımızla|iyi çalışmalar|sevgiler|selamlar",
    "el": "με εκτίμηση|φιλικά", "bg": "с уважение|поздрави", "hr": "srdačan pozdrav|s poštovanjem|lijep pozdrav|lp", "sl": "lep pozdrav|s spoštovanjem",
    "ca": "cordialment|salutacions|atentament|una salutació", "vi": "trân trọng|thân ái|kính thư", "id": "salam|hormat saya|salam hormat",
    "ar": "مع تحياتي|مع خالص التحية|مع أطيب التحيات|تحياتي|وتفضلوا بقبول فائق الاحترام", "he": "בברכה|בכבוד רב|תודה ובברכה", "fa": "با احترام|با تشکر",
    "th": "ขอแสดงความนับถือ|ด้วยความเคารพ",
    "zh": "此致|敬礼|敬禮|此致敬礼|此致敬禮|祝好|顺颂商祺|順頌商祺|顺祝商祺|順祝商祺|敬祝商祺|敬祝|商祺|祝商祺|祝工作顺利|祝工作順利|顺颂时祺|順頌時祺|敬上|"
    "谨上|謹上|谨启|謹啟|祝您工作愉快|祝工作愉快|祝一切顺利|祝一切順利|祝您生活愉快|祝安|即颂近安|敬颂|此致敬意|順頌|顺颂|顺祝|順祝|祝顺利",
    "ja": "敬具|草々|かしこ|以上",
    "ko": "감사합니다 드림|배상|올림|안녕히 계세요",
}  # fmt: skip

WEAK = {
    "en": "thanks|thank you|many thanks|thanks a lot|thank you very much|thanks so much|thx|thanks in advance|thank you in advance|ta|thanks again|"
    "thank you so much|much appreciated|take care|have a nice day|have a great day|looking forward to hearing from you",
    "de": "danke|vielen dank|danke schön|besten dank|herzlichen dank|danke im voraus|vielen dank im voraus|danke vorab|vielen dank vorab",
    "fr": "merci|merci beaucoup|merci d'avance|merci par avance|avec mes remerciements|je vous remercie",
    "es": "gracias|muchas gracias|gracias de antemano|mil gracias",
    "pt": "obrigado|obrigada|muito obrigado|muito obrigada|grato|grata|desde já agradeço|agradecido|agradecida|obg",
    "it": "grazie|grazie mille|molte grazie|grazie in anticipo|grazie anticipatamente",
    "nl": "bedankt|dank u|dank u wel|dank je|alvast bedankt|bij voorbaat dank|dank",
    "ru": "спасибо|большое спасибо|заранее спасибо|заранее благодарю|благодарю|спасибо большое|с благодарностью",
    "uk": "дякую|щиро дякую|дуже дякую|наперед дякую|спасибі",
    "pl": "dziękuję|dzięki|z góry dziękuję|dziękuje|bardzo dziękuję",
    "cs": "děkuji|díky", "sk": "ďakujem", "sv": "tack|tack på förhand|tack så mycket", "da": "tak|på forhånd tak|mange tak", "no": "takk|på forhånd takk",
    "fi": "kiitos|kiitoksia|kiitos etukäteen", "hu": "köszönöm|köszönettel", "ro": "mulțumesc|multumesc", "tr": "teşekkürler|teşekkür ederim",
    "el": "ευχαριστώ|σας ευχαριστώ", "ca": "gràcies|moltes gràcies", "vi": "cảm ơn|xin cảm ơn", "id": "terima kasih", "ar": "شكرا|شكراً", "he": "תודה",
    "th": "ขอบคุณ|ขอบคุณครับ|ขอบคุณค่ะ",
    "zh": "谢谢|謝謝|多谢|多謝|非常感谢|非常感謝|感谢|感謝|谢谢您|謝謝您|万分感谢|谢谢！",
    "ja": "よろしくお願いします|よろしくお願いいたします|よろしくお願い致します|宜しくお願いします|宜しくお願いいたします|宜しくお願い致します|"
    "どうぞよろしくお願いいたします|何卒よろしくお願いいたします|何卒よろしくお願い申し上げます|よろしくお願い申し上げます|宜しくお願い申し上げます|"
    "何卒宜しくお願い致します|ありがとうございます|ありがとうございました|以上よろしくお願いいたします|以上、よろしくお願いいたします|"
    "ご確認よろしくお願いいたします|ご対応よろしくお願いいたします|お願いいたします|お願いします",
    "ko": "감사합니다|고맙습니다|감사드립니다|수고하세요|수고하십시오|부탁드립니다|잘 부탁드립니다",
}  # fmt: skip

CONTACT = (
    "tel|tel.|phone|telephone|mobile|mob|mob.|cell|fax|direct|office|web|website|www|email|e-mail|mail|skype|whatsapp|telegram|linkedin|twitter|wechat|"
    "telefon|telefax|handy|mobil|durchwahl|téléphone|tél|tél.|portable|gsm|teléfono|móvil|telefone|celular|cel|cel.|telefono|cellulare|cell.|telefoon|"
    "mobiel|тел|тел.|телефон|моб|моб.|факс|сайт|почта|эл. почта|пошта|kom|kom.|tel. kom.|"
    "电话|電話|手机|手機|传真|傳真|邮箱|郵箱|地址|网址|網址|微信|座机|分机|電子郵件|携帯|ファックス|住所|メール|전화|휴대폰|팩스|이메일|주소|휴대전화|"
    "t|m|f|p|d|o|e|w"
)
"""Labels of lines with ways to reach somebody, before a colon or a number."""

OWN_MATTER = (
    "order|invoice|ticket|case|reference|ref|tracking|serial|account|booking|number|customer|contract|policy|rma|version|model|password|username|"
    "bestell|auftrag|rechnung|vorgang|kunden|vertrag|sendung|serien|buchung|nummer|aktenzeichen|"
    "commande|facture|numéro|dossier|client|contrat|réservation|pedido|factura|número|contrato|cliente|reserva|encomenda|fatura|ordine|fattura|numero|"
    "pratica|prenotazione|bestelling|factuur|klantnummer|zaak|заказ|счет|счёт|номер|договор|замовлення|рахунок|zamówieni|faktur|numer|umow|klient|"
    "订单|單號|单号|訂單|发票|發票|合同|编号|編號|快递|型号|注文|請求書|番号|伝票|型番|주문|송장|번호|계약"
)
"""A line with one of these is about the matter, even under a farewell."""

TALK = (
    "please me my you your we i is are was were have has can could will would do does did not it this call "
    "bitte ich mich mir sie ihnen ihre wir ist sind war habe haben kann können wird nicht es das noch "
    "je moi vous votre nous sont suis ai avez pas ce c'est pouvez veuillez "
    "favor yo mi me usted está son no es puedo puede tengo he "
    "eu meu minha você não é são pode tenho io mio mia sono non può prego ho "
    "alstublieft graag ik mij mijn u uw wij zijn niet kan heb "
    "пожалуйста я мне меня мой вы вас ваш мы нас это не был была есть можно нужно "
    "ласка мені мене мій ви ваш ми це є можна треба "
    "proszę ja mnie jest są nie można mam"
)
"""Small words of sentences: a line with one of them under a farewell is still said to somebody."""

NAME_PARTICLES = (
    "von van de der den del della di da dos du la le el al bin ibn ter ten zu und and y e et i и й & aus from из з aus"
)
