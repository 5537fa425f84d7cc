"""What a reply owns up to: wishes not met, stated aversions, bounds, whom a thing is for."""

import pytest

from assistant.agent.bounds import settled
from assistant.agent.candidates import suiting
from assistant.agent.notes import leading, newly_said, wish_note
from assistant.agent.phrases import Phrases
from assistant.agent.state import Found
from assistant.agent.wanted import constraints_of, limits_in_words
from assistant.agent.whom import for_child, made_for_older
from assistant.intent import Intent, ParsedIntent
from assistant.ranking import RankingContext, Weights, rank
from retrieval.hit import Hit
from retrieval.product import Product


def _ids(turn):
    return [card.product_id for card in turn.cards]


def test_a_wish_that_none_of_the_shown_states_is_said_to_be_stated_by_none(say):
    say("a jumper")
    turn = say("with a hood")
    assert turn.intent.features
    assert turn.cards
    assert "None of these says “" in turn.text


def test_a_wish_that_some_state_is_counted_and_they_come_first(say):
    say("headphones")
    turn = say("noise cancelling")
    assert _ids(turn)[0] == "p1"
    assert f"1 of {len(turn.cards)} says “noise cancelling”, first in the list." in turn.text


def _note(features, titles, language):
    hits = [Hit(product=Product(id=title, title=title), relevance=0.5) for title in titles]
    context = RankingContext(said=tuple(features))
    found = Found(ranked=rank(hits, context, Weights.load(), limit=9))
    intent = Intent(query="x", product_type="x", features=features, language=language)
    state = {"parsed": ParsedIntent(intent=intent, source="rules", ms=0.0)}
    return wish_note(state, found, Phrases(language))


@pytest.mark.parametrize(
    ("features", "titles", "language", "said"),
    [
        (["round"], ["Rug", "Mat"], "en", " None of these says “round”; these come closest."),
        (["round"], ["Rug"], "en", " It does not say “round”, but comes closest."),
        (["round", "washable"], ["Rug", "Mat"], "en",
         " None of these says “round” or “washable”; these come closest."),
        (["round"], ["Round rug", "Mat"], "en", " 1 of 2 says “round”, first in the list."),
        (["with a lid"], ["Pan lid", "Pot, with lid"], "en", ""),
        (["防水"], ["Jacket", "Coat"], "zh", "其中没有一件写明“防水”，这些是最接近的。"),
        (["防水"], ["Waterproof jacket", "Coat"], "zh", "其中1件写明了“防水”，排在最前面。"),
        (["圆领"], ["Dress", "Gown"], "zh",
         "店里的资料没有用中文写到“圆领”，不一定符合，购买前请确认。"),
        ([], ["Dress"], "en", ""),
    ],
)  # fmt: skip
def test_the_one_clause_about_wishes(features, titles, language, said):
    assert _note(features, titles, language) == said


def test_a_wish_that_all_state_or_that_was_said_before_is_not_spoken_of(say):
    say("jumper for men")
    turn = say("warm")
    assert set(_ids(turn)) == {"p4", "p5"}
    assert "say" not in turn.text
    say("headphones with a microphone", conversation_id="said-before")
    later = say("under 100", conversation_id="said-before")
    assert later.intent.features
    assert "None of these" not in later.text


def test_a_new_need_speaks_of_all_its_wishes_and_a_refinement_of_the_new_ones():
    before = {"features": ["light"]}
    refined = Intent(action="refine", product_type="suitcase", features=["light", "hard shell"])
    assert newly_said(refined, before) == ["hard shell"]
    assert newly_said(refined.model_copy(update={"action": "search"}), before) == [
        "light", "hard shell",
    ]  # fmt: skip
    soft = [Product(id="a", title="Light soft suitcase")]
    hard = [*soft, Product(id="b", title="Hardshell suitcase")]
    assert leading(refined, before, hard) == ("hard shell",)
    assert leading(refined, before, soft) == ("light", "hard shell")
    assert leading(refined.model_copy(update={"product_type": None}), before, hard) == ()
    priced = Intent(features=["over 1000", "for women", "quiet"])
    assert newly_said(priced, {}) == ["quiet"]


