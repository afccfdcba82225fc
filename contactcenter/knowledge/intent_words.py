"""How people ask for a person, and what they say when they want nothing, in twelve languages.

Alternatives are separated by `|` and matched in casefolded text; a space stands for any gap between words.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingForPerson:
    """One language's words. `people` may be whoever answers, `humans` are plainly no machine.

    Asking is: `reach` near people, or `want` near humans, or a message of people or humans and `filler` alone.
    `unless` after the person takes it back ("the person who bought it"). `verb_last`: reach and want may follow.
    """

    people: str
    humans: str
    reach: str
    want: str
    filler: str
    unless: str = ""
    verb_last: bool = False
    spaced: bool = True


PERSON = {
    "en": AskingForPerson(
        people="person|people|agent|agents|rep|advisor|adviser|someone|somebody|staff|employee|manager|supervisor|"
        "team member|customer service|customer support|support team|support agent|consultant",
        humans="human|humans|human being|real person|real people|live person|actual person|human agent|human person|"
        "live agent|real agent|support agent|operator|live operator|representative|live chat|human support|real human",
        reach="talk to|talk with|speak to|speak with|chat to|chat with|write with|connect me|connect us|transfer me|"
        "put me through|pass me|switch me|forward me|escalate to|hand me over|handed over to|speaking with|speaking to|"
        "talking to|be connected",
        want="want|need|get me|get a|give me|get|prefer|like|can i have|may i have|is there|are there|find|not a bot|"
        "not a robot|no bot|no robot|can a|could a|let a|where is|bring",
        filler="a|an|the|any|some|living|actual|proper|to|with|me|my|i|im|want|need|get|give|talk|speak|chat|please|now|just|only|customer|"
        "support|service|live|real|human|hello|hi|hey|can|could|would|like|bot|not|no|connect|ok|immediately|here|is|there",
        unless="who|whom|that|which|manual|error|ear|body|skin|rights|blood|else|near me",
    ),
    "ru": AskingForPerson(
        people="человек|человеком|человеку|человека|людьми|менеджер|менеджером|менеджера|менеджеру|специалист|"
        "специалистом|специалиста|специалисту|сотрудник|сотрудником|сотрудника|консультант|консультантом|консультанта|"
        "консультанту|кем-нибудь|кем-то|поддержкой|службой поддержки",
        humans="живой человек|живым человеком|живого человека|живому человеку|реальный человек|реальным человеком|"
        "реального человека|настоящим человеком|настоящий человек|настоящего человека|оператор|оператора|оператором|"
        "оператору|живые люди|живой оператор|живым оператором|живого оператора|живой|живого",
        reach="поговорить с|говорить с|пообщаться с|общаться с|связаться с|свяжите с|свяжите меня с|соедините с|"
        "соедините меня с|соединить с|переключите на|переключите меня на|переведите на|переведите меня на|перевести на|"
        "разговаривать с|связь с|переключи на|соедини с|позовите|позови|пригласите|подключите",
        want="нужен|нужна|нужно|хочу|хотел бы|дайте|дай|требую|есть|можно|не бот|не робот|не с роботом|не с ботом",
        filler="мне|я|с|на|к|хочу|можно|нужен|нужна|дайте|позовите|пожалуйста|ваш|вашего|живой|живого|живым|просто|"
        "срочно|здравствуйте|привет|переключите|переключи|соедините|на|бот|не|робот|поговорить",
        unless="которы|на фото|из доставки|доставки не|лет",
    ),
    "uk": AskingForPerson(
        people="людина|людини|людину|людиною|людьми|менеджер|менеджером|менеджера|фахівець|фахівцем|фахівця|спеціаліст|"
        "спеціалістом|спеціаліста|консультант|консультантом|консультанта|кимось|підтримкою",
        humans="жива людина|живу людину|живою людиною|живої людини|справжня людина|справжню людину|справжньою людиною|"
        "реальна людина|реальну людину|реальною людиною|оператор|оператора|оператором|живий оператор|живі люди",
        reach="поговорити з|говорити з|поспілкуватися з|спілкуватися з|зв'язатися з|зв'яжіть з|зв'яжіть мене з|"
        "з'єднайте з|з'єднайте мене з|переключіть на|переключіть мене на|переведіть на|переведіть мене на|покличте|"
        "запросіть|підключіть|розмовляти з",
        want="потрібен|потрібна|потрібно|хочу|хотів би|хотіла б|дайте|вимагаю|є|можна|не бот|не робот",
        filler="мені|я|з|на|до|хочу|можна|потрібен|потрібна|дайте|покличте|будь|ласка|живу|живий|просто|терміново|"
        "переключіть|з'єднайте|бот|не|робот|поговорити|добрий|день",
        unless="як[аи]|котр|на фото|рок",
    ),
    "zh": AskingForPerson(
        people="客服|工作人员|工作人員|专员|專員|服务人员|服務人員|店员|店員|同事",
        humans="人工客服|人工服务|人工服務|人工坐席|真人客服|真人|活人|人工",
        reach="转|轉|接|找|联系|聯繫|聯絡|呼叫|叫|换|換|跟|和|与|與|请|請",
        want="要|想|需要|有没有|有沒有|能不能|给我|給我|不要机器人|不要機器人|切换|切換|没有|沒有",
        filler="我|我要|我想|要|想|找|转|轉|接|请|請|帮我|幫我|给我|給我|一下|一个|一個|个|個|位|在线|線上|在線|吗|嗎|"
        "有|没|有没有|有沒有|的|谢谢|謝謝|你好|您好|跟|和|说话|說話|聊|聊天|服务|服務|机器人|機器人|不要",
        unless="智能|智慧|费|費|成本|呼吸|电话|電話|邮箱|郵箱|信箱|说|說|态度|態度|受孕",
        spaced=False,
    ),
    "es": AskingForPerson(
        people="persona|agente|asesor|asesora|alguien|encargado|encargada|empleado|empleada|ejecutivo|ejecutiva|"
        "atención al cliente|servicio al cliente|soporte",
        humans="humano|ser humano|persona real|persona de verdad|persona humana|agente humano|operador|operadora|"
        "representante|agente real|agente",
        reach="hablar con|hablar directamente con|comunicarme con|comunicar con|comunicarse con|contactar con|chatear con|"
        "conectarme con|conécteme con|páseme con|pásame con|páseme a|transfiérame|transferirme|póngame con|ponme con|"
        "comuníqueme con|comunícame con|paseme con|pasame con",
        want="quiero|necesito|quisiera|prefiero|dame|deme|hay|busco|puede ayudarme un|no un robot|no un bot",
        filler="un|una|el|la|con|a|hablar|quiero|necesito|por|favor|hola|me|puede|pasar|real|humano|ya|de|verdad|puedo",
        unless="que compró|que me vendió|que hizo|que lo|mayor|inmobiliari|secreto",
    ),
    "fr": AskingForPerson(
        people="personne|conseiller|conseillère|quelqu'un|responsable|employé|service client|interlocuteur|collègue|"
        "technicien|agent",
        humans="humain|être humain|vraie personne|personne réelle|personne physique|vrai humain|agent humain|opérateur|"
        "opératrice|vrai conseiller|conseiller|conseillère|agent",
        reach="parler à|parler avec|parler a|discuter avec|échanger avec|communiquer avec|passez-moi|mettez-moi en relation|"
        "transférez-moi|être mis en relation|joindre|contacter|parlant à",
        want="je veux|je voudrais|j'aimerais|il me faut|besoin d'un|besoin d'une|y a-t-il|il y a|pas un robot|pas un bot|"
        "avoir",
        filler="un|une|le|la|à|a|avec|parler|je|veux|voudrais|svp|s'il|vous|plaît|plait|te|bonjour|vrai|vraie|de|moi|"
        "puis|peux|passez",
        unless="qui|ne|n'|âgé",
    ),
    "de": AskingForPerson(
        people="person|mitarbeiter|mitarbeiterin|berater|beraterin|jemand|jemandem|jemanden|kundenservice|kundendienst|"
        "support|sachbearbeiter|sachbearbeiterin|ansprechpartner|ansprechpartnerin|kollegen|agenten|agent|menschen",
        humans="mensch|menschen|echte person|echten menschen|echter mensch|richtigen menschen|richtiger mensch|"
        "echten mitarbeiter|menschlichen mitarbeiter|echten person|operator|kundenberater|kundenberaterin|mitarbeiter|"
        "mitarbeiterin|ansprechpartner|berater|lebenden menschen",
        reach="sprechen|reden|chatten|verbinden|verbunden werden|durchstellen|weiterleiten|unterhalten|"
        "verbinden sie mich|kontakt zu|kontakt mit|wenden",
        want="will|möchte|brauche|hätte gern|gibt es|gib mir|geben sie mir|ist da|bitte|kein bot|kein roboter|keinen bot|"
        "holen sie|statt bot",
        filler="ein|eine|einen|einem|einer|mit|bitte|ich|will|möchte|mal|echter|echten|echte|hallo|jetzt|sofort|brauche|"
        "zu|zum|an|den|kann|ihrem|sprechen|reden",
        unless="der|die|das|welche|gekauft|hat gesagt",
        verb_last=True,
    ),
    "pt": AskingForPerson(
        people="pessoa|alguém|alguem|agente|responsável|responsavel|funcionário|funcionária|suporte|gerente|equipe|vendedor",
        humans="humano|ser humano|pessoa real|pessoa de verdade|pessoa humana|atendente|atendente humano|operador|operadora|"
        "representante|atendimento humano|agente humano",
        reach="falar com|falar direto com|falar diretamente com|conversar com|me passa para|me passe para|passar para|"
        "transferir para|transfira para|me transfere|me transfira|contato com|me conecte com|conectar com|chamar",
        want="quero|preciso|gostaria|prefiro|tem|chama|chame|me dá|não um robô|não um bot|cadê",
        filler="um|uma|o|a|com|falar|quero|preciso|de|por|favor|oi|olá|me|real|humano|agora|posso|passa|passe|para|pra",
        unless="que comprou|que me vendeu|que fez|idosa",
    ),
    "ja": AskingForPerson(
        people="担当者|担当の方|担当|スタッフ|係の人|係員|店員|人",
        humans="人間|オペレーター|オペレータ|有人対応|有人チャット|有人窓口|有人|本物の人|生身の人",
        reach="話したい|話せ|話をした|話させ|つないで|つなげ|繋いで|繋げ|代わって|替わって|変わって|お願い|呼んで|相談した|"
        "チャットした|取り次い|対応して|出して",
        want="お願い|いますか|したい|希望|欲しい|ほしい|ください|切り替え",
        filler="と|に|を|で|へ|は|が|の|方|お願いします|おねがいします|お願い|したい|です|ください|ロボット|ではなく|希望|します|いますか",
        unless="用|工|気|数|体|が使|によって|の体温|の血圧",
        verb_last=True,
        spaced=False,
    ),
    "ko": AskingForPerson(
        people="상담원|상담사|직원|담당자|사람",
        humans="진짜 사람|실제 사람|상담원|상담사|실제 상담원",
        reach="통화|대화|상담하|상담 하|연결|이야기|얘기|바꿔|말하고|불러|채팅|문의하고",
        want="원해|필요|부탁|주세요|있나요|있어요|하고 싶",
        filler="과|와|이랑|하고|을|를|이|가|한테|에게|으로|연결|연결해|해|주세요|부탁|부탁해요|부탁드립니다|바꿔|불러|좀|"
        "제발|실제|진짜|안녕하세요|요",
        unless="마다|들이|이 쓰|이 사용|용",
        verb_last=True,
        spaced=False,
    ),
    "ar": AskingForPerson(
        people="شخص|أحد|احد|موظف|موظفة|ممثل|وكيل|مندوب|مسؤول|خدمة العملاء|الدعم",
        humans="شخص حقيقي|شخصا حقيقيا|إنسان|انسان|إنسانا|بشر|بشري|موظف بشري|موظف حقيقي|موظف|موظفا|ممثل خدمة|موظف خدمة العملاء",
        reach="أتحدث|اتحدث|التحدث|أتكلم|اتكلم|التكلم|أكلم|اكلم|الحديث|التواصل|أتواصل|اتواصل|حولني|حولوني|تحويلي|"
        "توصيلي|وصلني|وصلوني|كلم|محادثة",
        want="أريد|اريد|أحتاج|احتاج|أرغب|ارغب|هل يوجد|أعطني|ليس روبوت|لا أريد روبوت",
        filler="أريد|اريد|مع|إلى|الى|من|فضلك|لو|سمحت|مرحبا|أن|ان|أتحدث|التحدث|حقيقي|بشري|ال|هل|يمكنني",
        unless="آخر|اخر|الذي|التي|مسن",
        spaced=False,
    ),
}  # fmt: skip

SMALL_TALK = """
hi|hello|hey|hi there|hello there|good morning|good afternoon|good evening|good day|thanks|thank you|thank you very much|
thank you so much|thanks a lot|many thanks|thx|ty|great|perfect|ok|okay|ok thanks|okay thank you|bye|goodbye|see you|nice|
cool|got it|yes|no|no thanks|that helped|it works|works now|anyone there|anybody there|how are you|test|cheers|great thanks|
awesome|super|have a nice day|
привет|здравствуйте|добрый день|доброе утро|добрый вечер|спасибо|спасибо большое|большое спасибо|благодарю|понятно|хорошо|
ок|ладно|да|нет|пока|до свидания|отлично|супер|понял|поняла|помогло|привет как дела|как дела|есть кто|всего доброго|
привіт|вітаю|доброго дня|добрий день|дякую|дуже дякую|щиро дякую|зрозуміло|добре|так|ні|бувайте|до побачення|чудово|
你好|您好|你好吗|在吗|在嗎|谢谢|謝謝|多谢|多謝|非常感谢|非常感謝|谢谢你|謝謝你|谢谢您|謝謝您|感谢|感謝|好的|好|好的谢谢|
好的謝謝|明白|明白了|知道了|再见|再見|是|是的|不是|可以|早上好|早安|晚上好|太好了|
hola|buenas|buenos días|buenas tardes|buenas noches|gracias|muchas gracias|mil gracias|vale|sí|no gracias|adiós|
hasta luego|perfecto|genial|entendido|de acuerdo|
bonjour|bonsoir|salut|coucou|merci|merci beaucoup|d'accord|oui|non|au revoir|parfait|super merci|compris|bonne journée|
hallo|guten tag|guten morgen|guten abend|moin|servus|grüß gott|danke|danke schön|dankeschön|vielen dank|besten dank|ja|
nein|tschüss|auf wiedersehen|alles klar|passt|prima|danke das hilft|
olá|oi|bom dia|boa tarde|boa noite|obrigado|obrigada|muito obrigado|muito obrigada|valeu|sim|não|tchau|beleza|entendi|ótimo|
こんにちは|こんばんは|おはようございます|ありがとう|ありがとうございます|ありがとうございました|どうも|はい|いいえ|了解|
了解です|わかりました|
안녕하세요|안녕|감사합니다|고마워요|고맙습니다|네|아니요|알겠습니다|알겠어요|
مرحبا|أهلا|اهلا|السلام عليكم|صباح الخير|مساء الخير|شكرا|شكرا جزيلا|شكرا لك|نعم|لا|حسنا|تمام|مع السلامة
"""
