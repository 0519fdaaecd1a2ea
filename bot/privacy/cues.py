"""Words that tell what stands beside them: a name, an address, a date, or a number that may stay.

All are held as skeletons, so that one spelling stands for every script and keyboard.
"""

from __future__ import annotations

from typing import Final

from bot.matching.normalise import skeleton

from .endings import in_case


def _shapes(written: str) -> frozenset[str]:
    return frozenset(skeleton(word) for word in written.split())


NAME_FOLLOWS: Final = _shapes(
    """зовут зовуть звать атым есімім ысымым исмим ismim ismi исми номам исмам called mr mrs ms miss mister фио фамилиям
    familiyam familiyasi mismim есімі номаш"""
)
"""After these comes a name, whatever it looks like."""

NAME_FOLLOWS_PAIR: Final = frozenset(
    tuple(skeleton(word) for word in pair.split())
    for pair in (
        "name is", "names is", "my name", "surname is", "номи ман", "ному насабам", "по имени", "менің атым", "исми ман",
        "имя мое", "имя моё", "мое имя", "моё имя", "my names", "аты жөні", "аты жөнім", "аты жөнүм",
    )
)  # fmt: skip

NOT_A_NAME: Final = _shapes(
    """ким кім кто как кого чи чист чӣ кист what who is this это эта bu бұл бул болады болот болса and not кими кандай қалай
    nima нима ban ва и мен ман men я i"""
)
"""What may stand between such a cue and its name, or in its place in a question."""

NAME_BEFORE: Final = _shapes("есімді деген degen ismli исмли аттуу атты nomli номли исмдүү ном")
"""Before these comes a name."""

NAME_NEAR: Final = _shapes(
    """я im iam am это this she's he's имя имени фамилия фамилию отчество имям name surname named аты есімі ысымы ном номи исми
    тегі мен men ман бұл bu бул ин анам муж мужа мужу мужем жена жены жену жене женой сын сына сыну сыном дочь дочка дочки
    дочку дочери дочерью мама мамы маме маму папа папы папе папу брат брата брату сестра сестры сестру сестре бабушка бабушку
    дедушка ребенок ребенка ребенку тетя тёти тетю дядя дяди друг друга подруга соседка сосед хозяин хозяйка врач врача учительница
    господин госпожа гражданка товарищ бывший начальник
    husband wife son daughter mother father mom mum dad brother sister uncle aunt baby child friend boss landlord doctor teacher
    күйеуім күйеуі әйелім әйелі ұлым ұлы балам баласы қызым қызы анам әкем әжем атам ағам інім әпкем апам сіңлім қарындасым досым
    жолдасым жұбайым келін келінім немерем мұғалім дәрігер апа апай аға ағай көке тәте әпке
    erim xotinim o'g'lim o'g'li qizim qizi bolam onam otam akam ukam opam singlim buvim bobom do'stim turmush o'rtog'im
    aka opa xola amaki tog'a domla
    күйөөм аялым уулум уулу кызым баламын апам атам байкем эжем иним сиңдим досум жолдошум эже байке агай эжей
    шавҳарам занам писарам духтарам бачаам кӯдакам модарам падарам бародарам додарам хоҳарам апаам дӯстам ҳамсарам ака апа хола амак"""
)
"""Beside these, a word that is also a name is taken for one."""

BETWEEN: Final = _shapes(
    "мой моя мое моего моей мою my our his her is мени менин менің mening ман манинг ба аз дар и а наш наша ки ро called named"
)
"""What may stand between such a word and the name."""

