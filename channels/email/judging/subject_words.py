"""Word tables for ``subjects``: lower case, alternatives of regular expressions, a line ends an alternative too.

en de fr es pt it nl ru uk pl zh-Hans zh-Hant ja ko ar tr, and what Exchange puts before subjects in some others.
"""

# Put before a subject by software: followed by a colon, or all of the subject.
CERTAIN = r"""
automatic reply|out of office autoreply|out of office reply|auto reply|autoreply|auto-reply|auto response
auto-response
automatic response|autoresponse|automated reply|automated response|auto responder|autoresponder|vacation auto-reply
automatische antwort|automatische rückantwort|abwesenheitsnotiz|automatische abwesenheitsnotiz
automatische e-mail-antwort
réponse automatique|reponse automatique|message d'absence|réponse d'absence|réponse automatique d'absence
respuesta automática|respuesta automatica|auto respuesta|resposta automática|resposta automatica|risposta automatica
automatisch antwoord|automatische beantwoording|автоответ|автоматический ответ|автовідповідь|автоматична відповідь
odpowiedź automatyczna|autoodpowiedź|automatyczna odpowiedź|自动回复|自动答复|自動回覆|自動回复|自動答覆|自動応答
自動返信
자동 회신|자동 응답|자동회신|자동응답|رد تلقائي|الرد التلقائي|otomatik yanıt|otomatik cevap
automatiskt svar|autosvar|automatisk svar|automaattinen vastaus|automatická odpověď|automatikus válasz
răspuns automat
tự động trả lời|balasan otomatis|αυτόματη απάντηση|תשובה אוטומטית|automatic antwort|autom. antwort
"""

# At the beginning of a subject: only together with a sentence of absence, or with a trace of a machine.
LIKELY = r"""
out of office|out of the office|out-of-office|ooo|auto|vacation|on vacation|holiday|annual leave|on leave|away
absence
away from my mail|i am out|i'm out|i am away|i'm away|currently out|currently away|maternity leave|parental leave
not in the office|away from the office|away from office|on holiday|ausser haus|außer haus|abwesend|abwesenheit
urlaub
nicht im büro|im urlaub|absent|absence du bureau|absent du bureau|absente|en congé|congés|en vacances
fuera de la oficina
ausente|vacaciones|de vacaciones|fuera de oficina|ausência|fora do escritório|férias|de férias
ausência do escritório
fuori ufficio|assente|assenza|in ferie|ferie|fuori sede|afwezig|niet aanwezig|buiten kantoor|vakantie|afwezigheid
отпуск
в отпуске|я в отпуске|отсутствую|нет на месте|вне офиса|нахожусь в отпуске|у відпустці|відпустка|відсутній|відсутня
поза офісом
nieobecność|urlop|na urlopie|poza biurem|nieobecny|nieobecna|不在办公室|外出|休假|休假中|外出中|不在辦公室|休假通知
外出通知|不在公司
不在|不在のお知らせ|不在通知|休暇|休暇中|外出中です|부재중|부재 중|휴가|휴가중|خارج المكتب|في إجازة|إجازة
ofis dışında|ofis dışındayım|izinde
izindeyim|yıllık izin|we have received your|we received your|thank you for your message|thank you for your email
thank you for contacting|thanks for contacting|ihre anfrage|ihre nachricht|votre message|votre demande
eingangsbestätigung
received your|accusé de réception|acuse de recibo|ricevuta|ваше обращение|ваше письмо получено|已收到您的
"""

