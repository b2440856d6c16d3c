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
    wat wut wht u ur r abt tho bc cuz smth sth good bad happen happens happened happening news new take takes
    taking took compare comparison summary
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
    ai ml machine
    ml learning
    rl reinforcement
    nlp language text
    asr speech
    llm llms lm
    lm language
    cv vision
    agi superintelligence general
    vr virtual headset
    picture image photo photograph
    drawing art illustration paint
    painter artist illustrator creator
    video footage film clip movie
    speech voice audio asr transcription spoken
    music song piano musician melody tune
    car vehicle driving driverless autonomous
    robot robotics robotic machine
    chip semiconductor gpu processor hardware chipmaker
    compute computing computation computer
    cluster supercomputer datacenter
    bot chatbot assistant agent
    chatbot gpt3 gpt llm
    net network model
    parameter param params size
    precision bit float floating
    dataset corpus data collection
    scrape scraped crawl harvest gather collect
    academic researcher scientist scholar professor university academia
    uni university college
    paper research study preprint publication
    report survey assessment
    poll survey opinion
    respondent participant people
    developer programmer coder engineer
    code coding programming codex software
    app application software tool
    copilot github
    repo repository github
    cost price cheap expensive spend dollar bill pay
    cheaper cost price
    percent percentage share proportion fraction
    money funding fundraise raise invest investment investor capital
    finance funding grant sponsor
    pay sponsor fund grant
    company firm startup business corporation
    founder founded ceo cofounder
    boss ceo leader chief head
    job employment worker labor unemployed occupation
    law legal lawsuit court judge legislation
    lawyer attorney legal
    sue lawsuit
    rule regulation regulator legislation policy guideline
    copyright infringement license fair
    license licence rail permissive
    allowed restrict restriction forbid forbidden permit
    police cop officer lapd enforcement investigator
    crime criminal illegal abuse
    military weapon army defense defence warfare war
    soldier war enlist
    treaty agreement pact accord
    spy intelligence espionage
    surveillance monitoring watch
    propaganda disinformation misinformation influence
    fake deepfake synthetic
    bias biased stereotype discrimination fairness
    toxicity toxic hateful
    gender woman female male
    censor censorship filter ban block
    ban banned restrict restriction sanction export control
    sanction control embargo export
    china chinese beijing tsinghua
    russia russian moscow putin kremlin
    america american us usa washington federal
    uk britain british england london
    europe european eu
    france french paris
    germany german
    india indian
    japan japanese tokyo
    korea korean
    israel israeli
    sweden swedish
    facebook meta
    google alphabet deepmind
    amazon aws
    microsoft openai
    president leader government
    politician lawmaker congresswoman senator representative
    government state national
    country nation states
    international global worldwide world
    fire fired sack forced resign oust
    quit leave resign depart
    religion religious church god prayer catholic faith
    medicine medical health doctor clinical drug pharmaceutical
    biology biological protein biomolecule molecule
    structure fold shape
    chess go game
    game play player
    electricity power energy
    cooling cool aircon
    weather climate wind
    planet world globe
    doubt skeptical sceptical
    disaster catastrophe
    save saving reduce reduction trim cut
    shrink compress quantization quantize
    faster speed speedup quicker snappier accelerate
    slow latency
    big large giant huge gigantic massive
    small tiny little modest
    smart intelligent clever capable
    good great best
    better improve improvement
    dangerous danger risk hazard threat
    safety alignment safe
    unsafe dangerous harmful
    worry fear concern afraid worried
    criticism critique critic criticise complain
    disagree debate argue controversy
    trick attack exploit adversarial injection
    hidden secret leak
    spill leak reveal
    hack security attacker
    abuse misuse malicious
    human people person
    child kid children
    kid young boy girl
    dad father parent mother
    dog pet cat animal
    bird animal flock
    student school education college
    teacher teach
    language text linguistic
    grammar grammatical syntactic syntax
    translate translation multilingual
    write writing writer author
    blog blogpost post
    benchmark test evaluation evaluate
    score result accuracy performance
    measure measuring map quantify calculate
    record database catalogue log
    accident incident crash failure
    mistake error failure wrong
    best top leading
    weight checkpoint
    free open
    partner partnership
    library package toolkit framework
    drone uav aircraft
    face facial recognition
    memory recall remember
    simulation simulator simulate
    pretend simulate emulate impersonate
    clone copy duplicate replicate
    replace substitute alternative
    trend prediction forecast
    emergence emergent
    attention transformer
    prompt instruction
    command instruction
    rights protection
    privacy personal
    consent permission
    removed remove opt
    ability capability skill
    improve self
    teach train
    trained pretrain train
    trial clinical
    sick disease
    movement motion gesture
    conscious consciousness sentience sentient
    pain suffer
    feel feeling emotion grief
    grief sad
    ethics ethical moral
    measure metric
    economy economic
    space orbit star
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

WHOLE_WORDS = _words(
    """
    tldr summary recap overview rundown gist digest content contents highlights headlines topic topics today week
    date about
    """
)
"""Words by which a question asks for all that an issue or a time has."""

PUBLISHED_WORDS = _words("publish published publication release released appear appeared come came out send sent date")
"""Words by which a question asks for the date of an issue."""
