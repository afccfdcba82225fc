"""What people write about in one word: things at home, parts of devices, paper, and the words that join sentences.

Written down by hand for this project, for the seven of the centre's usual languages that share letters. A word that is
spelt alike in several of them stands under each; it then speaks for none of them against the others.
"""

THINGS = {
    "en": """kitchen bathroom bedroom living room garden garage basement roof stairs floor wall ceiling neighbour
        socket plug cable wire switch button screen display lid cover handle hinge strap belt sleeve hose pipe
        pump wheel tyre brake lock key chain filter blade spring screw nut nail hammer knife fork spoon plate bowl
        cup pan kettle oven fridge freezer dishwasher lamp bulb fan heater pillow cushion blanket towel curtain
        carpet shelf drawer box bag bottle glass paper sheet folder envelope stamp receipt question answer page
        line picture photo voice sound noise smell taste weight height width length size colour breakfast lunch
        dinner bridge square forest mountain river sea island field thunder wind cloud storm although however
        therefore nevertheless while whereas unless whether despite instead otherwise perhaps maybe almost rather
        quite already yet wooden leather wool cotton steel thumb finger knee shoulder neck chest stomach skin bone
        muscle nurse doctor neighbourhood""",
    "es": """cocina baño dormitorio salón jardín garaje sótano techo escalera suelo pared vecino enchufe cable alambre
        interruptor botón pantalla tapa cubierta mango bisagra correa cinturón manga manguera tubo bomba rueda
        neumático freno cerradura llave cadena filtro cuchilla muelle tornillo tuerca clavo martillo cuchillo
        tenedor cuchara plato cuenco taza sartén hervidor horno nevera congelador lavavajillas lámpara bombilla
        ventilador calentador almohada cojín manta toalla cortina alfombra estante cajón caja bolsa botella vaso
        papel hoja carpeta sobre sello recibo pregunta respuesta página línea imagen foto voz sonido ruido olor
        sabor peso altura anchura longitud tamaño color desayuno almuerzo cena puente plaza bosque montaña río mar
        isla campo trueno viento nube tormenta aunque embargo tanto mientras salvo pesar lugar quizás casi
        bastante madera cuero lana algodón acero pulgar dedo rodilla hombro cuello pecho estómago piel hueso
        músculo enfermera médico barrio""",
    "fr": """cuisine salle bain chambre salon jardin garage sous-sol toit escalier sol mur plafond voisin prise câble
        fil interrupteur bouton écran couvercle poignée charnière sangle ceinture manche tuyau pompe roue pneu
        frein serrure clé chaîne filtre lame ressort vis écrou clou marteau couteau fourchette cuillère assiette
        bol tasse poêle bouilloire four frigo congélateur lave-vaisselle lampe ampoule ventilateur chauffage
        oreiller coussin couverture serviette rideau tapis étagère tiroir boîte sac bouteille verre papier feuille
        dossier enveloppe timbre reçu question réponse page ligne image photo voix son bruit odeur goût poids
        hauteur largeur longueur taille couleur déjeuner dîner pont place forêt montagne rivière mer île champ
        tonnerre vent nuage orage tempête quoique cependant donc néanmoins tandis lorsque sauf malgré plutôt sinon
        peut-être presque assez déjà encore bois cuir laine coton acier pouce doigt genou épaule cou poitrine
        estomac peau os muscle infirmière médecin quartier pourtant puisque""",
    "de": """küche bad badezimmer schlafzimmer wohnzimmer garten garage keller dach treppe boden wand decke nachbar
        steckdose stecker kabel draht schalter knopf taste bildschirm anzeige deckel griff scharnier riemen gürtel
        ärmel schlauch rohr pumpe rad reifen bremse schloss schlüssel kette filter klinge feder schraube mutter
        nagel hammer messer gabel löffel teller schüssel tasse pfanne wasserkocher ofen kühlschrank gefrierschrank
        spülmaschine lampe birne lüfter heizung kissen handtuch vorhang teppich regal schublade schachtel tasche
        flasche glas papier blatt ordner umschlag briefmarke quittung frage antwort seite zeile bild foto stimme
        ton geräusch lärm geruch geschmack gewicht höhe breite länge größe farbe frühstück mittagessen abendessen
        brücke platz wald berg fluss meer insel feld donner wind wolke sturm gewitter obwohl jedoch deshalb
        trotzdem während sofern falls trotz stattdessen sonst vielleicht fast ziemlich bereits holz leder wolle
        baumwolle stahl daumen finger knie schulter hals brust magen haut knochen muskel arzt viertel dennoch
        allerdings""",
    "pt": """cozinha banheiro quarto sala jardim garagem porão telhado escada chão parede teto vizinho tomada cabo fio
        interruptor botão tela tampa capa alça dobradiça correia cinto manga mangueira tubo cano bomba roda pneu
        freio fechadura chave corrente filtro lâmina mola parafuso porca prego martelo faca garfo colher prato
        tigela xícara panela chaleira forno geladeira congelador lava-louças lâmpada ventilador aquecedor
        travesseiro almofada cobertor toalha cortina tapete prateleira gaveta caixa sacola garrafa copo papel
        folha pasta envelope selo recibo pergunta resposta página linha imagem foto voz som barulho cheiro gosto
        peso altura largura comprimento tamanho cor almoço jantar ponte praça floresta montanha rio mar ilha campo
        trovão vento nuvem tempestade embora porém portanto enquanto exceto apesar lugar senão talvez quase
        bastante madeira couro lã algodão aço polegar dedo joelho ombro pescoço peito estômago pele osso músculo
        enfermeira médico bairro contudo entretanto""",
    "ru": """кухня ванная спальня гостиная сад гараж подвал крыша лестница пол стена потолок сосед розетка вилка кабель
        провод выключатель кнопка экран дисплей крышка ручка петля ремень ремешок пояс рукав манжета шланг труба
        насос колесо шина тормоз замок ключ цепь фильтр лезвие пружина винт гайка гвоздь молоток нож ложка тарелка
        миска чашка сковорода чайник духовка холодильник морозилка лампа лампочка вентилятор обогреватель подушка
        одеяло полотенце штора ковёр полка ящик коробка сумка бутылка стакан бумага лист папка конверт марка чек
        вопрос ответ страница строка картинка фото голос звук шум запах вкус вес высота ширина длина размер цвет
        завтрак обед ужин мост площадь лес гора река море остров поле гром ветер облако буря хотя однако поэтому
        пока если несмотря вместо иначе возможно почти довольно уже дерево кожа шерсть хлопок сталь палец колено
        плечо шея грудь живот желудок кость мышца медсестра врач район зато также""",
    "uk": """кухня ванна спальня вітальня сад гараж підвал дах сходи підлога стіна стеля сусід розетка вилка кабель
        дріт провід вимикач кнопка екран дисплей кришка ручка петля ремінь ремінець пояс рукав манжета шланг труба
        насос колесо шина гальмо замок ключ ланцюг фільтр лезо пружина гвинт гайка цвях молоток ніж виделка ложка
        тарілка миска чашка сковорода чайник духовка холодильник морозилка лампа лампочка вентилятор обігрівач
        подушка ковдра рушник штора килим полиця шухляда ящик коробка сумка пляшка склянка папір аркуш папка
        конверт марка чек питання запитання відповідь сторінка рядок картинка фото голос звук шум запах смак вага
        висота ширина довжина розмір колір сніданок обід вечеря міст площа ліс гора річка море острів поле грім
        вітер хмара буря хоча однак тому поки якщо незважаючи замість інакше можливо майже досить вже дерево шкіра
        вовна бавовна сталь палець коліно плече шия груди живіт шлунок кістка медсестра лікар район проте також""",
}
