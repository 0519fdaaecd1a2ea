"""What may follow the stem of a word, per language, in the letters of the skeleton.

Kazakh, Uzbek and Kyrgyz words are a stem and a chain of endings, so that no list holds them all;
Russian, Tajik and English take one or two. The tables are made for letting ordinary words through
and not for grammar: they leave out what family names end in.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from bot.matching.normalise import skeleton

_LONGEST_CHAIN: Final = {"kk": 3, "uz": 3, "ky": 3, "tg": 2, "ru": 2, "en": 1}
_SHORTEST_STEM: Final = {"kk": 4, "uz": 3, "ky": 4, "tg": 3, "ru": 4, "en": 4}
_BEFORE_ONE_LETTER: Final = 5
"""After a shorter stem one letter is no ending: half of all short names would be words with it."""

_WRITTEN: Final = {
    "kk": """лар лер дар дер тар тер ым ім м ың ің ң сы сі ы і ымыз іміз мыз міз ыңыз іңіз ңыз ңіз
        ның нің дың дің тың тің ға ге қа ке а е на не ны ні ды ді ты ті н да де та те нда нде дан ден
        тан тен нан нен мен бен пен мын мін бын бін пын пін сың сің сыз сіз быз біз пыз піз
        лы лі ты дық дік лық лік тық тік ғы гі қы кі дағы дегі тағы тегі шы ші
        дым дім тым тім дық дік тық тік ғаным гені ған ген қан кен ғанда генде қанда кенде ып іп п
        ады еді йды йді амын емін ймын ймін амыз еміз ймыз йміз асың есің сам сем са се сақ сек
        ма ме ба бе па пе май мей бай бей пай пей мады меді бады беді пады педі мас мес бас бес пас пес
        у уға уге уы уі уге ар ер р атын етін йтын йтін ғалы гелі қалы келі ғанша генше
        ыл іл л ын ін ыс іс с т тыр тір дыр дір ғыз гіз қыз кіз лас лес дас дес тас тес лан лен дан ден
        ла ле да де йық йік айын ейін йын йін сын сін шы ші ыңыз іңіз ңыз ңіз ыңдар ша ше дай дей тай тей
        рақ рек ырақ ірек мақ мек бақ бек пақ пек жатыр отыр пты пті ыпты іпті""",
    "uz": """lar im m ing ng i si imiz miz ingiz ngiz ni ning ga ka qa da dan gacha day dek lik li siz
        chi dagi niki larni lari roq cha gina man san miz siz dir mi ku
        di dim ding dik dingiz dilar gan kan qan moqda yap yapman yapti yapmiz yapsan yapsiz yaptilar yapdi
        a y adi ydi aman yman amiz ymiz asan ysan asiz ysiz adilar ydilar ib b ish sh ishi shi ishim shim moq sa
        sam sang sak sangiz salar ma may mas maydi mayapti maymiz mayman madi madim magan masa ar r
        uvchi vchi gin sin sinlar aylik ylik ay yin il l in n tir dir t la lan lash ol olma olmadi olmay olmayapman
        ganman ganmiz ganim gani ganda gandan gach guncha gani shda ishda ishga shga ishni shni ishdan nchi inchi ta tasi""",
    "ky": """лар лер лор лөр дар дер дор дөр тар тер тор төр ым им ум үм м ың иң уң үң ң сы си су сү ы и у ү
        ыбыз ибиз убуз үбүз быз биз буз бүз ыңыз иңиз уңуз үңүз ңыз ңиз ңуз ңүз нын нин нун нүн дын дин дун дүн
        тын тин тун түн га ге го гө ка ке ко кө а е о ө на не но нө ны ни ну нү ды ди ду дү ты ти ту тү н
        да де до дө та те то тө нда нде ндо ндө дан ден дон дөн тан тен тон төн нан нен нон нөн
        луу лүү дуу дүү туу түү лык лик лук лүк дык дик дук дүк тык тик тук түк сыз сиз суз сүз
        гы ги гу гү кы ки ку кү дагы деги догу дөгү тагы теги тогу төгү чы чи чу чү
        дым дим дум дүм тым тим тум түм дык дик дук дүк тык тик тук түк
        ган ген гон гөн кан кен кон көн ып ип уп үп п ат ет от өт йт ам ем ом өм йм асың есиң йсың йсиң
        абыз ебиз йбыз йбиз ышат ишет ушат үшөт са се со сө сам сем сом сөм сак сек сок сөк саң сең саңыз сеңиз
        ба бе бо бө па пе по пө бай бей бой бөй пай пей пой пөй бас бес бос бөс пас пес бады беди
        байт бейт бойт бөйт пайт пейт байм бейм ар ер ор өр р уу үү оо өө ууга үүгө оого өөгө уу
        ыл ил ул үл л ын ин ун үн ыш иш уш үш ш т тыр тир тур түр дыр дир дур дүр лаш леш лан лен ла ле
        айын ейин йын сын син сун сүн гыла гиле чу чү ча че чо чө дай дей дой дөй тай тей
        ыраак ирээк раак мак мек бы би бу бү пы пи ыптыр иптир птыр птир""",
    "tg": """ҳо ҳои он ҳоро ҳоям ҳояш ҳоямон ҳоятон онро и ам ат аш амон атон ашон мон тон шон ро е ест аст анд
        ем ед ад м д гӣ ӣ ии у ю ҳам тар тарин ак ча акам ро яш ям ям ямон яшон ят вон ён ҳоямро амро ашро
        а аи аам ааш ар ори ан аму нда анда ид идан тан дан идам идед ид ист иро ию яд янд яму""",
    "ru": """а у ы е и о ю я ой ей ою ею ам ям ами ями ах ях ь ью ии ию ия ием иям иями иях
        ый ий ая яя ое ее ые ие ого его ому ему ым им ую юю ых их ыми ими ом ем ам
        ть ться тся ться ться л ла ло ли лся лась лось лись ет ит ят ют ут ат ешь ишь ете ите ем им ю у
        ется ится ются утся атся ятся юсь усь емся имся ешься ишься етесь итесь й йте йся сь ся ите итесь
        ла ло ли лся на но ны н ен ена ено ены ный ная ное ные ного ной ному ных ным ными ную ном
        енный енная енное енные щий щая щее щие щего щей щих вший вшая вшие в вши вшись я а ая
        ка ки ку ке кой кам ками ках ик ика ику ики иков ок ки ость ости ние ния нии нию нием ний ние
        ее ей ше о ски к ку ко ка""",
    "en": "s es d ed ing ly n't 's 'll 're 've nt",
}  # fmt: skip

ENDINGS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(skeleton(ending).replace(" ", "") for ending in written.split()) - {""}
    for language, written in _WRITTEN.items()
}
"""The endings of each language, as they look in a skeleton."""

_LONGEST: Final = {language: max(map(len, endings)) for language, endings in ENDINGS.items()}

_CASES_WRITTEN: Final = """
    а у ы е и ю я ой ей ом ем ою ға ге қа ке ны ні ды ді ты ті ның нің дың дің тың тің да де та те дан ден тан тен
    нан нен мен бен пен га го гө ко кө ну нү ду дү ту түн дун дүн нун нүн нин нын дин дын дон дөн нон нөн ни нинг
    dan ga ni ning da ka ro ро и ам аш пын пін мын мін бын бін мин man 's s
