"""What people say in the caseload: plain words, in five languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from empowerkit.model import (
    DecisionDomain,
    Domain,
    GoalDomain,
    ResourceKind,
    Topic,
)


@attrs.frozen(kw_only=True)
class Theme:
    """
    What one part of a life sounds like.

    Attributes:
        about: The part of life.
        goal_domains: What a goal in it may be filed under.
        need_domain: What the need is filed under.
        need: What is needed, by language.
        goal: Where to get to, by language.
        matters: What matters in it.
        question: What there is to decide.
        options: Ways there are; staying and waiting are added.
        speaks_for: What speaks for a way.
        speaks_against: What speaks against one.
        told: What there is to know before choosing.
        steps: What to do, easy things first.
        milestone: A small win.
        resources: What there is, and of which kind.
    """

    about: DecisionDomain
    goal_domains: tuple[GoalDomain, ...]
    need_domain: Domain
    need: dict[str, str]
    goal: dict[str, str]
    matters: tuple[str, ...]
    question: str
    options: tuple[str, ...]
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    told: str
    steps: tuple[str, ...]
    milestone: str
    resources: tuple[tuple[str, ResourceKind], ...]


HOME: Final = Theme(
    about=DecisionDomain.HOME,
    goal_domains=(GoalDomain.HOUSING, GoalDomain.INDEPENDENCE),
    need_domain=Domain.HOUSING_INSTABILITY,
    need={
        "en": "A room with a door I can lock.",
        "es": "Un cuarto con una puerta que se cierre con llave.",
        "so": "Qol leh albaab aan quful karo.",
        "ar": "غرفة لها باب أستطيع أن أقفله.",
        "uk": "Кімната з дверима, які я можу замкнути.",
    },
    goal={
        "en": "A place with my own name on the letterbox.",
        "es": "Una casa con mi nombre en el buzón.",
        "so": "Waxaan rabaa guri magacaygu ku qoran yahay.",
        "ar": "بيت عليه اسمي.",
        "uk": "Помешкання, де на скриньці моє ім'я.",
    },
    matters=(
        "Close enough to walk to my mother's.",
        "The children stay at their school.",
        "Quiet at night.",
        "Nobody comes in without knocking.",
    ),
    question="Where do I live after June?",
    options=(
        "The flat on Mill Street",
        "A room at my cousin's",
        "Ask for a transfer within the building",
    ),
    speaks_for=(
        "I could cook for myself again.",
        "The bus stops at the door.",
        "My son would have his own bed.",
    ),
    speaks_against=(
        "The rent leaves nothing for the winter.",
        "I know nobody on that side of town.",
        "Three flights of stairs and no lift.",
    ),
    told="The rent is fixed for two years, and heating is not in it.",
    steps=(
        "Ring the housing office and ask what is free.",
        "Look at the flat with my sister.",
        "Gather the papers for the application.",
        "Hand in the application.",
    ),
    milestone="I made the call myself.",
    resources=(
        ("Tenants' advice evening", ResourceKind.WORKSHOP),
        ("Mill Street Housing", ResourceKind.ORGANISATION),
    ),
)

WORK: Final = Theme(
    about=DecisionDomain.WORK,
    goal_domains=(GoalDomain.INDEPENDENCE, GoalDomain.ACCESS_TO_SERVICES),
    need_domain=Domain.EMPLOYMENT_STATUS,
    need={
        "en": "Work that fits around the school run.",
        "es": "Un trabajo que me deje recoger a los niños.",
        "so": "Shaqo ii oggolaanaysa inaan carruurta soo qaado.",
        "ar": "عمل يناسب مواعيد المدرسة.",
        "uk": "Робота, щоб я встигала забрати дітей.",
    },
    goal={
        "en": "To earn with what my hands know.",
        "es": "Ganarme la vida con lo que sé hacer.",
        "so": "Waxaan rabaa inaan shaqo helo.",
        "ar": "أريد أن أعمل بمهنتي.",
        "uk": "Хочу заробляти своїм ремеслом.",
    },
    matters=(
        "Home by four o'clock.",
        "People who say my name right.",
        "Paid every week, not every month.",
    ),
    question="Do I take the job at the bakery?",
    options=(
        "Take the early shift",
        "Ask for the afternoons",
        "Keep looking until the autumn",
    ),
    speaks_for=(
        "I would see people again.",
        "They let me try a week first.",
        "Money of my own.",
    ),
    speaks_against=(
        "Up at three every morning.",
        "I would lose the transport allowance.",
        "My back after a whole shift.",
    ),
    told="The allowance is reviewed after the third pay slip, not before.",
    steps=(
        "Write down what I have done before.",
        "Ask the bakery what a day looks like.",
        "Try one morning there.",
        "Tell them yes or no.",
    ),
    milestone="I told them what I can do.",
    resources=(
        ("Back to Work group", ResourceKind.SUPPORT_GROUP),
        ("Travel allowance", ResourceKind.BENEFIT),
    ),
)

LEARNING: Final = Theme(
    about=DecisionDomain.LEARNING,
    goal_domains=(GoalDomain.SOCIAL_FUNCTIONING, GoalDomain.INDEPENDENCE),
    need_domain=Domain.LANGUAGE_ACCESS,
    need={
        "en": "To read the letters myself.",
        "es": "Leer las cartas yo misma.",
        "so": "Inaan warqadaha aniga akhriyo.",
        "ar": "أن أقرأ الرسائل بنفسي.",
        "uk": "Самій читати листи.",
    },
    goal={
        "en": "To sit the exam next spring.",
        "es": "Presentarme al examen en primavera.",
        "so": "Waxaan rabaa inaan Ingiriisi barto.",
        "ar": "أريد أن أتعلم الإنجليزية.",
        "uk": "Скласти іспит навесні.",
    },
    matters=(
        "A class where I may make mistakes.",
        "In the mornings, when the baby sleeps.",
        "A teacher who does not hurry.",
    ),
    question="Which class do I go to?",
    options=(
        "The morning class at the library",
        "Lessons at home, on the telephone",
        "The evening college",
    ),
    speaks_for=(
        "My neighbour goes there too.",
        "It costs nothing.",
        "I can stop and begin again.",
    ),
    speaks_against=(
        "Nobody minds the baby at that hour.",
        "It gets dark before I am home.",
        "I have never liked screens.",
    ),
    told="The library class takes people at any time of the year.",
    steps=(
        "Visit the library once, to look.",
        "Ask who minds the baby.",
        "Go to the first lesson.",
        "Read one letter alone.",
    ),
    milestone="I read the school's letter on my own.",
    resources=(
        ("First Words reader", ResourceKind.LITERATURE),
        ("Reading aloud", ResourceKind.SKILL),
    ),
)

MONEY: Final = Theme(
    about=DecisionDomain.MONEY,
    goal_domains=(GoalDomain.ACCESS_TO_SERVICES, GoalDomain.LEGAL),
    need_domain=Domain.FINANCIAL_INSECURITY,
    need={
        "en": "To know on the first what is left on the thirtieth.",
        "es": "Saber el día uno qué queda para el treinta.",
        "so": "Inaan ogaado lacagta ii haraysa bisha.",
        "ar": "أن أعرف كم يبقى لي في آخر الشهر.",
        "uk": "Знати, скільки лишиться до кінця місяця.",
    },
    goal={
        "en": "Out of debt, at a pace I can keep.",
        "es": "Salir de las deudas, a mi ritmo.",
        "so": "Waxaan rabaa inaan deynta iska bixiyo.",
        "ar": "أريد أن أسدد ديوني.",
        "uk": "Розрахуватися з боргами.",
    },
    matters=(
        "Nobody else holds my card.",
        "A little every Friday for the children.",
        "No more letters with red print.",
    ),
    question="How do I pay back the loan?",
    options=(
        "Small sums, over three years",
        "Sell the car and be done",
        "Ask the court to set the sum",
    ),
    speaks_for=(
        "I would sleep.",
        "They stop the interest.",
        "I keep the card myself.",
    ),
    speaks_against=(
        "Three years is long.",
        "Without the car there is no market on Saturday.",
        "My brother lent me half of it.",
    ),
    told="Interest stops on the day the agreement is signed.",
    steps=(
        "Put all the letters on one table.",
        "Write down what comes in and what goes out.",
        "Ring the lender and ask for a pause.",
        "Sign the agreement.",
    ),
    milestone="I opened every letter.",
    resources=(
        ("Debt advice line", ResourceKind.ORGANISATION),
        ("Household grant", ResourceKind.BENEFIT),
    ),
)

PEOPLE: Final = Theme(
    about=DecisionDomain.PEOPLE,
    goal_domains=(
        GoalDomain.SOCIAL_FUNCTIONING,
        GoalDomain.EMOTIONAL_AND_MENTAL_HEALTH,
        GoalDomain.CAREGIVER_NEEDS,
    ),
    need_domain=Domain.SOCIAL_CONNECTION,
    need={
        "en": "Somebody to drink tea with who knew me before.",
        "es": "Alguien con quien tomar un café.",
        "so": "Qof aan shaah la cabbo.",
        "ar": "شخص أشرب معه الشاي.",
        "uk": "Когось, з ким випити чаю.",
    },
    goal={
        "en": "To see my daughter every other Sunday.",
        "es": "Ver a mi hija un domingo sí y otro no.",
        "so": "Waxaan rabaa inaan gabadhayda arko.",
        "ar": "أريد أن أرى ابنتي.",
        "uk": "Бачитися з донькою щонеділі.",
    },
    matters=(
        "She decides how long she stays.",
        "Not at the old house.",
        "Nobody talks about me in the next room.",
    ),
    question="Where do we meet?",
    options=(
        "At the community garden",
        "At my sister's, with her there",
        "On the telephone first",
    ),
    speaks_for=(
        "She loves the rabbits there.",
        "We could leave whenever we like.",
        "My sister makes it easy.",
    ),
    speaks_against=(
        "Everybody there knows us.",
        "It rains half the year.",
        "I go quiet on the telephone.",
    ),
    told="The garden is open on Sundays, and there is a room for wet days.",
    steps=(
        "Write her a card.",
        "Ask my sister whether she would come along.",
        "Go there once without anybody.",
        "Meet for an hour.",
    ),
    milestone="She wrote back.",
    resources=(
        ("Community garden", ResourceKind.PLACE),
        ("Aunt Ifrah", ResourceKind.NATURAL_SUPPORT),
    ),
)

HEALTH: Final = Theme(
    about=DecisionDomain.HEALTH,
    goal_domains=(
        GoalDomain.IMPROVING_HEALTH_AND_WELLNESS,
        GoalDomain.MANAGING_CONDITIONS,
        GoalDomain.MEDICATION_MANAGEMENT,
        GoalDomain.PHYSICAL_FUNCTION,
    ),
    need_domain=Domain.PERSONAL_HEALTH_LITERACY,
    need={
        "en": "A doctor who lets me finish my sentence.",
        "es": "Un médico que me deje terminar de hablar.",
        "so": "Dhakhtar i dhegaysta.",
        "ar": "طبيب يستمع إليّ.",
        "uk": "Лікар, який мене вислухає.",
    },
    goal={
        "en": "To walk to the market and back.",
        "es": "Ir andando al mercado y volver.",
        "so": "Waxaan rabaa inaan suuqa u lugeeyo.",
        "ar": "أن أمشي إلى السوق وأعود.",
        "uk": "Дійти до ринку й назад.",
    },
    matters=(
        "I am told before anything is done.",
        "My prayers are not cut short.",
        "A woman doctor.",
    ),
    question="Do I have the operation?",
    options=(
        "Have it in the spring",
        "Exercises first, for half a year",
        "Hear a second doctor",
    ),
    speaks_for=(
        "I could lift my grandson.",
        "The pain at night would stop.",
        "I would be done with it.",
    ),
    speaks_against=(
        "Six weeks in which others do my cooking.",
        "My mother never came home from hers.",
        "Nobody to mind the shop.",
    ),
    told="Most people walk again after two weeks; some do not feel better.",
    steps=(
        "Write down my questions.",
        "Ask for the interpreter by name.",
        "Walk to the corner every day.",
        "See the second doctor.",
    ),
    milestone="I asked all my questions.",
    resources=(
        ("Walking group", ResourceKind.SUPPORT_GROUP),
        ("What to ask your doctor", ResourceKind.LITERATURE),
    ),
)

CARE: Final = Theme(
    about=DecisionDomain.CARE,
    goal_domains=(
        GoalDomain.CAREGIVER_NEEDS,
        GoalDomain.END_OF_LIFE,
        GoalDomain.PHYSICAL_FUNCTION,
    ),
    need_domain=Domain.PROTECTIVE_FACTOR,
    need={
        "en": "Help in the mornings from somebody I have chosen.",
        "es": "Ayuda por las mañanas de alguien que yo elija.",
        "so": "Caawimo subaxdii ah.",
        "ar": "مساعدة في الصباح من شخص أختاره.",
        "uk": "Допомога зранку від людини, яку я виберу.",
    },
    goal={
        "en": "To stay in my own kitchen as long as I can.",
        "es": "Quedarme en mi cocina mientras pueda.",
        "so": "Waxaan rabaa inaan gurigayga joogo.",
        "ar": "أريد أن أبقى في بيتي.",
        "uk": "Якнайдовше лишатися вдома.",
    },
    matters=(
        "The same face every morning.",
        "My clothes where I put them.",
        "The cat stays.",
    ),
    question="Who helps me in the mornings?",
    options=(
        "The neighbour, paid by the allowance",
        "The agency's people",
        "My son moves in",
    ),
    speaks_for=(
        "She knows where things are.",
        "I can say stop to her.",
        "He offered it himself.",
    ),
    speaks_against=(
        "Somebody new every week.",
        "He has his own children.",
        "What if she falls ill?",
    ),
    told="The allowance may be paid to a neighbour, but not to a spouse.",
    steps=(
        "Make a list of what I do myself.",
        "Ask the neighbour to tea.",
        "Try it for a week.",
        "Say what stays and what changes.",
    ),
    milestone="I said how I want it done, and so it was.",
    resources=(
        ("Carers' break", ResourceKind.BENEFIT),
        ("Neighbours of Elm Row", ResourceKind.NATURAL_SUPPORT),
    ),
)

LEGAL: Final = Theme(
    about=DecisionDomain.LEGAL,
    goal_domains=(GoalDomain.LEGAL, GoalDomain.ACCESS_TO_SERVICES),
    need_domain=Domain.UNSPECIFIED,
    need={
        "en": "To know what they may ask of me, and what not.",
        "es": "Saber qué me pueden exigir y qué no.",
        "so": "Inaan ogaado xuquuqdayda.",
        "ar": "أن أعرف حقوقي.",
        "uk": "Знати свої права.",
    },
    goal={
        "en": "Papers that say I may stay.",
        "es": "Papeles que digan que puedo quedarme.",
        "so": "Waxaan rabaa sharci aan ku joogo.",
        "ar": "أريد أوراقاً تسمح لي بالبقاء.",
        "uk": "Документи, з якими я можу лишитися.",
    },
    matters=(
        "I understand what I sign.",
        "My family hears it from me first.",
        "No uniform at my door.",
    ),
    question="Do I appeal?",
    options=(
        "Appeal, with the lawyer",
        "Ask them to look again, without a lawyer",
        "Apply anew",
    ),
    speaks_for=(
        "I would have tried.",
        "She has won such cases.",
        "It stops the clock.",
    ),
    speaks_against=(
        "Another year of waiting.",
        "I would have to tell it all again.",
        "What it costs.",
    ),
    told="The appeal must be in by the twentieth day after the letter.",
    steps=(
        "Find the date on the letter.",
        "Ring the law clinic.",
        "Write down what happened, in my order.",
        "Sign, or do not sign.",
    ),
    milestone="I told it in my own order.",
    resources=(
        ("Law clinic", ResourceKind.ORGANISATION),
        ("Knowing your rights", ResourceKind.WORKSHOP),
    ),
)

DAILY_LIFE: Final = Theme(
    about=DecisionDomain.DAILY_LIFE,
    goal_domains=(
        GoalDomain.INDEPENDENCE,
        GoalDomain.IMPROVING_HEALTH_AND_WELLNESS,
    ),
    need_domain=Domain.UNSPECIFIED,
    need={
        "en": "To get up when I want to.",
        "es": "Levantarme cuando yo quiera.",
        "so": "Inaan kaco markaan doono.",
        "ar": "أن أستيقظ متى أشاء.",
        "uk": "Вставати, коли захочу.",
    },
    goal={
        "en": "To cook for my friends once a month.",
        "es": "Cocinar para mis amigos una vez al mes.",
        "so": "Waxaan rabaa inaan saaxiibaday wax u kariyo.",
        "ar": "أن أطبخ لأصدقائي مرة في الشهر.",
        "uk": "Раз на місяць готувати для друзів.",
    },
    matters=(
        "I choose what is on the table.",
        "Music in the evening.",
        "Visitors without a form.",
    ),
    question="How do I get to the shops?",
    options=(
        "The shared taxi on Tuesdays",
        "Learn the bus with somebody",
        "Have it brought",
    ),
    speaks_for=(
        "I pick the tomatoes myself.",
        "The driver waits for me.",
        "It is only a quarter of an hour.",
    ),
    speaks_against=(
        "Tuesday is when I see my son.",
        "I get lost when they change the stop.",
        "They bring what they think I eat.",
    ),
    told="The shared taxi can be booked until noon of the day before.",
    steps=(
        "Look at the timetable together.",
        "Ride one stop and back.",
        "Ride to the market with somebody behind me.",
        "Ride alone.",
    ),
    milestone="I rode home alone.",
    resources=(
        ("Riding the bus", ResourceKind.SKILL),
        ("Elm Row kitchen", ResourceKind.PLACE),
    ),
)

THEMES: Final = (
    HOME,
    WORK,
    LEARNING,
    MONEY,
    PEOPLE,
    HEALTH,
    CARE,
    LEGAL,
    DAILY_LIFE,
)

NEEDS: Final = {
    Domain.FOOD_INSECURITY: "Enough in the cupboard for the last week.",
    Domain.HOUSING_INSTABILITY: "Not to be asked every month when we leave.",
    Domain.HOMELESSNESS: "A bed tonight, and the dog with me.",
    Domain.INADEQUATE_HOUSING: "A roof that keeps the rain out.",
    Domain.TRANSPORTATION_INSECURITY: "A way to town that is not three buses.",
    Domain.FINANCIAL_INSECURITY: "Money that comes on the same day.",
    Domain.MATERIAL_HARDSHIP: "Winter shoes for all four of us.",
    Domain.EDUCATIONAL_ATTAINMENT: "The certificate I never got.",
    Domain.EMPLOYMENT_STATUS: "Hours I can count on.",
    Domain.VETERAN_STATUS: "That the six years I served are counted.",
    Domain.STRESS: "One evening a week that is mine.",
    Domain.SOCIAL_CONNECTION: "Somebody who notices when I am not there.",
    Domain.INTIMATE_PARTNER_VIOLENCE: "An address that he does not know.",
    Domain.ELDER_ABUSE: "My bank card back in my own purse.",
    Domain.PERSONAL_HEALTH_LITERACY: "That they say it in words I know.",
    Domain.HEALTH_INSURANCE_COVERAGE_STATUS: "To know what is covered.",
    Domain.MEDICAL_COST_BURDEN: "Glasses that I can pay for.",
    Domain.DIGITAL_LITERACY: "To fill in the form without my nephew.",
    Domain.DIGITAL_ACCESS: "A telephone that holds its charge.",
    Domain.UTILITY_INSECURITY: "Heating that stays on in March.",
    Domain.LANGUAGE_ACCESS: "An interpreter who is not my son.",
    Domain.INCARCERATION_STATUS: "Work that does not ask where I have been.",
    Domain.PROTECTIVE_FACTOR: "That nobody breaks up our Sundays.",
    Domain.UNSPECIFIED: "I will say it when I know it.",
}

LANGUAGES: Final = ("en", "es", "so", "ar", "uk")
MORE: Final = {
    "en": (
        "I have thought of it for {} weeks.",
        "That is {} weeks now.",
        "I have said so {} times.",
        "I count the days, it is {}.",
    ),
    "es": ("Llevo {} semanas pensándolo.", "Lo he dicho {} veces."),
    "so": ("{} toddobaad ayaan ka fikirayay.", "{} jeer ayaan idhi."),
    "ar": ("أفكر في هذا منذ {} أسبوعاً.", "قلت ذلك {} مرة."),
    "uk": ("Думаю про це {} тиж.", "Чекаю на це {} тиж."),
}
NAMES: Final = {
    "en": ("Joan", "Marcus", "Ruth", "Sky", "Old Tom"),
    "es": ("Lucía", "José Ángel", "Marisol", "Yamile"),
    "so": ("Amina", "Hodan", "Cabdi", "Ayaan"),
    "ar": ("ليلى", "يوسف", "مريم", "Nour"),
    "uk": ("Оксана", "Андрій", "Соломія", "Lesia"),
}
PRONOUNS: Final = ("she/her", "he/him", "they/them", None)
WORKERS: Final = ("Pat Doyle", "Ana Ruiz", "Kemi Ade", "Jo Lind")
TITLES: Final = ("Social worker", "Peer worker", "Housing adviser", None)
AGENCIES: Final = ("Elm Row Project", "Harbour House", None)
KIN: Final = (
    ("Hodan", "my sister"),
    ("Uncle Sam", "as good as an uncle"),
    ("Grace", "a friend from church"),
    ("Mama Ifrah", "an elder of our family"),
)
PROXIES: Final = ("Farah", "R. Olsen", "Dana")
INTERPRETERS: Final = ("Sol", "Maryan", "Iryna")
STRENGTHS: Final = (
    "I can make a meal out of nearly nothing.",
    "People tell me things.",
    "I have started again twice before.",
    "I never forget a face.",
    "I keep my word.",
)
BARRIERS: Final = (
    "The office closes before I am off work.",
    "The form exists in one language only.",
    "There is a waiting list of eleven months.",
    "I freeze when I see an envelope with a window.",
)
ASKED: Final = {
    Topic.COMMUNICATION: "Write it down for me, in big letters.",
    Topic.COPY: "Keep my copy with you; I will read it there.",
    Topic.CULTURE: "We take shoes off, and the oldest speaks first.",
    Topic.HOW_I_DECIDE: "I sleep on it, and I ask my family.",
    Topic.NATURAL_SUPPORT: "My neighbour has a key.",
    Topic.PROGRESS: "Slowly, but it is going somewhere.",
    Topic.RAPPORT: "You could ask less and wait longer.",
    Topic.REASONS: "That is between me and my God.",
    Topic.STRENGTHS: "Ask my sister, she knows them better.",
    Topic.WHAT_MATTERS: "That they grow up together.",
}
DETAIL: Final = (
    "Two people from the office went to see it last week and took pictures, "
    "which are in the folder. The papers are ready. There is somebody on the "
    "spot three days a week, the bus stops in front, and most of those who "
    "took it in the last year say that they would take it again."
)
REASONS: Final = (
    "Because it is nearer to them.",
    "I would regret not having tried.",
    "My mother would say the same.",
    None,
    None,
)
SECOND_THOUGHTS: Final = (
    "I slept on it, and it is not for me.",
    "The children asked me to stay.",
    None,
)
QUESTIONS: Final = (
    ("Who reads what you write down?", "You, me, and my supervisor."),
    ("What happens if I say no?", "Nothing is taken from you."),
    ("Can I see it?", None),
    ("Why did nobody ring back?", None),
)
HEARD: Final = (
    "She talked about the winter, and about her brother.",
    "A short visit. He wanted to show the garden.",
    "They were tired, and asked to stop early. We stopped.",
    "She had rung the office herself and told me how it went.",
    None,
)
PRAISE: Final = (
    "You did that on your own.",
    "Everybody at the table noticed.",
    "That was the hard one.",
)
OBJECTIONS: Final = (
    ("I was not asked.", "You are right, and here is what changes."),
    ("That is not what I said.", None),
    (None, None),
)
LEVELS: Final = (
    "Further from it than when we began",
    "As it was",
    "Where I hope to be by summer",
    "Better than I hoped",
    "More than I would have dreamt of",
)
ENDINGS: Final = (
    "I know whom to ring, and I know that I can.",
    "It was enough for now. I may come back.",
    "I take the cooking with me.",
)
OWN_RULERS: Final = ("How loud my head is", "Days I sang")


def languages_beside(known: Sequence[str]) -> list[str]:
    """Return the languages of the caseload that are none of *known*."""
    return [tag for tag in LANGUAGES if tag not in known]
