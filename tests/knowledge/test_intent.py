"""When a person is asked for, and when nothing is asked at all."""

import pytest

from contactcenter.knowledge.intent import asks_for_person, is_small_talk

ASKING = """
human|agent|A person|a real person please|Operator!|representative|talk to a human|I want to talk to a person|
can I speak to someone from your team?|Please connect me to an agent.|This does not help. I need a real person|
is there a human here|let me speak with a representative now|get me a human|could you transfer me to customer service?|
I'd like to chat with a person, not a bot|hello, agent please|The bot is useless, I want a human
оператор|человек|Живой человек|позовите оператора|Соедините с оператором|Хочу поговорить с человеком|дайте оператора|
можно поговорить с живым человеком?|нужен оператор|переключите меня на специалиста|Свяжите меня с менеджером, пожалуйста|
Это не помогло. Нужен живой человек!|есть тут живые люди?
оператор|людина|жива людина|покличте оператора|З'єднайте з оператором|Хочу поговорити з людиною|потрібен оператор|
можна поговорити з живою людиною?|переключіть мене на фахівця, будь ласка
人工|人工客服|转人工|我要人工|真人|我想找客服|请转人工客服|能不能转真人|有没有人工服务|我要跟真人说话|别机器人了，转人工吧|客服
轉人工|我要真人客服|請轉接客服|有沒有真人|可以幫我轉人工嗎|我想找客服人員|人工客服
agente|humano|una persona|Quiero hablar con una persona|¿Puedo hablar con alguien?|páseme con un agente por favor|necesito un humano|
quiero hablar con un asesor|Esto no me sirve. ¡Quiero hablar con una persona real!|operadora|quisiera un agente
un humain|conseiller|Je veux parler à un conseiller|parler à quelqu'un|je voudrais parler à une vraie personne|
passez-moi un conseiller svp|puis-je parler à un humain ?|Ça n'aide pas, je veux un humain|une personne s'il vous plaît
Mensch|Mitarbeiter|Ich möchte mit einem Menschen sprechen|Kann ich mit jemandem reden?|Bitte einen Mitarbeiter|
verbinden Sie mich mit einem Berater|ich will einen echten Menschen|mit einem Mitarbeiter sprechen bitte|
Das hilft nicht, ich brauche einen Ansprechpartner|jemanden sprechen
atendente|humano|quero falar com uma pessoa|falar com atendente|Posso falar com alguém?|preciso de um atendente|
me passa para um humano por favor|quero um atendente humano|Isso não ajudou, quero falar com um responsável
オペレーター|人間と話したい|担当者につないでください|人と話したい|有人対応お願いします|オペレーターに代わって|スタッフと話せますか|担当者をお願いします|人間
상담원|상담원 연결|사람과 이야기하고 싶어요|상담원 연결해 주세요|직원이랑 통화하고 싶어요|상담사 불러 주세요|진짜 사람이 필요해요|사람
موظف|أريد التحدث مع شخص|أريد أن أتحدث مع موظف|حولني إلى موظف من فضلك|إنسان|أريد شخص حقيقي|هل يمكنني التحدث مع أحد؟|خدمة العملاء
"""