# A sentence of somebody who is away, or of a machine that says it is one. In the text.
AWAY = r"""
out of office|out of the office|not in the office|away from (?:the|my) (?:office|desk|mail|e-?mail)
on (?:annual |sick |maternity |paternity |parental |family |medical )?leave
on (?:vacation|holiday|pto)|limited access to (?:my )?e-?mail
i(?:'m| am|’m| will be) (?:currently )?(?:away|out|absent|unavailable|travell?ing)
i will (?:respond|reply|answer|get back)[^.\n]{0,60}(?:when|upon|after|on) (?:i |my )?return
automat(?:ic|ed) (?:reply|response|message|e-?mail)|auto-?(?:reply|response)
(?:do|please do) not reply to this|will (?:get back|respond|reply) to you (?:within|as soon as|shortly)
has been received and|no longer work(?:s|ing)? (?:at|for|here)
nicht im (?:büro|hause?|dienst)
(?:bin|befinde mich)[^.\n]{0,60}(?:abwesend|urlaub|ausser haus|außer haus|elternzeit|verreist|nicht erreichbar)
ab(?:wesend|wesenheit)|im urlaub|automatisch (?:erzeugt|generiert|erstellt)
automatische (?:antwort|nachricht|e-?mail)|nicht weitergeleitet
(?:suis|serai|sommes|est)[^.\n]{0,50}(?:absente?s?|en congés?|en vacances|en déplacement)
absente? (?:du|jusqu|de mon|et)|en congés? (?:jusqu|du|de)|réponse automatique|message automatique
fuera de la oficina|fuera de mi oficina|estoy de vacaciones|estaré (?:ausente|fuera|de vacaciones)
me encuentro (?:fuera|ausente|de vacaciones|de baja)|respuesta automática|de baja (?:por|hasta)
ausente (?:hasta|de la)
fora do escritório|estou (?:ausente|de férias|em férias|fora)|estarei (?:ausente|de férias|em férias|fora)
resposta automática|ausente (?:até|do)
fuori ufficio|fuori sede|sono (?:assente|in ferie|fuori)|sarò (?:assente|in ferie|fuori)|risposta automatica
in ferie (?:fino|dal)
ben (?:ik )?(?:momenteel )?(?:afwezig|niet aanwezig|met vakantie|op vakantie|met verlof)|niet op kantoor
buiten kantoor|met vakantie|op vakantie|automatisch(?:e)? (?:antwoord|bericht)
(?:в|во время) отпуск[еа]|нахожусь (?:в|вне|на)|отсутствую|меня не будет|не будет на (?:рабочем )?месте|вне офиса
на больничном|в командировке|автоматическ(?:ий ответ|ое сообщение)|автоответ
у відпустці|відсутн(?:ій|я)|поза офісом|мене не буде|у відрядженні|на лікарняному
автоматичн(?:а відповідь|е повідомлення)
poza biurem|na urlopie|(?:jestem|będę) nieobecn[ya]|nieobecn[ya]|jestem na (?:urlopie|zwolnieniu)
automatyczna (?:odpowiedź|wiadomość)|wiadomość (?:została )?wygenerowana automatycznie
不在办公室|正在休假|休假中|我在休假|外出(?:出差|办事|期间|中)|出差(?:中|期间)|(?:目前|现在|暂时)(?:不在|外出|无法)
年假|自动回复|无法及时(?:回复|查看)|已收到您的(?:来信|邮件|邮件)
不在辦公室|休假期間|目前休假|目前不在|無法(?:即時|及時)(?:回覆|回复|查看)|自動回覆|公出|出差期間
不在(?:に|と|して|です|中|のため|にして)|休暇(?:を|中|のため|をいただ)|外出して(?:おり|い)|席を外して
自動(?:返信|応答|送信)|休業(?:と|して|期間)
부재 ?중|휴가 ?중|휴가로|출장 ?중|자리를 비|외근 ?중|자동 ?(?:회신|응답|발송)
خارج المكتب|في إجازة|(?:رد|الرد) (?:ال)?تلقائي|لن أكون متواجد|غير متواجد
ofis(?:te değilim| dışında)|izin(?:deyim| döneminde|de olacağım|li olduğum)|tatildeyim
otomatik (?:yanıt|cevap|olarak)
"""

# Near the beginning of the subject of a bounce, only together with a server as sender.
BOUNCED = r"""
undelivered mail returned to sender|mail delivery failed|mail delivery failure|delivery status notification
undeliverable
undeliverable mail|undelivered|returned mail|failure notice|mail system error|message not delivered|delivery failure
delivery failed|delivery has failed|mail could not be delivered|message could not be delivered
could not be delivered
nondeliverable mail|non-deliverable|undeliverable message|your message was not delivered|unable to deliver
failed mail
delivery notification|mail delivery system|message delivery failure|user unknown|mailbox (?:full|unavailable)
mail rejected
rejected|address not found|returned to sender|delivery report|delivery problem|permanent delivery failure|ndn|ndr
failed delivery|delivery error|error sending|message undeliverable|non delivery|non-delivery|message you sent
unzustellbar|nicht zustellbar|zustellung fehlgeschlagen|nachricht konnte nicht|fehler bei der zustellung
unzustellbare
non remis|non distribuable|échec de (?:la )?remise|message non délivré|échec de la livraison
notification d'état de remise|avis de non-remise
no se puede entregar|no entregado|error en la entrega|no se ha podido entregar|mensaje no entregado|devuelto
notificación de estado de entrega
não é possível entregar|não entregue|falha na entrega|mensagem não entregue|não foi possível entregar|devolvid
non recapitabile|mancata consegna|impossibile recapitare|mancato recapito|consegna non riuscita|onbestelbaar
niet bezorgd|onbezorgd
недоставлен|не доставлен|не удается доставить|не удалось доставить|недоставка|ошибка доставки
сообщение не доставлено|письмо не доставлено|недоставленное
не доставлено|не вдалося доставити|неможливо доставити|помилка доставки|niedostarczona|niedostarczony
nie można dostarczyć|nie dostarczono|nie udało się dostarczyć|zwrot
未送达|无法送达|无法投递|退信|系统退信|邮件退回|投递失败|发送失败|未傳遞|無法傳遞|無法投遞|退信通知|退回|配信不能
配信不能レポート|配信エラー|配送できません|送信できませんでした|エラーメール
배달되지 않음|배달할 수 없음|반송|전송 실패|메일 전송 실패|تعذر التسليم|لم يتم التسليم|تعذّر|teslim edilemedi
teslim edilemeyen|iletilemedi
"""

# The same, of a mail that is late.
DELAYED = r"""
delivery status notification ?\(delay|delayed|delivery delay|warning: (?:message|could not send)
delivery incomplete
still being retried
delayed mail|message delayed|verzögert|verzögerung|retardé|retard de|retrasad|retraso|atrasad|atraso|ritardo
ritardat|vertraagd
задерж|затрим|opóźni|延迟|延遲|延误|配信遅延|遅延|지연|تأخر|gecik
"""
