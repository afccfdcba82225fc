"""Words that give a language away where letters cannot: greetings, yes and no, thanks, the small words of speech.

Written down by hand for this project. A word may stand under several languages ("no", "hola"); it then speaks for
each of them and against the others. Latin letters stand in for other scripts where people type that way.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from .things import THINGS

_WORDS = {
    "en": """hello hi hey thanks thank you yes yeah yep no nope please sorry good morning afternoon evening bye goodbye
        the and is are was were not it's i'm don't can't what where when why how who which this that these those with
        from have has had my your our his her they we would could should will do does did for but if there here help
        need want get got been because about any some all just still now never always again it of to""",
    "es": """hola buenos buenas días tardes noches gracias sí vale adiós por favor perdón disculpe saludos claro
        bueno qué cómo cuándo dónde quién cuál porque pero muy está están estoy tengo tiene quiero puedo puede necesito
        el la los las un una unos del al con sin para mi su nos les lo se y o no ya hay este esta eso ayuda también
        ahora todavía nada algo mañana ayer hoy hasta desde entre sobre usted ustedes nosotros""",
    "fr": """bonjour bonsoir salut merci oui non ouais s'il vous plaît svp pardon désolé désolée au revoir coucou
        d'accord quoi comment quand où qui pourquoi parce mais très est sont suis ai avez voudrais peux peut besoin le
        la les un une des du au aux avec sans pour mon ma mes votre vos notre nous je tu il elle on ne pas plus et ou
        ça cela c'est j'ai n'est qu'est toujours encore jamais rien hier demain aujourd'hui aide chez sur dans""",
    "de": """hallo guten tag morgen abend moin servus grüß gott danke ja nein doch bitte entschuldigung tschüss
        gern gerne vielen dank was wie wann wo wer warum weil aber sehr ist sind bin habe haben hat möchte kann können
        brauche der die das den dem ein eine einen einer mit ohne für mein meine ihr ihre unser wir ich sie er es nicht
        kein keine und oder auch noch schon immer nie nichts gestern heute hilfe auf bei von zu im am über wird""",
    "pt": """olá oi bom dia boa tarde noite obrigado obrigada sim não por favor desculpe tchau até logo valeu beleza
        tudo bem que como quando onde quem qual porque mas muito está estão estou tenho tem quero posso pode preciso
        você vocês eu ele ela nós eles o a os as um uma uns do da dos das no na nos nas com sem para pra meu minha seu
        sua e ou já há este esta isso ajuda também ainda agora nada algo amanhã ontem hoje ao pelo pela foi ser""",
    "it": """ciao buongiorno buonasera salve grazie sì no prego scusi scusa per favore arrivederci va bene che come
        quando dove chi quale perché ma molto è sono ho ha vorrei posso può bisogno il lo la gli le un una dei delle
        del della con senza mio mia suo sua nostro io tu lui lei noi voi loro non e o anche ancora già sempre mai
        niente ieri oggi domani aiuto questo questa""",
    "nl": """hallo hoi goedemorgen goedemiddag goedenavond goedendag dag bedankt dank je wel ja nee alstublieft
        alsjeblieft sorry doei graag wat hoe wanneer waar wie waarom omdat maar heel is zijn ben heb heeft wil kan
        kunnen nodig de het een met zonder voor mijn uw jouw onze wij ik jij hij zij niet geen en of ook nog al altijd
        nooit niets gisteren vandaag hulp deze dit""",
    "pl": """cześć dzień dobry wieczór witam hej dziękuję dzięki tak nie proszę przepraszam pa do widzenia dobrze co
        jak kiedy gdzie kto który dlaczego ponieważ ale bardzo jest są jestem mam ma chcę mogę może potrzebuję z bez
        dla mój moja nasz my ja ty on ona oni i lub też jeszcze już zawsze nigdy nic wczoraj dzisiaj jutro pomoc
        ten ta to w na się""",
    "tr": """merhaba selam günaydın iyi günler akşamlar teşekkür teşekkürler ederim evet hayır lütfen pardon
        görüşürüz tamam ne nasıl zaman nerede kim hangi neden çünkü ama çok var yok istiyorum ihtiyacım bir ve veya
        ile için benim sizin biz ben sen bu şu değil mi de da yardım bugün dün yarın""",
    "ro": """bună salut ziua mulțumesc mersi nu vă rog scuze pardon bine ce cum când unde cine care pentru că dar
        foarte este sunt am are vreau pot poate nevoie și sau cu fără meu mea noi eu nimic azi ieri mâine ajutor""",
    "sv": """hej hejsan tack ja nej snälla förlåt ursäkta god morgon hejdå vad hur när var vem varför men mycket är
        har vill kan behöver och eller med utan för min mitt din jag du han hon vi inte ingen också redan alltid
        aldrig idag igår imorgon hjälp det den ett""",
    "da": """hej goddag tak ja nej undskyld farvel hvad hvordan hvornår hvor hvem hvorfor men meget er har vil kan
        og eller med uden for min mit din jeg du han hun vi ikke ingen også allerede altid aldrig hjælp det den et""",
    "no": """hei heisann takk ja nei beklager unnskyld hva hvordan når hvor hvem hvorfor men veldig er har vil kan
        og eller med uten for min mitt din jeg du han hun vi ikke ingen også alltid aldri hjelp det den et""",
    "fi": """hei moi terve kiitos kyllä joo ei anteeksi huomenta päivää näkemiin mitä miten milloin missä kuka miksi
        mutta hyvin on ovat olen minulla haluan voin tarvitsen ja tai kanssa ilman minun minä sinä hän me ole apua""",
    "cs": """ahoj dobrý den dobré ráno děkuji díky ano ne prosím promiňte nashledanou co jak kdy kde kdo který proč
        protože ale velmi je jsou jsem mám má chci mohu může potřebuji a nebo s bez pro můj moje my já ty on ona není
        také ještě už vždy nikdy nic včera dnes zítra pomoc se""",
    "hu": """szia sziasztok helló jó napot reggelt estét köszönöm köszi igen nem kérem kérlek bocsánat
        viszontlátásra mit hogyan mikor hol ki melyik miért mert de nagyon van vannak vagyok szeretnék tudok kell és
        vagy az egy nincs is még már mindig soha semmi tegnap ma holnap segítség""",
    "vi": """xin chào cảm ơn vâng dạ không làm vui lòng xin lỗi tạm biệt gì nào khi đâu ai tại sao vì nhưng rất là
        có tôi bạn chúng và hoặc với của cho này đó được""",
    "id": """halo hai selamat pagi siang malam terima kasih ya tidak tolong maaf apa bagaimana kapan di mana siapa
        kenapa mengapa karena tetapi sangat adalah ada saya anda kami kita dan atau dengan tanpa untuk ini itu bisa
        sudah belum bantuan yang""",
    "ru": """привет здравствуйте здрасте добрый день утро вечер доброе спасибо да нет пожалуйста извините простите
        пока хорошо ладно понятно что как когда где кто какой почему потому но очень есть был была я мне меня мы нас вы
        вас он она они не ни и или с без для мой моя ваш это этот ещё уже всегда никогда ничего вчера сегодня завтра
        помощь помогите можно нужно хочу могу если чтобы у на только тоже""",
    "uk": """привіт вітаю добрий день ранок вечір доброго дня дякую так ні будь ласка вибачте перепрошую бувайте
        добре гаразд зрозуміло що як коли де хто який чому тому але дуже є був була я мені мене ми нас ви вас він вона
        вони не ані і й або чи з із без для мій моя ваш це цей ще вже завжди ніколи нічого вчора сьогодні завтра
        допомога допоможіть можна потрібно хочу можу якщо щоб у в на тільки також""",
    "bg": """здравейте здрасти добър ден благодаря мерси да не моля извинете довиждане добре какво как кога къде кой
        защо защото но много е съм са имам има искам мога може нужно аз ние той тя те и или с без за моят още вече
        винаги никога нищо вчера днес утре помощ ще се""",
    "ca": "hola bon dia bona tarda gràcies si us plau adéu on és el la meu meva què com quan perquè no sí amb estic",
    "hr": "bok dobar dan hvala molim da ne gdje je moj moja kako kada zašto što nije imam nemam trebam mogu",
    "sk": "ahoj dobrý deň ďakujem prosím áno nie kde je môj moja ako kedy prečo čo mám nemám chcem môžem",
    "sl": "živjo dober dan hvala prosim ja ne kje je moj moja kako kdaj zakaj kaj imam nimam želim lahko",
    "lt": "labas laba diena ačiū prašau taip ne kur yra mano kaip kada kodėl kas turiu neturiu noriu galiu",
    "lv": "sveiki labdien paldies lūdzu jā nē kur ir mans mana kā kad kāpēc kas man nav vēlos varu",
    "et": "tere tänan aitäh palun jah ei kus on minu kuidas millal miks mis mul pole tahan saan",
    "af": "hallo dankie asseblief ja nee waar is my hoe wanneer hoekom wat nie ek het kan wil",
    "sw": "habari asante tafadhali ndiyo hapana wapi yangu vipi lini kwa nini nina sina nataka naweza",
    "tl": "kumusta salamat po opo hindi nasaan ang aking paano kailan bakit ano mayroon wala gusto ko",
    "sq": "përshëndetje faleminderit ju lutem po jo ku është si kur pse çfarë kam dua mund",
    "cy": "helo diolch os gwelwch yn dda ie na ble mae fy sut pryd pam beth eisiau gallaf",
    "fa": "سلام ممنون متشکرم مرسی بله نه لطفا ببخشید خداحافظ چی چطور کجا چرا است من شما را می که این برای",
    "ur": "شکریہ جی ہاں نہیں براہ مہربانی معاف کیا کیسے کہاں کیوں ہے ہیں میں آپ کا کی کے یہ کو سے",
    "ar": "مرحبا أهلا السلام عليكم شكرا نعم لا من فضلك عفوا آسف ماذا كيف متى أين لماذا هذا في على أن إلى هل أنا",
}
_OF_SUPPORT = {
    "en": """order orders refund invoice payment pay price device button display error manual pressure pulse arm cuff
        doctor account subscription password phone works working broken new old week month year day money card shop
        bought received sent change wrong problem customer service number too small large again open close""",
    "es": """pedido pedidos reembolso factura pago pagar precio dispositivo botón manual presión pulso brazo médico
        cuenta suscripción contraseña teléfono funciona roto nuevo nueva viejo semana mes año día dinero tarjeta tienda
        compré recibí enviado cambiar cambio equivocado problema cliente servicio número pequeño grande abrir cerrar""",
    "fr": """commande commandes remboursement facture paiement payer prix appareil bouton écran erreur notice pression
        pouls bras médecin compte abonnement téléphone marche fonctionne cassé nouveau nouvelle ancien semaine mois
        année jour argent carte magasin acheté reçu envoyé changer problème client service numéro petit grand ouvrir""",
    "de": """bestellung bestellungen erstattung rechnung zahlung bezahlen preis knopf taste anzeige fehler anleitung
        druck puls arm arzt konto abo passwort telefon funktioniert kaputt neu neue alt woche monat jahr geld karte
        laden gekauft bekommen geschickt ändern falsch kunde nummer klein groß wieder öffnen schließen""",
    "pt": """pedido pedidos reembolso fatura pagamento pagar preço dispositivo botão tela erro manual pressão pulso
        braço médico conta assinatura senha telefone funciona quebrado novo nova velho semana mês ano dinheiro cartão
        loja comprei recebi enviado trocar troca errado problema cliente serviço número pequeno grande abrir fechar""",
    "it": """ordine ordini rimborso fattura pagamento pagare prezzo dispositivo pulsante schermo errore manuale
        pressione polso braccio medico abbonamento telefono funziona rotto nuovo nuova vecchio settimana mese anno
        giorno soldi carta negozio comprato ricevuto spedito cambiare sbagliato problema cliente servizio numero""",
    "nl": """bestelling bestellingen terugbetaling factuur betaling betalen prijs apparaat knop scherm fout handleiding
        bloeddruk hartslag arts rekening abonnement wachtwoord telefoon werkt kapot nieuw nieuwe oud maand jaar geld
        kaart winkel gekocht ontvangen verstuurd veranderen verkeerd probleem klant nummer klein groot openen""",
    "pl": """zamówienie zamówienia zwrot faktura płatność zapłacić cena urządzenie przycisk ekran błąd instrukcja
        ciśnienie ramię lekarz konto subskrypcja hasło telefon działa zepsuty nowy nowa stary tydzień miesiąc rok
        pieniądze karta sklep kupiłem otrzymałem wysłane zmienić problem klient numer mały duży""",
    "ru": """заказ заказы возврат счёт оплата оплатить цена устройство кнопка экран ошибка инструкция давление пульс
        рука врач аккаунт подписка пароль телефон работает сломан новый новая старый неделя месяц год день деньги
        карта магазин купил купила получил отправили поменять обмен проблема клиент номер маленький большой""",
    "uk": """замовлення повернення рахунок оплата оплатити ціна пристрій кнопка екран помилка інструкція тиск пульс
        рука лікар обліковий підписка пароль телефон працює зламаний новий нова старий тиждень місяць рік день гроші
        картка магазин купив купила отримав надіслали поміняти обмін проблема клієнт номер маленький великий""",
}
"""What people write about to a shop or a maker of devices, in the languages whose letters are shared."""
_EVERYDAY = {
    "en": """time year people man woman child children family friend mother father house home room door window street
        city country world work school book word letter name car train plane ticket water food bread milk meat fruit
        tea sugar bank cheap good bad big young long short hot fast slow easy difficult beautiful important right left
        first last next same other every before after between under above one two three four five six seven eight nine
        ten hundred thousand red blue green black white head hand eye ear heart blood pain medicine health sleep eat
        drink go come see hear say ask answer write read sell begin end wait find lose give take make know think
        believe understand forget remember love life death dog tree sun rain snow summer monday tuesday wednesday
        thursday friday saturday sunday january february march april june july august october december tomorrow today
        night hour minute weather clothes shoes table chair bed light dark full empty clean dirty strong weak rich poor
        happy sad always often soon late early enough more less much many few both together inside outside through
        without against during until since""",
    "es": """tiempo gente hombre mujer niño niña niños familia amigo madre padre casa habitación puerta ventana calle
        ciudad país mundo trabajo escuela libro palabra carta nombre coche tren avión billete agua comida pan leche
        carne fruta té azúcar banco barato bien mal gran joven largo corto caliente rápido lento fácil difícil hermoso
        importante derecha izquierda primero último próximo mismo otro cada antes después bajo encima dos tres cuatro
        cinco seis siete ocho nueve diez cien mil rojo azul negro blanco cabeza mano ojo oreja corazón sangre dolor
        medicina salud dormir comer beber ir venir ver oír decir preguntar respuesta escribir leer vender empezar fin
        esperar encontrar perder dar tomar hacer saber pensar creer entender olvidar recordar amor vida muerte perro
        gato árbol sol lluvia nieve verano lunes martes miércoles jueves viernes sábado domingo enero febrero marzo
        junio julio octubre diciembre noche hora tiempo ropa zapatos mesa silla cama luz oscuro lleno vacío limpio
        sucio fuerte débil rico pobre feliz triste siempre pronto tarde temprano bastante más menos mucho muchos poco
        ambos juntos dentro fuera contra durante desde""",
    "fr": """temps gens homme femme enfant enfants famille ami mère père maison chambre porte fenêtre rue ville pays
        monde travail école livre mot lettre nom voiture train avion billet eau nourriture pain lait viande fruit thé
        sucre banque bon mauvais jeune long court chaud rapide lent facile difficile beau important droite gauche
        premier dernier prochain même autre chaque avant après entre sous deux trois quatre cinq six sept huit neuf dix
        cent mille rouge bleu vert noir blanc tête main œil oreille cœur sang douleur médicament santé dormir manger
        boire aller venir voir entendre dire demander réponse écrire lire vendre commencer fin attendre trouver perdre
        donner prendre faire savoir penser croire comprendre oublier souvenir amour vie mort chien chat arbre soleil
        pluie neige été lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin juillet août
        octobre décembre nuit heure vêtements chaussures table chaise lit lumière sombre plein vide propre sale fort
        faible riche pauvre heureux triste souvent bientôt tard tôt assez moins beaucoup peu ensemble dedans dehors
        contre pendant depuis jusque""",
    "de": """zeit leute mann frau kind kinder familie freund mutter vater haus zimmer tür fenster straße stadt land welt
        arbeit schule buch wort brief name auto zug flugzeug fahrkarte wasser essen brot milch fleisch obst tee zucker
        bank billig gut schlecht jung lang kurz heiß schnell langsam leicht schwer schön wichtig rechts links erste
        letzte nächste gleich andere jeder vor nach zwischen unter zwei drei vier fünf sechs sieben acht neun zehn
        hundert tausend rot blau schwarz weiß kopf hand auge ohr herz blut schmerz medizin gesundheit schlafen trinken
        gehen kommen sehen hören sagen fragen antwort schreiben lesen verkaufen anfangen ende warten finden verlieren
        geben nehmen machen wissen denken glauben verstehen vergessen erinnern liebe leben tod hund katze baum sonne
        regen schnee sommer montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz juni juli
        oktober dezember nacht stunde wetter kleidung schuhe tisch stuhl bett licht dunkel voll leer sauber schmutzig
        stark schwach reich arm glücklich traurig oft bald spät früh genug mehr weniger viel viele wenig beide zusammen
        innen außen gegen während bis seit""",
    "pt": """tempo gente homem mulher criança crianças família amigo mãe pai casa quarto porta janela rua cidade país
        mundo trabalho escola livro palavra carta nome carro trem avião bilhete água comida pão leite carne fruta chá
        açúcar banco barato bom mau ruim jovem longo curto quente rápido lento fácil difícil bonito importante direita
        esquerda primeiro último próximo mesmo outro cada antes depois entre dois três quatro cinco seis sete oito nove
        dez cem mil vermelho azul preto branco cabeça mão olho orelha coração sangue dor remédio saúde dormir comer
        beber ir vir ver ouvir dizer perguntar resposta escrever ler vender começar fim esperar encontrar perder dar
        pegar fazer saber pensar acreditar entender esquecer lembrar amor vida morte cachorro gato árvore sol chuva neve
        verão segunda terça quarta quinta sexta sábado domingo janeiro fevereiro março junho julho outubro dezembro
        noite hora roupa sapatos mesa cadeira cama luz escuro cheio vazio limpo sujo forte fraco rico pobre feliz triste
        sempre cedo tarde bastante mais menos muito muitos pouco ambos juntos dentro fora contra durante desde""",
    "ru": """время люди мужчина женщина ребёнок дети семья друг мать отец дом комната дверь окно улица город страна мир
        работа школа книга слово письмо имя машина поезд самолёт билет вода еда хлеб молоко мясо фрукты чай сахар банк
        дешёвый плохой молодой длинный короткий горячий быстро медленно легко трудно красивый важный правый левый первый
        последний следующий другой каждый перед после между под один два три четыре пять шесть семь восемь девять десять
        сто тысяча красный синий зелёный чёрный белый голова глаз ухо сердце кровь боль лекарство здоровье спать есть
        пить идти видеть слышать сказать спросить ответ писать читать продать начать конец ждать найти потерять дать
        взять делать знать думать верить понимать забыть помнить любовь жизнь смерть собака кошка дерево солнце дождь
        снег лето зима понедельник вторник среда четверг пятница суббота воскресенье январь февраль март июнь июль
        октябрь декабрь ночь час минута погода одежда обувь стол стул кровать свет темно полный пустой чистый грязный
        сильный слабый богатый бедный счастливый грустный часто скоро поздно рано достаточно больше меньше много мало
        вместе внутри снаружи против""",
    "uk": """час люди чоловік жінка дитина діти родина друг мати батько будинок кімната двері вікно вулиця місто країна
        світ робота школа книга слово лист ім'я машина потяг літак квиток вода їжа хліб молоко м'ясо фрукти чай цукор
        банк дешевий поганий молодий довгий короткий гарячий швидко повільно легко важко гарний важливий правий лівий
        перший останній наступний інший кожен перед після між під один два три чотири п'ять шість сім вісім дев'ять
        десять сто тисяча червоний синій чорний білий голова око вухо серце кров біль ліки здоров'я спати їсти пити йти
        бачити чути сказати запитати відповідь писати читати продати почати кінець чекати знайти загубити дати взяти
        робити знати думати вірити розуміти забути пам'ятати любов життя смерть собака кішка дерево сонце дощ сніг літо
        зима понеділок вівторок середа четвер п'ятниця субота неділя січень лютий березень червень липень жовтень
        грудень ніч година хвилина погода одяг взуття стіл стілець ліжко світло темно повний порожній чистий брудний
        сильний слабкий багатий бідний щасливий сумний часто скоро пізно рано досить більше менше багато мало разом
        всередині зовні проти""",
}
"""The commonest things and doings, in the seven of the centre's usual languages that share letters."""