"""
CASES: Final = frozenset(skeleton(ending) for ending in _CASES_WRITTEN.split())
"""What follows a name in a sentence."""


def has_stem(word: str, language: str, known: Collection[str]) -> bool:
    """Tell whether `word`, a skeleton, is one of the known stems with endings of the language."""
    return _has_stem(word, language, known, _LONGEST_CHAIN[language])


def stems(word: str, language: str, shortest: int) -> set[str]:
    """Return what is left of a word after taking one ending, not shorter than `shortest`."""
    endings, longest = ENDINGS[language], _LONGEST[language]
    cuts = range(1, min(longest, len(word) - shortest) + 1)
    return {word[:-cut] for cut in cuts if word[-cut:] in endings}


def in_case(word: str, names: Collection[str], shortest: int = 4) -> bool:
    """Tell whether a skeleton is a name of at least `shortest` letters with an ending of a case."""
    cuts = range(1, min(4, len(word) - shortest) + 1)
    return any(word[:-cut] in names and word[-cut:] in CASES for cut in cuts)


def _has_stem(word: str, language: str, known: Collection[str], chain: int) -> bool:
    endings = ENDINGS[language]
    for cut in range(1, min(_LONGEST[language], len(word) - _SHORTEST_STEM[language]) + 1):
        if word[-cut:] not in endings:
            continue
        left = word[:-cut]
        if left in known and (cut > 1 or len(left) >= _BEFORE_ONE_LETTER):
            return True
        if chain > 1 and _has_stem(left, language, known, chain - 1):
            return True
    return False
