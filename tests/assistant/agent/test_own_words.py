"""What counts as said of oneself, and what is done about it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from assistant.agent.own_words import own_words
from assistant.agent.phrases import Phrases
from assistant.agent.profile_talk import _told
from assistant.profiles.model import Fact, Profile, Tag

BRANDS = frozenset({"Halden", "Skarv"})
CATEGORIES = frozenset({"Clothing", "Clothing > Knitwear", "Shoes", "Shoes > Running"})


@pytest.mark.parametrize(
    ("message", "wish", "tags"),
    [
        ("I never buy leather.", "never", {("material", "leather")}),
        ("we don't ever wear wool or red", "never", {("material", "wool"), ("color", "red")}),
        ("I hate Halden!", "never", {("brand", "Halden")}),
        ("I’m allergic to wool, please", "never", {("material", "wool")}),
        ("remember that I like navy", "always", {("color", "blue")}),
        ("my favourite brands are Halden and Skarv", "always",
         {("brand", "Halden"), ("brand", "Skarv")}),
        ("I usually wear knitwear", "always", {("category", "Clothing > Knitwear")}),
        ("my shoe size is 42", "size", {("size", "42")}),
        ("I wear size M", "size", {("size", "m")}),
        ("I only ever wear size 9", "size", {("size", "9")}),
        ("i'm usually a size 42", "size", {("size", "42")}),
        ("forget that I like red", "unlike", {("color", "red")}),
        ("remove shoes from my profile", "unlike", {("category", "Shoes")}),
        ("我从不买皮革", "never", {("material", "leather")}),
        ("我不穿皮的", "never", {("material", "leather")}),
        ("我平时穿38码的", "size", {("size", "38")}),
        ("别给我推荐了", "off", set()),
        ("不要再推荐了", "off", set()),
        ("我对羊毛过敏", "never", {("material", "wool")}),
        ("记住我喜欢红色", "always", {("color", "red")}),
        ("我的鞋码是42", "size", {("size", "42")}),
        ("忘记我喜欢红色", "unlike", {("color", "red")}),
        ("记住我喜欢针织", "always", {("category", "Clothing > Knitwear")}),
        ("把Running从我的档案里删掉", "unlike", {("category", "Shoes > Running")}),
        ("what do you know about me?", "show", set()),
        ("我的档案", "show", set()),
        ("stop personalising", "off", set()),
        ("关闭个性化推荐", "off", set()),
        ("turn personalization back on", "on", set()),
        ("please delete my data", "forget", set()),
        ("删除我的数据", "forget", set()),
        ("Yes, delete all my data", "confirm", set()),
        ("确认删除我的全部数据", "confirm", set()),
    ],
)  # fmt: skip
def test_whole_sentences_about_oneself_are_read(message, wish, tags):
    said = own_words(message, BRANDS, CATEGORIES)
    assert said is not None
    assert (said.wish, set(said.tags)) == (wish, tags)


@pytest.mark.parametrize(
    "message",
    [
        "not leather", "I never buy online", "red shoes", "I like the second one", "size 42",
        "I want red running shoes", "forget it", "delete the second one", "remove it",
        "i hate mondays", "show me leather shoes", "不要皮革", "我要红色的", "删除第一个", "",
        "I love red wine", "my budget is 42",
    ],
)  # fmt: skip
def test_a_wish_of_the_moment_is_left_to_the_parser(message):
    assert own_words(message, BRANDS, CATEGORIES) is None


def test_a_fact_said_in_the_chat_outranks_behaviour_from_the_next_list_on(small_shop, say):
    before = [card.product_id for card in say("a jumper", user_id="w-1").cards]
    turn = say("I never buy fleece", user_id="w-1")
    assert turn.text == "Noted: never fleece. I will rank it last and not suggest it."
    after = say("a jumper", user_id="w-1").cards
    assert after[-1].product_id == "p5"
    assert {card.product_id for card in after} == set(before)
    assert next(r.contribution for r in after[-1].reasons if r.factor == "dislikes") < 0
    say("forget that I never buy fleece", user_id="w-1")
    assert small_shop.profiles.get("w-1").dislikes == ()


def test_the_need_goes_on_after_such_a_sentence(say):
    say("headphones under 100", user_id="w-2")
    aside = say("my size is 42", user_id="w-2")
    assert (aside.intent.action, aside.intent.price_max) == ("smalltalk", 100)
    assert say("show me more", user_id="w-2").intent.price_max == 100


def test_the_profile_is_told_switched_off_and_on_in_words(small_shop, say):
    assert "nothing of your taste" in say("what do you know about me", user_id="w-3").text
    say("remember that I like Halden", user_id="w-3")
    assert "You seem to like Halden." in say("what do you know about me", user_id="w-3").text
    say("stop personalising", user_id="w-3")
    assert not small_shop.profiles.get("w-3").personalised
    assert "这些都没有使用" in say("我的档案", user_id="w-3").text
    say("打开个性化", user_id="w-3")
    assert small_shop.profiles.get("w-3").personalised


def test_sizes_are_said_as_sizes_and_letters_as_capitals(small_shop, say):
    assert say("my size is 42", user_id="w-4").text == "Noted: your size is 42."
    assert say("what do you know about me", user_id="w-4").text.startswith("Your size is 42. If")
    assert say("我的尺码是L", user_id="w-4").text == "记下了：您的尺码是L码。"
    say("remember that I like Halden", user_id="w-4")
    known = say("what do you know about me", user_id="w-4").text
    assert "L" in known
    assert known.startswith("Your sizes are ")
    assert "You seem to like Halden." in known
    assert "喜欢L" not in say("我的档案", user_id="w-4").text
    gone = say("forget that I wear size 42", user_id="w-4").text
    assert gone == "Done: I no longer count 42 as your size."
    wanted = {tag.value for tag in small_shop.profiles.get("w-4").tags if tag.kind == "size"}
    assert wanted == {"L"}


def test_a_guest_is_told_that_nothing_is_kept(small_shop, say):
    assert "signed in" in say("I never buy leather").text


def test_forget_that_takes_back_what_was_just_said(small_shop, say):
    say("I only ever wear size 42", user_id="w-5")
    assert say("forget that", user_id="w-5").text == "Done: I no longer count 42 as your size."
    assert not any(tag.kind == "size" for tag in small_shop.profiles.get("w-5").tags)
    say("red shoes", user_id="w-5")
    assert say("forget that", user_id="w-5").intent.action != "smalltalk"


def test_a_visitor_can_see_switch_off_and_delete_what_the_visit_holds(small_shop, say):
    say("I never buy fleece")
    told = say("what do you know about me?").text
    assert "not signed in" in told
    assert "You never want fleece." in told
    aside = say("men's jumpers").cards
    assert aside[-1].title == "Skarv Fleece Jumper"

    assert "moves the order" in say("stop personalising").text
    off = say("men's jumpers").cards
    assert not any(one.factor == "dislikes" for card in off for one in card.reasons)
    say("turn personalisation on")
    on = say("men's jumpers").cards
    assert any(one.factor == "dislikes" for card in on for one in card.reasons)


def test_a_visitor_s_delete_my_data_leaves_nothing_of_the_visit(small_shop, say):
    talk = "w-visit"
    say("headphones", conversation_id=talk)
    say("add the first one to my cart", conversation_id=talk)
    asked = say("delete my data", conversation_id=talk)
    assert "not signed in" in asked.text
    assert small_shop.events.for_session(talk)
    assert small_shop.carts.get(talk)
    (chip,) = asked.chips
    assert say("no", conversation_id=talk).text.startswith("Nothing was deleted")
    say("delete my data", conversation_id=talk)
    assert say(chip.message, conversation_id=talk).text.startswith("Deleted")
    assert small_shop.events.for_session(talk) == []
    assert small_shop.carts.get(talk) == {}
    assert small_shop.history(talk) == []


def test_deleting_in_words_takes_two_messages_and_leaves_nothing(small_shop, say):
    say("headphones", user_id="w-forget", conversation_id="w-talk")
    say("add the first one to my cart", user_id="w-forget", conversation_id="w-talk")
    asked = say("delete my data", user_id="w-forget", conversation_id="w-talk")
    assert "cannot be undone" in asked.text
    assert small_shop.events.for_user("w-forget")
    (chip,) = asked.chips
    done = say(chip.message, user_id="w-forget", conversation_id="w-talk")
    assert done.text.startswith("Deleted")
    assert small_shop.events.for_user("w-forget") == []
    assert small_shop.carts.get("w-forget") == {}
    assert small_shop.history("w-talk") == []
    with small_shop.database.read() as connection:
        rows = connection.execute(text("SELECT * FROM conversation_shoppers")).all()
    assert not any("w-forget" in row for row in rows)


def test_a_measure_is_no_size_of_the_shopper(small_shop, say):
    small_shop.profiles.state("w-6", Fact(kind="size", value="250 g", ts=datetime.now(UTC)))
    told = say("what do you know about me?", user_id="w-6").text
    assert told.startswith("You seem to like 250 g.")


def test_the_size_of_a_bag_of_coffee_is_not_told_as_the_shoppers():
    tags = tuple(
        Tag(kind="size", value=value, strength=0.9, evidence=5, last=datetime.now(UTC))
        for value in ("250 g", "42", "60 x 40 cm")
    )
    told = _told(Profile(tags=tags), Phrases("zh"))
    assert "42码" in told
    assert "250" not in told
    assert "60" not in told
