"""Words of disclaimers, of notes on printing, of list footers and of banners that mail servers add; `|` separates, lower case.

A paragraph is a disclaimer when it has words of two different groups of one language (`CONFIDENTIAL`, `ADDRESSEE`, `MISTAKE`).
"""

CONFIDENTIAL = {
    "en": "confidential|privileged|proprietary|copyright|disclaimer|legal notice|private and",
    "de": "vertraulich|rechtlich geschützt|berufsgeheimnis|haftungsausschluss|unverschlüsselt",
    "fr": "confidentiel|confidentialité|secret professionnel",
    "es": "confidencial|confidencialidad|secreto profesional|aviso legal|protección de datos|rgpd",
    "pt": "confidencial|sigilos|confidencialidade|privilegiada",
    "it": "riservat|confidenzial|privacy|d.lgs|gdpr",
    "nl": "vertrouwelijk|geheimhouding|disclaimer",
    "ru": "конфиденциальн|коммерческую тайну|коммерческой тайны",
    "uk": "конфіденційн|комерційну таємницю|комерційної таємниці",
    "pl": "poufn|tajemnic",
    "cs": "důvěrn", "sk": "dôvern", "sv": "konfidentiell|sekretess", "da": "fortrolig", "no": "konfidensiell|fortrolig", "fi": "luottamuksel",
    "hu": "bizalmas", "ro": "confidenţial|confidențial", "tr": "gizli|gizlilik", "el": "εμπιστευτικ", "ca": "confidencial",
    "zh": "保密|机密|機密|隐私|隱私|专有|法律特权", "ja": "機密|秘密|個人情報", "ko": "기밀|비밀|보안",
}  # fmt: skip

ADDRESSEE = {
    "en": "intended recipient|intended solely|solely for|addressee|named recipient|intended only|sole use|only for the|for the use of|"
    "the individual or entity|whom it is addressed|the recipient|any attachments",
    "de": "empfänger|adressat|bestimmt|gerichtet",
    "fr": "destinataire|exclusive|exclusivement|l'intention",
    "es": "destinatario|exclusivamente|uso exclusivo|dirigid|dirigen",
    "pt": "destinatário|exclusiv|uso restrito|dirigid",
    "it": "destinatari|esclusiv|indirizzat",
    "nl": "geadresseerde|uitsluitend|bestemd|ontvanger",
    "ru": "адресат|исключительно|получател|предназнач",
    "uk": "адресат|виключно|отримувач|одержувач|призначен",
    "pl": "adresat|wyłącznie|odbiorc|przeznaczon",
    "cs": "adresát|příjemc|určen", "sk": "adresát|príjemc|určen", "sv": "mottagar|avsedd", "da": "modtager|beregnet", "no": "mottaker|beregnet", "fi": "vastaanottaja|tarkoitettu",
    "hu": "címzett", "ro": "destinatar|exclusiv", "tr": "alıcı|muhatab", "el": "παραλήπτ|αποδέκτ", "ca": "destinatari|exclusiv",
    "zh": "收件人|收件者|接收者|列出的个人|指定的|仅限|僅限|收信人|仅供|僅供", "ja": "宛先|受信者|名宛人|のみ", "ko": "수신인|수신자|지정된|한하여",
}  # fmt: skip

MISTAKE = {
    "en": "in error|by mistake|not the intended|notify the sender|notify us|inform the sender|delete|disclos|unauthorised|unauthorized|prohibited|"
    "destroy|disseminat|do not copy|must not|not responsible|accept no liability|liability|viruses",
    "de": "irrtümlich|nicht der richtige|nicht der vorgesehene|versehentlich|vernichten|löschen|löschung|nicht gestattet|untersagt|unbefugt|informieren sie",
    "fr": "par erreur|détruire|supprimer|avertir|informer|interdit|prévenir",
    "es": "por error|eliminación|elimin|notifique|comunique|prohibid|no es el destinatario|borrar|borre|destruya",
    "pt": "por engano|por erro|engano|apag|elimin|notifique|avise|proibid|informe",
    "it": "per errore|per sbaglio|cancell|distrugg|avvert|vietat|proibit|eliminar|informar",
    "nl": "ten onrechte|abusievelijk|niet de bedoelde|per abuis|verwijderen|vernietigen|niet toegestaan|informeren|niet bestemd",
    "ru": "по ошибке|ошибочно|удалите|уничтож|сообщите|запрещ|не являетесь",
    "uk": "помилково|помилк|видаліть|знищ|повідомте|заборон|не є",
    "pl": "przez pomyłkę|omyłkow|usun|zniszcz|powiadom|zabronion|zakazan|nie jest",
    "cs": "omylem|smaž|odstra|informujte", "sk": "omylom|vymaž|odstrá|informujte", "sv": "av misstag|radera|meddela|felaktigt", "da": "ved en fejl|fejlagtigt|slet", "no": "ved en feil|feilaktig|slett",
    "fi": "vahingossa|erehdyksessä|poista", "hu": "tévedés|töröl", "ro": "din greșeală|din eroare|șterge|eroare", "tr": "yanlışlıkla|siliniz|silin|yasak", "el": "εκ παραδρομής|διαγράψ|κατά λάθος",
    "ca": "per error|elimin|esborr",
    "zh": "错收|錯收|误收|誤收|删除|刪除|禁止|通知发件人|通知寄件|销毁|銷毀|立即通知|泄露|洩漏|非指定",
    "ja": "削除|誤って|破棄|禁じ|禁止|以外の方|誤送信", "ko": "삭제|잘못|금지|착오|무단",
}  # fmt: skip

