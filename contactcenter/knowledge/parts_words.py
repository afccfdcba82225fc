"""Words that join two matters, and words that ask, as alternatives of a regular expression."""

from __future__ import annotations

JOINTS = (
    "and also|and then|and|also|plus|besides|as well as|another thing|secondly|"
    "und außerdem|und zudem|und|außerdem|zudem|sowie|ausserdem|noch was|"
    "y también|y además|y|además|también|aparte|e|"
    "et aussi|et en plus|et|aussi|de plus|en plus|"
    "e também|também|além disso|"
    "а также|а ещё|а еще|и ещё|и еще|и|а|также|ещё|еще|плюс|кроме того|заодно|"
    "а також|і ще|і|та|також|крім того"
)
"""Between spaces or after a comma. One word may belong to several languages: a cut too many does no harm."""

JOINTS_UNSPACED = (
    "另外|还有|還有|顺便问一下|順便問一下|顺便|順便|而且|以及|再就是|此外|同时|同時|"
    "それと|あと|また|それから|그리고|또한"
)

WHAT_TO_DO = (
    "what (?:should|can|do|shall) i do(?: now)?|what now|please help(?: me)?|can you help(?: me)?(?: please)?|"
    "hope you can help(?: me)?|was (?:soll|kann) ich (?:jetzt )?(?:tun|machen)|was tun|können sie (?:mir )?helfen|"
    "qué (?:hago|puedo hacer|debo hacer)(?: ahora)?|me pueden ayudar|que (?:dois-je|puis-je) faire|que faire|"
    "o que (?:faço|devo fazer)|что (?:мне )?(?:теперь |тут )?делать|как (?:мне )?(?:теперь )?быть|помогите(?: пожалуйста)?|"
    "що (?:мені )?(?:тепер )?робити|допоможіть|怎么办|怎麼辦|该怎么办|該怎麼辦|请帮忙看看|請幫忙看看|拜託幫忙|どうすればいいですか|"
    "어떻게 해야 하나요"
)
"""Asks nothing beside what stands before it."""

SPACED_ASKING = (
    "how|what|which|where|when|who|whom|whose|why|can i|can you|could|may i|do i|do you|does it|does the|does this|does my|does your|is it|is there|are there|should|"
    "tell me|like to know|"
    "wie|was|welche[rsnm]?|wo|woher|wann|wer|warum|wieso|wieviel|wie viel|darf|kann ich|lässt sich|gibt es|"
    "cómo|qué|cuál|cuáles|dónde|cuándo|quién|cuánto|cuánta|cuántos|cuántas|puedo|se puede|hay que|"
    "comment|quel|quelle|quels|quelles|où|quand|qui|pourquoi|combien|puis-je|peut-on|est-ce que|"
    "como|qual|quais|onde|quando|quem|por que|quanto|quanta|quantos|posso|"
    "как|какой|какая|какие|какое|каким|где|когда|кто|почему|сколько|можно|откуда|куда|зачем|чем|нужно ли|на сколько|"
    "як|який|яка|які|де|коли|хто|чому|скільки|чи можна"
)

ASKING = (
    "怎么|怎麼|怎样|怎樣|如何|什么|什麼|多少|多久|多大|几天|幾天|几个|幾個|哪|吗|嗎|能不能|可不可以|要不要|是不是|够不够|夠不夠|"
    "ですか|ますか|でしょうか|どう|どこ|いつ|いくら|何|"
    "나요|까요|어떻게|어디|언제|얼마|무엇"
)
