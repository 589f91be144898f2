"""How a name is cut into words, and how a word sounds in British and Irish mouths. Plain Python.

Exact spelling must not decide whether a warning is found (IOPC, Greater Manchester, September 2022), so every word is
kept with several keys: two phonetic codes, its letters in order of the alphabet, and the full form of a short name.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import jellyfish

WORD_LENGTH, KEY_LENGTH = 60, 20
SOUND, NYSIIS, LETTERS, FULL_FORM = "m", "n", "a", "f"
ANAGRAM_LEAST = 4
ALSO = " (also "
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})
_NOT_A_LETTER = re.compile(r"[^\w]|[\d_]", re.UNICODE)
# Written apart by one officer and together by the next: Mc Donald, O Neill, De Souza.
PARTICLES = frozenset(re.findall(r"\w+", "mc mac o d de di da du la le st fitz van von al el ap ab"))
# Spellings that no rule reaches, as they are said.
_SAID = {
    "sean": "shawn",
    "sinead": "shinade",
    "siobhan": "shivawn",
    "caoimhe": "keeva",
    "aoife": "eefa",
    "saoirse": "seersha",
    "niamh": "neev",
    "eoghan": "owen",
    "tadhg": "tige",
    "aisling": "ashling",
    "beauchamp": "beecham",
    "cholmondeley": "chumley",
    "mainwaring": "mannering",
    "menzies": "mingis",
    "marjoribanks": "marchbanks",
    "featherstonehaugh": "fanshaw",
    "leicester": "lester",
    "worcester": "wooster",
    "gloucester": "gloster",
    "wojciech": "voytek",
    "hughes": "hews",
    "hewes": "hews",
    "jan": "yan",
    "jose": "hosay",
}
_RESPELT = [
    (re.compile(pattern), said)
    for pattern, said in [
        (r"^ma?c(?=[a-z]{3})", "mk"),
        (r"bh|mh", "v"),
        (r"ps(?=on)|mps", "ms"),
        (r"mms", "ms"),
        (r"([aeiou])h(?=[aeiou])", r"\1"),
        (r"ough|augh", "o"),
        (r"igh|eigh", "i"),
        (r"gh", ""),
        (r"sch|cz", "sh"),
        (r"ch(?=[rol])", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"dt", "t"),
    ]
]
_FULL_FORMS = """
abdul abdullah; abigail abi abbie gail; albert bert bertie; alexander alex alec alistair sandy; alexandra sandra lexi;
alfred alf alfie; andrew andy drew; anthony tony ant antony; archibald archie; barbara babs barb; benjamin ben benny;
bernard bernie; bridget bridie biddy; catherine cath cathy kate katie kathy kit kitty katy; charles charlie chas chuck;
charlotte lottie; christina chrissie tina; christine chris chrissy; christopher kit topher; daniel dan danny;
david dave davey dai; deborah deb debbie debs; dorothy dot dotty dolly; douglas doug dougie; edward ed eddie ted
teddy ned;
eleanor ellie nell nelly nora; elizabeth liz lizzie lizzy beth betty bess eliza libby elsie; emily em emmy; florence flo
florrie; frances fran fanny; francis frank frankie; frederick fred freddie freddy; gabriel gabe; gareth gaz gary;
geoffrey geoff jeff jeffrey; george georgie; gerald gerry jerry; gillian gill jill; gregory greg; harold harry hal;
helen nell;
henry harry hank; isabella bella izzy isabel; jacob jake; jacqueline jackie jacqui; james jim jimmy jamie; janet jan;
jennifer jen jenny; jeremy jez jem; jessica jess jessie; john jack johnny jon jock; jonathan jon jonny; joseph joe joey;
joshua josh; judith judy; kenneth ken kenny; kimberley kim; lawrence larry laurie lol; leonard len lenny; leslie les;
lewis lew louis; lillian lily lil; margaret maggie meg peggy marge greta daisy; martin marty; mary molly polly;
matilda tilly; matthew matt matty; michael mick mickey mike micky; mohammed mo mohamed muhammad; nathaniel nat nathan;
nicholas nick nicky nico; oliver ollie; pamela pam; patricia pat patsy tricia trish; patrick paddy pat; penelope penny;
peter pete; philip phil; philippa pippa; rachel rach; raymond ray; rebecca becky becca; reginald reg reggie;
richard dick rick ricky richie dickie; robert bob bobby rob robbie bert; roderick rod roddy; ronald ron ronnie;
rosalind ros roz; rosemary rose rosie; samuel sam sammy; samantha sam; sarah sally; simon si; sophia sophie;
stanley stan;
stephen steve stevie ste; susan sue susie; terence terry; theodore theo ted; thomas tom tommy; timothy tim; valerie val;
veronica ron ronnie; victoria vicky vic tori; vincent vince vinny; walter walt wally; wayne waz; wilfred wilf;
william will bill billy willie liam; zachary zach zak
"""


def _short_names(table: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for group in table.split(";"):
        full, *short = group.split()
        for name in [full, *short]:
            found.setdefault(name, set()).add(full)
    return found


FULL_FORMS = _short_names(_FULL_FORMS)


def plain(text: str) -> str:
    """Lower case without accents or apostrophes: O’Néill becomes oneill."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    apart = unicodedata.normalize("NFKD", text.lower().translate(_APOSTROPHES))
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """The words of a name in their order: letters only, hyphens part words."""
    return [word[:WORD_LENGTH] for word in _NOT_A_LETTER.sub(" ", plain(text)).split()]