def test_what_a_visitor_never_buys_is_last_for_the_visit_and_they_are_told_so(small_shop, say):
    turn = say("I never buy fleece")
    assert turn.text.startswith("Noted for this visit: never fleece.")
    jumpers = say("warm jumper")
    assert _ids(jumpers)[-1] == "p5"
    assert "The last is what you said you never buy (fleece); nothing else fits." in jumpers.text
    assert _ids(say("warm jumper", conversation_id="another-visit"))[-1] != "p5"
    say("start over")
    assert "never buy" not in say("warm jumper").text


def test_where_only_what_is_never_bought_is_left_the_reply_says_so(say):
    say("我从不买羊毛", conversation_id="never-zh")
    turn = say("I never buy fleece", user_id="never-1")
    assert "rank it last" in turn.text
    only = say("green jumper", user_id="never-1")
    assert _ids(only) == ["p5"]
    assert "All that fits is what you said you never buy: fleece." in only.text
    asked = say("fleece jumper", user_id="never-1")
    assert "never buy" not in asked.text
    say("forget that I never buy fleece", user_id="never-1")


def test_a_fact_of_the_visit_can_be_taken_back(say):
    say("I never buy fleece")
    say("forget that I never buy fleece")
    assert "never buy" not in say("green jumper").text


def test_a_product_like_which_others_are_asked_for_is_no_near_miss_of_itself(say):
    say("running shoes over 50")
    turn = say("something like the first one")
    assert turn.intent.action == "similar"
    assert "p10" not in _ids(turn)
    assert "Without the minimum price" not in turn.text
    for card in turn.cards:
        if "costs less than you said" in card.misses:
            assert card.price < 50


def _turn(before, after, message="x"):
    state = {
        "parsed": ParsedIntent(intent=Intent(**after), source="rules", ms=0.0),
        "intent": before,
        "message": message,
    }
    changed, notice = settled(state, "USD")
    intent = changed["parsed"].intent if changed else state["parsed"].intent
    return (intent.price_min, intent.price_max), notice


@pytest.mark.parametrize(
    ("before", "after", "message", "bounds", "said"),
    [
        ({}, {"price_min": 100, "price_max": 50}, "between $100 and $50", (50, 100),
         "I read that as $50.00 to $100.00. "),
        ({"price_min": 1000}, {"price_min": 1000, "price_max": 500, "action": "refine"},
         "under 500", (None, 500), "I left out the minimum of $1,000.00"),
        ({"price_max": 150}, {"price_min": 200, "price_max": 150, "action": "refine"},
         "over 200", (200, None), "I left out the limit of $150.00"),
        ({"price_min": 1000}, {"price_min": 1000, "action": "refine", "sort": "price_asc"},
         "cheaper", (None, None), "since you want it cheaper"),
        ({"price_min": 1000}, {"price_min": 1000, "action": "refine", "sort": "price_asc"},
         "sort by price", (1000, None), ""),
        ({"price_max": 150}, {"price_min": 100, "price_max": 150, "action": "refine"},
         "over 100", (100, 150), ""),
        ({}, {"price_min": 50, "price_max": 80}, "cheaper ones, 50 to 80", (50, 80), ""),
    ],
)  # fmt: skip
def test_of_bounds_at_odds_the_newest_word_wins_and_is_said(before, after, message, bounds, said):
    found, notice = _turn(before, after, message)
    assert found == bounds
    assert notice.startswith(said) if said.startswith("I ") else said in notice
    assert bool(notice) == bool(said)


def test_a_dropped_minimum_stays_dropped(say):
    say("laptop over 1000")
    turn = say("cheaper")
    assert turn.intent.price_min is None
    assert turn.text.startswith("I left out the minimum of $1,000.00")
    after = say("in silver")
    assert after.intent.price_min is None
    assert "minimum" not in after.text