NOT_ASKING = """
The person who bought it has moved away|Can two people use one monitor?|I spoke to an agent yesterday and he was nice|
Which thermometer is best for the human ear?|How many persons can store readings?|Is the operator manual available as PDF?|
My doctor wants to talk about my readings|somebody dropped the device|The agent said it would take two days|
Can another person use my cuff?|I need a bigger cuff|How do I share my readings with someone else?|
I want to know whether a heavy person needs a larger cuff|Do I need a person to help me put on the cuff?|the display shows E3|
Does it work for people with arrhythmia?|Can I get support for error E2?|Where is the customer number?
Человек, который купил прибор, уехал|Сколько человек может пользоваться тонометром?|Оператор доставки не отвечает на звонки|
Вчера говорил с оператором, он обещал перезвонить|Подходит ли манжета для полного человека?|Где инструкция оператора?|
Сколько людей могут хранить показания|Не включается экран
Людина, яка купила прилад, виїхала|Скільки людей може користуватися тонометром?|Учора оператор обіцяв передзвонити|Чи підходить манжета для повної людини?
人工智能会分析我的数据吗|维修要收人工费吗|昨天客服说两天到|两个人可以共用一台吗|买它的人已经搬走了|老年人用哪个好|客服态度很好
人工智慧會分析我的資料嗎|維修要收人工費嗎|昨天客服說兩天到|兩個人可以共用一台嗎|老人家用哪個好
La persona que lo compró se mudó|¿Cuántas personas pueden usarlo?|Ayer un agente me dijo que tardaría dos días|
¿Sirve para una persona mayor?|¿Puede usarlo otra persona?|Mi médico quiere ver los datos
La personne qui l'a acheté a déménagé|Combien de personnes peuvent l'utiliser ?|Hier un conseiller m'a dit deux jours|
Personne ne répond à mes questions|Est-ce adapté à une personne âgée ?|Le brassard convient-il à une autre personne ?
Die Person, die es gekauft hat, ist umgezogen|Wie viele Personen können es benutzen?|Gestern hat ein Mitarbeiter gesagt, es dauert zwei Tage|
Passt die Manschette auch einem kräftigen Menschen?|Kann eine zweite Person das Gerät benutzen?|Ist das für ältere Menschen geeignet?
A pessoa que comprou se mudou|Quantas pessoas podem usar?|Ontem um atendente disse que levaria dois dias|Serve para uma pessoa idosa?|Outra pessoa pode usar?
二人で使えますか|買った人は引っ越しました|人によって値が違いますか|昨日担当者が二日かかると言いました|大人用のカフはありますか|家族の人も使えますか
두 사람이 같이 쓸 수 있나요?|산 사람이 이사 갔어요|사람마다 수치가 다른가요?|어제 직원이 이틀 걸린다고 했어요|어른용 커프 있어요?
الشخص الذي اشتراه انتقل|كم شخصا يمكنه استخدام الجهاز؟|هل يناسب شخصا مسنا؟|هل يمكن أن يستخدمه شخص آخر؟|قال الموظف أمس إنه سيستغرق يومين
"""


def messages(block: str) -> list[str]:
    return [one for line in block.replace("|\n", "|").strip().split("\n") for one in line.split("|") if one]


@pytest.mark.parametrize("text", messages(ASKING))
def test_asking_for_a_person_is_heard_in_every_language(text: str) -> None:
    assert asks_for_person(text)


@pytest.mark.parametrize("text", messages(NOT_ASKING))
def test_talking_about_a_person_is_not_asking_for_one(text: str) -> None:
    assert not asks_for_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "hi", "Hello!", "Thanks a lot!", "ok, thanks", "👍", "", "   ", "Спасибо большое!", "谢谢！", "好的，謝謝",
        "Danke!", "muchas gracias", "merci beaucoup", "ありがとうございます", "감사합니다", "شكرا جزيلا", "дякую", "Hi, good morning!",
    ],
)  # fmt: skip
def test_greetings_and_thanks_are_small_talk(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text", ["E3", "hi, where is my order?", "thanks, but it still says E2", "спасибо, а где заказ?", "电池", "BP200"]
)
def test_a_question_beside_a_greeting_is_no_small_talk(text: str) -> None:
    assert not is_small_talk(text)


@pytest.mark.parametrize(
    "text",
    ["x" * 100_000, "talk to " * 5_000, "a " * 50_000, "\x00\ud800", "我要" * 199, "with a human x " * 26, "?" * 9_999],
)
def test_long_or_broken_text_is_survived_quickly(text: str) -> None:
    asks_for_person(text)
    assert not is_small_talk(text) or not any(map(str.isalnum, text))