_ROMANISED = {
    "ja": "konnichiwa konbanwa ohayo ohayou arigato arigatou gozaimasu sumimasen onegaishimasu sayonara moshimoshi",
    "zh-Hans": "nihao xiexie zaijian duibuqi qingwen",
    "ko": "annyeong annyeonghaseyo gamsahamnida kamsahamnida",
    "ar": "marhaba shukran salam salaam alaikum aleikum inshallah naam",
    "ru": "privet zdravstvuyte zdravstvuite spasibo pozhaluysta pozhaluista dobriy",
    "uk": "pryvit dyakuyu dobryi",
}

NEUTRAL_WORDS = frozenset(
    """ok okay okey okk kk k ок оке lol rofl haha hahaha hehe хаха xd omg wow hm hmm hmmm mm ah oh uh eh aha ага wifi wi
    fi bluetooth usb pdf gps sms app iphone android ipad windows mac linux google chrome whatsapp telegram paypal visa
    mastercard dhl ups fedex amazon email e mail web www com http https test info id nr pls thx faq sku imei lcd led qr
    vat ab ltd gmbh inc st mr mrs dr pro max mini plus x fwd fw asap fyi""".split()
)
"""Words that say nothing about a language: they are written inside all of them."""


@cache
def languages_of_words() -> dict[str, frozenset[str]]:
    """Each word of the table, casefolded, also as typed without accents, with the languages it speaks for."""
    found: dict[str, set[str]] = {}
    for language, words in [*_WORDS.items(), *_OF_SUPPORT.items(), *_EVERYDAY.items(), *THINGS.items()]:
        for word in words.replace("'", " ").split():
            found.setdefault(word, set()).add(language)
    for word, speakers in list(found.items()):
        bare = _without_accents(word)
        if bare != word and len(bare) > 2:
            found.setdefault(bare, set()).update(speakers)
    return {word: frozenset(speakers) for word, speakers in found.items()}


@cache
def romanised_words() -> dict[str, str]:
    """Greetings of other scripts as people type them in Latin letters, with their language."""
    return {word: language for language, words in _ROMANISED.items() for word in words.split()}


def _without_accents(word: str) -> str:
    if "\u0400" <= word[0] <= "\u04ff":
        return word  # й and ї are letters of their own
    decomposed = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(sign for sign in decomposed if not unicodedata.combining(sign)))