UNITS: Final = _shapes(
    """лет год года году годик годика годиков годам летний летняя месяц месяца месяцев месяце мес неделя недели недель неделе неделю нед
    день дня дней дню час часа часов класс класса классе классы классов классник ребенок ребенка детей дети дней
    жас жаста жастағы жасар жасқа жасында жастан жыл жылы жылдан жылда жылдық ай айда айлық айға айдан апта аптада аптадан аптаға аптам
    апталық күн күнде күнге күннен күні сағат сағатқа сағатта сынып сыныпқа сыныпта сыныпты сыныптан сыныбы сыныбына бала балам балаға балалы баламыз
    yosh yoshda yoshli yoshga yoshdan yoshdagi yil yilda yildan yillik oy oyda oylik oyga oydan oydan hafta haftada haftalik haftaga kun
    kunda kunga kundan kunlik soat soatda sinf sinfga sinfda sinfda bola bolam bolaga bolali bolani
    жаш жашта жаштагы жашар жашка жаштан жылда жылдык айлык айга апта аптада жума жумада күндө күнгө күндүк саат саатта класска класста класстан
    балалуу балага балам
    сол сола солаам солааст солагӣ моҳ моҳа моҳаам моҳаи рӯз рӯза ҳафта ҳафтаи ҳафтаина соат синф синфи синфро фарзанд фарзандам фарзандон бача кӯдак
    year years yr yrs month months week weeks wk wks day days hour hours grade grades class classes child children kids kid old age aged
    возраст возрасте жасым жасы yoshi жашы солаи"""
)
"""A number of at most two digits stays before these."""

UNITS_BEFORE: Final = _shapes(
    """класс класса классе апта аптам week grade class age aged возраст возрасте жасым жасы yoshi жашы синфи сынып sinf ҳафтаи солаи жума"""
)
"""And after these."""

_ENDINGS = """
    th st nd rd й я е го му м ой ый ая ое ші шы інші ыншы нші ншы чи чы чү инчи ынчы inchi nchi ум юм ке ге га ға қа ка де да те та до дан ден тан тен тегі дегі тағы дағы теги деги тагы дагы ning ni da ga dagi dan
"""
AFTER_DIGITS: Final = frozenset(_ENDINGS.split())
"""Endings that are typed directly after the digits of a number."""

MONTHS: Final = _shapes(
    """январь января январе февраль февраля феврале март марта марте апрель апреля апреле май мая мае июнь июня июне июль июля июле август
    августа августе сентябрь сентября сентябре октябрь октября октябре ноябрь ноября ноябре декабрь декабря декабре қаңтар ақпан наурыз сәуір
    мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте
    қазанда қарашада желтоқсанда yanvar fevral mart aprel may iyun iyul avgust sentabr sentyabr oktabr oktyabr noyabr dekabr
    феврал апрел июн июл сентябр октябр ноябр декабр january february march april june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec"""
)
IN_DATE: Final = _shapes(
    "жылғы жылы жыл йил yil yili жылдын год года г of the th st nd rd числа соли сол күні куну куни"
)
"""What may stand in the middle of a date."""

STREETS: Final = _shapes(
    """улица улицы улице улицу ул проспект проспекте проспекта просп пр переулок пер бульвар бул шоссе микрорайон микрорайоне мкр мкрн мкрн
    көше көшесі көшесінде көшесіне даңғыл даңғылы даңғылында шағынауданы ықшамаудан ko'cha ko'chasi ko'chasida ko'chasidagi mavze mavzesi
    көчө көчөсү көчөсүндө көчөсүнүн проспектиси кичирайон кӯча кӯчаи хиёбон хиёбони гузари маҳаллаи маҳалла mahalla mahallasi
    street str avenue ave lane boulevard blvd microdistrict"""
)
HOUSES: Final = _shapes(
    """дом дома доме дому д кв квартира квартире квартиры корпус корп подъезд этаж үй үйі үйде пәтер пәтері uy uyi xonadon kvartira үйү батир
    хона хонаи хонаи манзили house flat apt apartment building bldg офис"""
)
"""A number beside these is of a house."""

NAME_TAILS: Final = (
    "ov", "ova", "ev", "eva", "ski", "skaia", "uli", "kizi", "uulu", "ugli", "zoda", "zada", "zade", "ovic", "evic", "ovna",
    "evna", "iev", "ieva", "enko", "bek", "jan", "han", "gul", "nur", "hon",
)  # fmt: skip
"""What family names, names of fathers and many given names end in."""


def is_month(shape: str) -> bool:
    """Tell whether a skeleton is a month, in whatever case."""
    return shape in MONTHS or in_case(shape, MONTHS)
