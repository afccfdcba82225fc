"""Which charset bytes without a true label are in, by what the text would look like.

Each candidate decodes the bytes strictly; the letters it gives are weighed by how often the languages written in it use
them, so that KOI8-R read as windows-1251 (the case swapped, the wrong letters frequent) loses. Some dozens of bytes
suffice in practice; a single accented letter is taken for Western.
"""

import re
from dataclasses import dataclass
from functools import cache

_SAMPLE_BYTES = 4096
_DOUBTED = {"cp1252": "cp1252", "cp1251": "cp1251", "koi8_r": "koi8_u", "koi8-u": "koi8_u", "koi8_u": "koi8_u"}
_MIN_FOREIGN_BYTES = 8
_ASCII = bytes(range(128))
_OTHER = -0.5  # a symbol nobody writes
_MIXED = -0.6  # a foreign letter beside a Latin one
_CASE = -1.0  # aB inside a word

_HAN = (
    "的一是不了在人有我他这这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发"
    "天如然作方成者多日都三小二无同么经法当起与好看学进种将还分此心前面又定见只主没公从请您问题订单退款货收到谢快递买"
)
_HAN_TRADITIONAL = (
    "的一是不了在人有我他這為之大來以個中上們到說國和地也子時道出而要於就下得可你年生自會那後能對著事其裡所去行過家十用發"
    "天如然作方成者多日都三小二無同麼經法當起與好看學進種將還分此心前面又定見只主沒公從請您問題訂單退款貨收到謝快遞買"
)
_HANGUL = (
    "이다는을의에가고하지로한도기사은를나서시어그리인자아해들정수대있부일전안스보구라과주여으니제상만원게문세"
    "습녕까요합제품주문배송환불감"
)


def _weights(*groups: tuple[str, float]) -> dict[str, float]:
    return {letter: weight for letters, weight in groups for letter in letters}


_CYRILLIC = _weights(("оеаинтсрвлк", 1.0), ("мдпуяыьгзбчії", 0.6), ("йхжшюцщэфёєґ", 0.3))
_CYRILLIC |= {letter.upper(): 0.8 * weight for letter, weight in _CYRILLIC.items()}
_GREEK = _weights(("αοιετσνηυρπκμλς", 0.77), ("άέήίόύώωδγθχφβξζψ", 0.72))
_GREEK |= {letter.upper(): 0.7 * weight for letter, weight in _GREEK.items()}
_WESTERN = _weights(("¿¡", 0.85), ("äöüßéèêàçñáíóúãõâôîåæøëïìòùÄÖÜÉÅØ", 0.8), ("‘’“”–—…•€«»°£§®©™ºª\xa0", 0.5))
_CENTRAL = _weights(("ąćęłńóśźżáéíěščřžýůúďťňőűöüäßăâîşţđŁŚŻČŠŽŘ", 0.78), ("‘’“”–—…„•€«»°§®©™\xa0", 0.45))
_HEBREW = _weights(("יוהלאתרםבמ", 0.9), ("גדזחטכךנןסעפףצץקש", 0.55))
_ARABIC = _weights(("المنيوهرتب", 1.0), ("ةأإىءجحخدذزسشصضطظعغفقكؤئآ،؟", 0.7))
_THAI = _weights(("านรอกเงคมยลวดทสตะปบหแจัี่้ิำื็ุู", 0.9), ("พชขใไโ์ธผณศษญฟภคึๆซถฉ", 0.5))


@dataclass(frozen=True, slots=True, eq=False)  # by identity: what is worked out of it is kept
class Candidate:
    codec: str
    frequent: dict[str, float]
    letters: str  # character class of the script, with the weight below
    letter_weight: float
    is_latin: bool = False


