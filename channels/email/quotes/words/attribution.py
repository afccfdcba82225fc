"""Words of the line that introduces quoted text ("On Monday Ann wrote:"), by language.

`WROTE`: what somebody did, in the forms clients use. Alternatives are separated by `|`, matched in lower case; `*` stands
for any further letters. `OPENERS`: how such a line may begin before its date, where it does not begin with a name or a date.
"""

WROTE = {
    "en": "wrote|writes|has written|quoting|said|replied|responded",
    "de": "schrieb|schrieben|schreibt|zitat von|geschrieben|hat am",
    "fr": "a écrit|écrit|a ecrit|écrivait|ont écrit|vous avez écrit|citation de",
    "es": "escribió|escribio|escribe|ha escrito|citando a",
    "pt": "escreveu|escreve|citando",
    "it": "ha scritto|scrive|scrisse|citazione|quotando",
    "nl": "schreef|schrijft|het volgende geschreven|citeren",
    "ru": "пишет|писал|писала|писали|написал|написала|написали|написал(а)|вы писали|от",
    "uk": "пише|писав|писала|написав|написала|написав(ла)|ви писали|від",
    "pl": "napisał*|pisze|napisał(a)|cytowanie",
    "cs": "napsal*|píše|napsal(a)",
    "sk": "napísal*|píše",
    "sv": "skrev",
    "da": "skrev",
    "no": "skrev|skreiv",
    "fi": "kirjoitti|lainaus",
    "hu": "írta|ezt írta|ezt írta",
    "ro": "a scris",
    "tr": "yazdı|şunu yazdı|şunları yazdı|tarihinde",
    "el": "έγραψε|έγραφε",
    "bg": "написа",
    "hr": "je napisao*|je napisala|napisao je|piše",
    "sr": "је написао*|је написала|пише",
    "sl": "je napisal*|je oseba",
    "ca": "va escriure|ha escrit",
    "et": "kirjutas",
    "lv": "rakstīja",
    "lt": "rašė",
    "vi": "đã viết|viết",
    "id": "menulis",
    "ar": "كتب|كتبت|كتابة ما يلي",
    "fa": "نوشت",
    "he": "כתב|כתבה|מאת",
    "hi": "ने लिखा",
    "th": "เขียนว่า|เขียน",
    "zh": "写道|寫道|写到|写|的来信|wrote",
    "ja": "のメール|さんは書きました|が書きました|書いた|wrote|からのメール",
    "ko": "님이 작성|작성|님이 쓴 글|썼습니다",
}

OPENERS = {
    "en": "on|at|in a message dated|in reply to|quoting|sent",
    "de": "am|zitat von|zitiere",
    "fr": "le|en date du|citation de|selon",
    "es": "el|en fecha|citando a",
    "pt": "em|no dia|a|aos|citando",
    "it": "il|in data|il giorno|citazione",
    "nl": "op",
    "ru": "вы писали|в|от|цитирую",
    "uk": "ви писали|в|від",
    "pl": "dnia|w dniu|w wiadomości",
    "cs": "dne|ne|po|út|st|čt|pá|so",
    "sk": "dňa",
    "sv": "den",
    "da": "den|d.",
    "no": "den|på",
    "ro": "în|pe|la",
    "hu": "",
    "fi": "",
    "el": "στις|την|τη",
    "bg": "на",
    "hr": "dana|na dan",
    "ca": "el|en data",
    "vi": "vào",
    "id": "pada",
    "ar": "في|بتاريخ",
    "he": "ב|בתאריך",
    "th": "เมื่อ|ในวันที่",
    "zh": "在|于|於",
}

WEEKDAYS_AND_MONTHS = (
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday "
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october "
    "november december montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom "
    "segunda terça quarta quinta sexta seg ter qua qui sex "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica gio sab "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo "
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс "
    "понеділок вівторок середа четвер п'ятниця субота неділя нд "
    "poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob ndz niedz "
    "mån tis ons tors lör sön man tir tor lør søn maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai "
    "ti ke to pe la su pzt sal çar per cum cmt paz δευ τρι τετ πεμ παρ σαβ κυρ"
)