def indexed_words(forenames: str, surname: str, aliases: Iterable[str] = ()) -> set[str]:
    """Every word that a person may be looked for by: each name, initials, and names that are also written together."""
    found: set[str] = set()
    for text in (forenames, surname, *aliases):
        words = words_of(text)
        found.update(words)
        found.update(_written_together(text, words))
    found.update(word[0] for word in words_of(forenames))
    return found


def _written_together(text: str, words: list[str]) -> set[str]:
    pairs = zip(words, words[1:], strict=False)
    joined = {(first + second)[:WORD_LENGTH] for first, second in pairs if first in PARTICLES}
    hyphened = {"".join(words_of(part))[:WORD_LENGTH] for part in text.split() if "-" in part.strip("-")}
    return joined | hyphened


def shown_name(forenames: str, surname: str, aliases: Iterable[str] = ()) -> str:
    """The name as a search result shows it, other names in brackets, at most 200 characters."""
    name = " ".join(f"{forenames} {surname}".split())
    others = ", ".join(" ".join(alias.split()) for alias in aliases if alias.strip())
    return (f"{name}{ALSO}{others})" if others else name)[:200]


@lru_cache(maxsize=50_000)
def keys_of(word: str) -> tuple[str, ...]:
    """The keys by which a word meets others like it, each led by a letter for its kind; at most 20 characters each."""
    if len(word) < 2 or not word.isascii():
        return ()
    said = respelt(word)
    keys = {SOUND + jellyfish.metaphone(word), SOUND + jellyfish.metaphone(said), NYSIIS + jellyfish.nysiis(word)}
    keys.update(FULL_FORM + full for full in FULL_FORMS.get(word, ()))
    if len(word) >= ANAGRAM_LEAST:
        keys.add(LETTERS + "".join(sorted(word)))
    # A one-letter sound (Lee, Leigh, Li: L) would meet half the book unless the word itself is short.
    return tuple(sorted(key[:KEY_LENGTH] for key in keys if len(key) > 1))


def respelt(word: str) -> str:
    """The word spelt as it is said, so that a phonetic code made for American English fits."""
    if word in _SAID:
        return _SAID[word]
    for pattern, said in _RESPELT:
        word = pattern.sub(said, word)
    return word