_KANA = {chr(code): 1.0 for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FD), 0x3001, 0x3002)}
_PUNCTUATION = _weights(("，。！？：；、（）《》“”‘’…—", 0.6))
_CANDIDATES = (  # of two that look equally well the first one wins
    Candidate("cp1252", _WESTERN, "\u00c0-\u00ff", 0.4, is_latin=True),
    Candidate("cp1250", _CENTRAL, "\u00c0-\u017f", 0.3, is_latin=True),
    Candidate("cp1251", _CYRILLIC, "\u0400-\u045f", 0.0),
    Candidate("koi8_u", _CYRILLIC, "\u0400-\u045f", 0.0),
    Candidate("iso8859_5", _CYRILLIC, "\u0400-\u045f", 0.0),
    Candidate("cp866", _CYRILLIC, "\u0400-\u045f", 0.0),
    Candidate("cp1253", _GREEK, "\u0370-\u03ff", 0.2),
    Candidate("cp1255", _HEBREW, "\u05d0-\u05ea", 0.3),
    Candidate("cp1256", _ARABIC, "\u0600-\u06ff", 0.3),
    Candidate("cp874", _THAI, "\u0e00-\u0e7f", 0.0),
    Candidate("gb18030", _weights((_HAN, 1.0)) | _PUNCTUATION, "\u4e00-\u9fff", 0.35),
    Candidate("big5hkscs", _weights((_HAN_TRADITIONAL, 1.0)) | _PUNCTUATION, "\u4e00-\u9fff", 0.35),
    Candidate("cp932", _KANA | _PUNCTUATION, "\u4e00-\u9fff", 0.5),
    Candidate("euc_jp", _KANA | _PUNCTUATION, "\u4e00-\u9fff", 0.5),
    Candidate("cp949", _weights((_HANGUL, 1.0)), "\uac00-\ud7a3", 0.4),
)


def plainly_other(data: bytes, codec: str) -> str | None:
    """Another codec that gives a language where ``codec``, which the label names, gives none; None to believe it.

    Only some labels are doubted: mailers stamp them on whatever they send.
    """
    sample = data[:_SAMPLE_BYTES]
    labelled = next((one for one in _CANDIDATES if one.codec == _DOUBTED.get(codec)), None)
    if labelled is None or len(sample.translate(None, _ASCII)) < _MIN_FOREIGN_BYTES:
        return None
    score = plausibility(sample, labelled)
    if score > 0.5:
        return None
    other = guess(sample)
    best = next(plausibility(sample, one) for one in _CANDIDATES if one.codec == other)
    return other if best > 0.6 and best > score + 0.3 else None


def guess(data: bytes) -> str:
    """The likeliest codec of 8-bit bytes that are not UTF-8; cp1252 when nothing looks like a language."""
    sample = data[:_SAMPLE_BYTES]
    best, best_score = "cp1252", -100.0
    for candidate in _CANDIDATES:
        score = plausibility(sample, candidate)
        if score > best_score + 1e-9:
            best, best_score = candidate.codec, score
    return best


def plausibility(data: bytes, candidate: Candidate) -> float:
    """Mean weight of a character above ASCII; -100 where the bytes are none of this charset."""
    try:
        text = data.decode(candidate.codec)
    except UnicodeDecodeError as error:
        if error.start < len(data) - 4:  # the sample may end inside a character
            return -100.0
        text = data[: error.start].decode(candidate.codec)
    foreign = [letter for letter in text if letter > "\x7f"]
    if not foreign:
        return -100.0
    is_letter, clashes = _patterns(candidate)
    total = sum(_weight(letter, candidate, is_letter) for letter in foreign)
    return (total + sum(_clash(found.group(), candidate) for found in clashes.finditer(text))) / len(foreign)


def _weight(letter: str, candidate: Candidate, is_letter: re.Pattern[str]) -> float:
    weight = candidate.frequent.get(letter)
    if weight is not None:
        return weight
    return candidate.letter_weight if is_letter.match(letter) else _OTHER


def _clash(pair: str, candidate: Candidate) -> float:
    if not candidate.is_latin and (pair[0] < "\x80" or pair[-1] < "\x80"):
        return _MIXED
    return _CASE


@cache
def _patterns(candidate: Candidate) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The script's letters, and pairs of neighbours that do not belong together."""
    letters = f"[{candidate.letters}]"
    if candidate.is_latin:  # three such letters in a row, or a capital after a small letter
        return re.compile(letters), re.compile(
            "(?=[\u00c0-\u017f]{3}).|[a-z\u00df-\u00f6\u00f8-\u00ff][\u00c0-\u00d6\u00d8-\u00de]"
        )
    clashes = f"[A-Za-z]{letters}|{letters}[A-Za-z]|[\u0430-\u045f\u03ac-\u03ce][\u0400-\u042f\u0386-\u03a9]"
    return re.compile(letters), re.compile(clashes)