def test_girls_are_no_women_and_boys_no_men_in_a_reply():
    def words(recipient, told="", language="en"):
        intent = Intent(recipient=recipient)
        child = for_child(recipient, told)
        return limits_in_words(constraints_of(intent), Phrases(language), "USD", child=child)

    assert words("5 year old girl") == " for girls"
    assert words("10 year old boy") == " for boys"
    assert words("niece", "a gift for my niece who is 8") == " for girls"
    assert words("niece") == " for women"
    assert words("8岁女孩", language="zh") == "适合女孩的"
    assert words("女士", language="zh") == "适合女士的"


def test_what_is_stated_for_adults_is_nothing_for_a_child_while_there_is_anything_else():
    def hit(name, **fields):
        return Hit(product=Product(id=name, **fields), relevance=0.5)

    kit = hit("kit", title="Chemistry kit, 14 years and up")
    watch = hit("watch", title="Ladies' quartz watch", gender="female")
    blocks = hit("blocks", title="Building blocks, ages 3+")
    book = hit("book", title="Colouring book")
    girl = Intent(query="gift", recipient="5 year old girl", product_type="gift")
    kept = suiting([kit, watch, blocks, book], girl, "")
    assert [one.product.id for one in kept] == ["blocks", "book"]
    assert suiting([kit, watch], girl, "") == [kit, watch]
    women = Intent(query="watch", recipient="women", product_type="watch")
    assert suiting([kit, watch], women, "") == [kit, watch]


@pytest.mark.parametrize(
    ("fields", "age", "older"),
    [
        ({"title": "Robot kit", "attributes": {"age_range": "14 years and up"}}, 8, True),
        ({"title": "Robot kit", "attributes": {"age_range": "8 years and up"}}, 8, False),
        ({"title": "Puzzle for adults and kids"}, 8, False),
        ({"title": "Colouring book for adults"}, None, True),
        ({"title": "Watch", "age_group": "adult"}, 5, True),
        ({"title": "Girls' watch", "age_group": "kids"}, 5, False),
        ({"title": "成人拼图"}, 6, True),
        ({"title": "积木 3岁以上"}, 6, False),
    ],
)
def test_made_for_older(fields, age, older):
    assert made_for_older(Product(id="p", **fields), age) == older


@pytest.mark.parametrize(
    ("fields", "language", "said"),
    [
        ({"price_max": 200, "colors": ["白色"], "exclude": ["入耳式"]}, "zh",
         "$200.00以内、白色、非入耳式的"),
        ({"colors": ["白色"], "exclude_colors": ["黑色"]}, "zh", "白色的"),
        ({"sizes": ["l码"]}, "zh", "L码的"),
        ({"sizes": ["42码"], "exclude": ["羊毛"]}, "zh", "42码、不含羊毛的"),
        ({"exclude": ["ground"]}, "en", ", not ground"),
        ({"exclude": ["sleeveless", "wool"]}, "en", ", not sleeveless, without wool"),
        ({"exclude": ["linen", "leather", "battery"]}, "en", " without linen, leather or battery"),
        ({"sizes": ["m", "xxl"]}, "en", " in size M or XXL"),
        ({"sizes": ["9kg"]}, "en", " with 9kg"),
        ({"exclude_colors": ["black", "leather"]}, "en", " not in black, without leather"),
        ({"colors": ["leather"]}, "en", " made of leather"),
    ],
)  # fmt: skip
def test_limits_read_as_a_shop_assistant_would_write_them(fields, language, said):
    constraints = constraints_of(Intent(**fields))
    assert limits_in_words(constraints, Phrases(language), "USD") == said


def test_what_was_taken_for_a_colour_and_is_a_material_filters_as_one():
    constraints = constraints_of(Intent(exclude_colors=["black", "leather"], colors=["wool"]))
    assert constraints.exclude_colors == ("black",)
    assert constraints.exclude == ("leather",)
    assert (constraints.colors, constraints.materials) == ((), ("wool",))