MESSAGE = (
    "e-mail|email|mail|message|communication|attachment|nachricht|e-mail|courriel|pièces|mensaje|correo|mensagem|messaggio|bericht|e-mailbericht|"
    "сообщени|письмо|письма|вложени|повідомлення|лист|wiadomoś|zpráv|správ|meddelande|meddelelse|melding|viesti|sähköposti|üzenet|levél|mesaj|"
    "ileti|e-posta|μήνυμα|missatge|邮件|郵件|信件|电邮|電郵|メール|메일|메시지"
)
"""A disclaimer speaks of the mail itself; a customer's question about confidentiality speaks of something else."""

PRINTING = (
    "before printing this|think before you print|consider the environment|think of the environment|please don't print|denken sie an die umwelt|"
    "bevor sie diese e-mail ausdrucken|bevor sie diese mail ausdrucken|umwelt zuliebe|pensez à l'environnement|avant d'imprimer|"
    "antes de imprimir|piense en el medio ambiente|pense no meio ambiente|prima di stampare|rispetta l'ambiente|denk aan het milieu|voordat u deze e-mail|"
    "прежде чем распечатать|подумайте об окружающей|берегите природу|pomyśl o środowisku|zanim wydrukujesz|penseu en el medi ambient|"
    "请考虑环境|请先考虑环保|保护环境|愛護地球|環境のため|印刷する前に"
)

LIST_FOOTER = (
    "mailing list|unsubscribe|to stop receiving|google groups|manage your subscription|abmelden|abbestellen|mailingliste|désabonner|désinscrire|"
    "darse de baja|cancelar suscripción|cancelar inscrição|descadastrar|annulla iscrizione|disiscriver|afmelden|uitschrijven|отписаться|відписатися|"
    "wypisz|退订|取消订阅|取消訂閱|配信停止|수신거부|virus-free|virenfrei|checked for viruses|auf viren geprüft|avast|проверено на вирусы|analysé par|"
    "this email has been scanned|this message has been scanned|scanned by"
)

COMPANY = (
    "registered office|registered in england|company number|company no|vat no|vat reg|registered number|geschäftsführer|amtsgericht|handelsregister|hrb |"
    "ust-id|ust.-id|ustid|sitz der gesellschaft|vorstand|aufsichtsrat|registergericht|au capital de|siren|siret|rcs |n° tva|c.i.f|registro mercantil|"
    "p. iva|p.iva|partita iva|codice fiscale|capitale sociale|kvk|btw|krs|regon|nip|инн|кпп|огрн|єдрпоу|cnpj"
)

BANNER_OPENING = (
    "[external]|[external email]|[ext]|[external sender]|external email|external sender|external:|external message|caution|warning|attention|"
    "this email originated|this message originated|this message came from outside|this e-mail originated|this email came from outside|"
    "this email is from an external|this message was sent from outside|this email was sent from outside|you don't often get email from|"
    "you do not often get email|some people who received this message don't often|"
    "this sender is|this message is from an external|be careful|notice: this|"
    "[extern]|externe e-mail|externe mail|extern:|achtung|vorsicht|warnung|diese e-mail stammt|diese nachricht stammt|diese mail stammt|diese e-mail kommt von außerhalb|"
    "diese nachricht wurde von außerhalb|sie erhalten nicht häufig|sie erhalten nicht oft|"
    "[externe]|courriel externe|mail externe|message externe|ce message provient|ce courriel provient|cet e-mail provient|cet e-mail a été envoyé|"
    "vous n'obtenez pas souvent|vous ne recevez pas souvent|avertissement|prudence|"
    "[externo]|correo externo|mensaje externo|precaución|advertencia|atención|este correo|este mensaje proviene|no suele recibir|no suele recibir correo|"
    "e-mail externo|atenção|cuidado|este e-mail|esta mensagem foi enviada de fora|não costuma receber|você não costuma receber|"
    "[esterno]|attenzione|questa email proviene|questa e-mail proviene|questo messaggio proviene|non si ricevono spesso|"
    "let op|deze e-mail is afkomstig|dit bericht is afkomstig|externe afzender|u ontvangt niet vaak|"
    "[внешнее]|внешнее письмо|внешний отправитель|внимание|осторожно|это письмо отправлено|это сообщение отправлено|письмо от внешнего|вы нечасто получаете|"
    "увага|зовнішній|цей лист надійшов|це повідомлення надійшло|ви нечасто отримуєте|"
    "uwaga|wiadomość zewnętrzna|nadawca zewnętrzny|ta wiadomość pochodzi|ta wiadomość została wysłana spoza|nieczęsto otrzymujesz|"
    "外部邮件|外部郵件|【外部|[外部|警告|注意|小心|此邮件来自|本邮件来自|此電子郵件|这封邮件来自|你通常不会收到|您通常不会收到|"
    "【社外|[社外|このメールは社外|このメールは組織外|外部から|외부 메일|[외부|주의|경고"
)

BANNER_WORDS = (
    "outside|external|do not click|don't click|click links|open attachments|recognize the sender|recognise the sender|trust the sender|know the sender|"
    "know the content|content is safe|often get email|learn why this is important|suspicious|report phishing|"
    "externen absender|von extern|außerhalb|klicken sie nicht|keine links|öffnen sie keine|nicht häufig|"
    "extérieur|externe|ne cliquez pas|n'ouvrez pas|découvrez pourquoi|"
    "externo|fuera de la organización|no haga clic|no abra|fora da organização|não clique|não abra|"
    "esterno|esterna|all'esterno|non cliccare|non fare clic|non aprire|buiten de organisatie|externe|klik niet|open geen|"
    "внешн|извне|не переходите|не открывайте|зовнішн|не відкривайте|не переходьте|zewnętrzn|spoza|nie klikaj|nie otwieraj|"
    "外部|组织外|組織外|请勿点击|不要点击|請勿點擊|不要點擊|社外|クリックしない|외부|클릭하지"
)
