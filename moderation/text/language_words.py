"""Everyday words by which languages in Latin letters are told apart; all in lower case, without marks.

Chosen by hand from what is most frequent in comments. A word that two languages share stands with the one that
uses it more.
"""

# Words that no Vietnamese syllable is spelled like.
ENGLISH = frozenset(
    """
    about absolutely actually after again against ago agree all almost already also although always american amazing
    and another any anyone anything are aren around article as ask away awesome back bad based beautiful because been
    before being believe best better between big bless both boy business call called came case change city clear come
    comment comments common congratulations could couldn country course dear did didn different does doesn doing done
    down dude each edit education either else end enough even ever every everyone everything evil exactly excellent
    fact family fast feel few find first follow for found free friend friends from fuck fucking full fun funny game
    gave get gets getting girl give given god goes going good gonna government great guess guys had happen happy hard
    has hasn hate have haven having hear hello help her here hey his home hope house how however human idiot if important
    instead interesting is isn issue its job just keep kill kind knew know known last law left less life like line list
    literally little live ll look looking lose loser lost love made make makes making many matter maybe mean means
    media mind money more moron most move much must name need needs never new news next nice nobody nothing now obama
    obviously of off oh old once one only opinion or other our out over own page part pay people perfect person place
    play please point police politics poor post power president pretty probably problem public pull question quite
    racist read real really reason remember right road sad said same saw says school see seems seen sense she should
    show side simply since small smart some someone something soon sorry sounds source speak start state states still
    stop story stuff stupid such suck sure take talk talking team tell thank thanks that's their there these they thing
    things think this those though thought time times today together told too took totally tried trump truth try trying
    turn twitter two under understand until us use used very video vote wait want wanted wants war was wasn watch water
    way we weather week well went were weren what whatever when where which while white who whole whose why will wish
    with without woman women won wonderful word words work world worst would wouldn wow write wrong wrote yeah year
    years yes yesterday you your yours yourself
    """.split()
)

# English words spelled like Vietnamese syllables: little evidence alone, English when they come with others.
ENGLISH_OR_VIETNAMESE = frozenset(
    """
    a am an at be but by can do don go got he him i in it let me my no not on put say so that the them then to up
    """.split()
)

# Vietnamese syllables that are foreign words just as often.
SHARED = frozenset(
    """
    bet bit bot buy cam com cut dan day de di dung e em en gay gun ha hi hit hoe hot im la le lot ma man may men met
    mom non o on pan pay pen pop quiet quit ran re rich run sang set si sit son song tan tap ten than tho tim tin top
    true tu u un ve yet
    """.split()
)

# Said in every language here, or the net's own.
NEUTRAL = frozenset(
    """
    admin bro chat cmt corona covid facebook fan fans google haha hahaha hehe hihi huhu idol iphone link lol lmao
    messi ok oke okay omg online ronaldo share stream tiktok view virus wifi youtube zalo
    """.split()
)

# Vietnamese as typed on phones, where it is no syllable.
VIETNAMESE_SHORT = frozenset(
    """
    ae ak bik bn cmn cmnr dc dcm dkm dm ng ngta nge ko kg khg mik mk mn ntn qa quoc sdt tphcm trc vcl vd vkl vl vn zay
    zui
    """.split()
)

OTHERS = {
    "fr": frozenset(
        """
        alors au aussi aux avec avoir bien bonjour c'est ces cette comme contre dans des donc elle elles encore est et
        etait etre fait faut il ils je jamais leur leurs lui mais meme merci moi mon ne nous ont ou par parce pas
        peut plus pour pourquoi quand que quel quelle rien sa sans ses sont sur tous tout toute tres trop un une vous
        """.split()
    ),
    "es": frozenset(
        """
        al algo ahora aqui asi bien bueno como con cuando del desde donde el ella ellos era eres es esa ese eso esta
        estan estar este esto estoy gracias hacer hasta hay hola los las mas mejor mucho muy mi nada ni nos nunca otra
        otro para pero por porque puede que quien se ser si siempre sin sobre son su sus tambien tiene todo todos una
        uno vamos ya yo
        """.split()
    ),
    "de": frozenset(
        """
        aber alle als auch auf aus bei bin bis bitte das dass dein dem den der des die diese dieser doch durch ein eine
        einen einer er es fur gegen gibt gut haben hat hier ich ihr immer ist ja jetzt kann kein keine mehr mein mich
        mir mit muss nach nicht noch nur oder schon sehr sein sich sie sind so uber um und uns viel vom von vor war
        warum was weil wenn wer werden wie wieder wir wird zu zum
        """.split()
    ),
    "id": frozenset(
        """
        ada aja adalah aku anak anda apa atau baik banget banyak beli bener bikin bisa bukan cuma dalam dari dengan gak
        harus hadir ini itu jadi jangan juga kalau kalo kamu karena kasih kita kok konten kurang lagi lah langsung
        lebih lucu main makan makin mana mantap masih mau menang nih nya orang pada paling pasti saat saja salam sama
        sangat saya sehat sekali semangat semoga semua seperti sudah suka terus tetap tidak tapi udah untuk yang yg
        """.split()
    ),
}
