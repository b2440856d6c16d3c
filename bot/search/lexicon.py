"""Tables of English that the search room relies on: stop words, number units, and words that stand for one another.

They describe the language of questions and of technology news, not any one newsletter.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# articles, pronouns, auxiliaries, prepositions, conjunctions
_GRAMMAR = _words(
    """
    a an the this that these those there here it its itself he him his himself she her hers herself they them
    their theirs themselves we our ours ourselves you your yours yourself i me my mine myself one ones is isnt
    are arent was wasnt were werent be been being am do does doesnt did didnt done doing have has hasnt had
    having can cant cannot could couldnt will wont would wouldnt shall should shouldnt may might must im ive id
    ill youre youve hes shes theyre theyve weve were thats theres heres whats whos hows wheres lets dont of in
    on at by for from to into onto with without within about as than then so if or and but nor not no yes up
    down out off over under again further once upon via per between among through during before after above
    below all any both each few more most other others some such only own same too very just also still even
    ever yet now well much many lot lots bit quite really actually basically already because while until
    although though since whether either neither what whats which who whom whose when where why how
    """
)
# what people say around a question
_COURTESY = _words(
    """
    please pls plz thanks thx thank hi hey hello guys folks anyone anybody someone somebody everyone everybody
    ok okay um tell show give find explain describe summarise summarize remind know think thought guess wonder
    wondering remember recall want wanted need looking look got get gets getting go goes going say says said
    saying mean means meant meaning thing things something anything everything stuff kind sort way read heard
    saw seen item items piece pieces issue issues newsletter story stories article articles post posts import
    newsletters archive mention mentioned mentions cover covered covers coverage make makes made making use uses
    used using work works worked let question answer sure pretty like likes etc eg ie vs versus
    """
)
STOP_WORDS = _GRAMMAR | _COURTESY
"""Words without weight in a question. The index keeps them out of the ranking, and phrases still see them."""

UNITS = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "mil": "million",
    "bn": "billion",
    "b": "billion",
    "t": "trillion",
    "tn": "trillion",
}
"""What a letter stands for when it follows a number without a space."""

SYNONYMS = tuple(
    tuple(line.split())
    for line in """
    ai ml
    llm llms lm
    picture image photo photograph
    painter artist illustrator art
    video footage film clip movie
    speech voice audio asr transcription
    music song piano musician melody
    car vehicle driving driverless autonomous
    robot robotics robotic
    chip semiconductor gpu processor hardware chipmaker
    compute computing computation
    nvidia gpu
    bot chatbot assistant agent
    net network model
    parameter param params size
    dataset corpus data
    academic researcher scientist scholar professor university academia
    paper research study preprint publication
    report survey
    poll survey opinion
    developer programmer coder engineer
    code coding programming codex
    github copilot
    cost price cheap expensive spend dollar
    cheaper cost price
    money funding fundraise raise investment invest investor capital
    company firm startup business
    job employment worker labor unemployed
    law legal lawsuit court judge legislation lawyer sue
    rule regulation regulator legislation policy
    copyright infringement license licence
    police cop officer lapd enforcement investigator
    military weapon army defense defence warfare war
    nuclear atomic catastrophe
    spy intelligence espionage
    surveillance monitoring
    propaganda disinformation misinformation influence
    fake deepfake synthetic
    bias biased stereotype discrimination fairness
    toxicity toxic hateful
    prejudice bias racism sexism
    censor censorship filter ban
    ban banned restrict restriction sanction export control
    sanction control embargo
    china chinese beijing
    russia russian moscow putin
    america american us usa washington
    uk britain british england london
    europe european eu
    france french paris
    germany german
    india indian
    japan japanese tokyo
    korea korean
    israel israeli
    facebook meta
    google alphabet deepmind
    president leader government
    government state national
    country nation
    fire fired sack forced resign
    quit leave resign
    religion religious church god prayer catholic faith
    medicine medical health doctor clinical drug pharmaceutical
    biology biological protein biomolecule
    shape structure fold
    chess go game
    electricity power energy
    cooling aircon cool
    save saving reduce reduction trim
    shrink compress quantization quantize
    precision bit float floating
    faster speed speedup quicker snappier accelerate
    big large giant huge gigantic massive
    small tiny little
    smart intelligent clever
    danger dangerous risk hazard threat
    safety alignment safe
    worry fear concern afraid
    trick attack exploit adversarial injection
    hidden secret
    hack security attacker
    human people person
    child kid children
    student school education
    teacher teach
    language text linguistic
    translate translation multilingual
    write writing writer author
    benchmark test evaluation evaluate
    score result accuracy performance
    best top leading
    weight checkpoint
    free open
    licence license
    volunteer collective community
    library package toolkit framework
    map geography satellite
    weather climate
    drone uav aircraft
    face facial
    memory recall
    dream sleep
    simulation simulator simulate
    scene world environment
    explorable navigable
    trend prediction forecast
    agi superintelligence
    emergence emergent
    """.strip().splitlines()
)
"""Groups of words that readers use for one another; a word may be in several."""

ABBREVIATIONS = _words(
    """
    mr mrs ms dr prof sr jr st vs etc eg ie e.g i.e u.s u.k a.k.a aka al fig no vol pp approx est inc ltd co
    corp dept gov gen sen rep jan feb mar apr jun jul aug sep sept oct nov dec mt ft
    """
)
"""Words whose full stop does not end a sentence."""

SOURCE_WORDS = _words("link links url source sources hear download paper blog post website pdf")
"""Words by which a question asks for a source, and which its title need not hold."""
