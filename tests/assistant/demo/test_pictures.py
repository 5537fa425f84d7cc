"""The drawings: every kind has one, and colour and kind can be seen in it."""

import io
from itertools import accumulate

import pytest
from PIL import Image, ImageChops, ImageStat

from assistant.demo.build import look_of
from assistant.demo.pictures import SIZE, Look, compose, known, parse_color, webp
from assistant.demo.pictures.look import drawn, draws
from assistant.demo.pictures.path import ellipse, joined, path, polygon, rect, symmetric
from assistant.demo.pictures.sketch import Sketch, luminance, wrapped
from assistant.demo.products import departments, generate_products

TYPES = [(kind.name, kind.shape) for shelf in departments() for kind in shelf.types]


def a_look(kind, color="#2f62b5", **more):
    shape = dict(TYPES).get(kind, kind)
    return Look(shape=shape, kind=kind, color=parse_color(color), **more)


def difference(one, other):
    """Mean difference of two pictures' pixels, 0-255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


@pytest.mark.parametrize(("kind", "shape"), TYPES)
def test_every_product_type_of_the_shop_can_be_drawn(kind, shape):
    assert known(kind) or known(shape), f"draw {kind!r} or its shape {shape!r}"


def test_a_kind_nobody_draws_comes_as_a_box_with_its_name():
    box = compose(a_look("theremin", label="Norrvik"))
    assert difference(box, compose(a_look("theremin", label="Other Name"))) > 0.1


@pytest.mark.parametrize("kind", ["t-shirt", "headphones", "mug", "suitcase", "running shoe"])
def test_the_colour_of_a_product_can_be_seen(kind):
    red, green = (
        ImageStat.Stat(drawn(a_look(kind, color)).sheet.convert("RGBa")).sum
        for color in ("#c8313a", "#3f8a4f")
    )
    assert red[0] > red[1] * 1.15, "a red one is more red than green"
    assert green[1] > green[0] * 1.15, "a green one is more green than red"


def brightness(picture, mask, share):
    """The brightness that ``share`` of the masked pixels stay below."""
    counts = picture.convert("L").histogram(mask)
    seen = accumulate(counts)
    return next(level for level, count in enumerate(seen) if count >= share * sum(counts))


@pytest.mark.parametrize("kind", ["t-shirt", "mug", "running shoe", "pillow", "vase"])
def test_white_and_black_products_stand_out_from_their_background(kind):
    for color, share, sign in (("#f7f7f5", 0.7, 1), ("#1d1d1f", 0.5, -1)):
        look = a_look(kind, color)
        solid = drawn(look).sheet.getchannel("A").point(lambda alpha: 255 * (alpha > 250))
        picture = compose(look)
        inside = brightness(picture, solid, share)
        outside = brightness(picture, ImageChops.invert(solid), 0.5)
        assert sign * (inside - outside) > 12


def test_different_kinds_look_different():
    pictures = {kind: drawn(a_look(kind)).sheet for kind in ("t-shirt", "dress", "mug", "laptop")}
    names = sorted(pictures)
    for one in names:
        for other in names:
            if one != other:
                gap = ImageChops.difference(pictures[one], pictures[other]).getchannel("A")
                assert ImageStat.Stat(gap).mean[0] > 15


def test_a_picture_is_a_square_webp_and_the_same_every_time():
    look = a_look("book", title="The Long Way Home", label="A. Writer", seed=7)
    first = webp(look)
    assert first == webp(look)
    image = Image.open(io.BytesIO(first))
    assert (image.format, image.size) == ("WEBP", (SIZE, SIZE))


def test_a_book_carries_its_title():
    assert difference(compose(a_look("novel", title="One")), compose(a_look("novel"))) > 0.1


def test_foundations_are_drawn_in_their_skin_tone():
    shades = [item for item in generate_products() if item.attributes["type"] == "foundation"]
    tones = {item.title: luminance(look_of(item).color) for item in shades}
    dark = next(tone for title, tone in tones.items() if "Espresso" in title)
    fair = next(tone for title, tone in tones.items() if "Porcelain" in title)
    assert dark < 0.4
    assert fair > 0.8


def test_two_drawings_cannot_claim_the_same_name():
    with pytest.raises(ValueError, match="rename one of them"):
        draws("mug")(lambda _sketch, _look: None)


def test_paths_mirror_turn_and_join():
    half = path("M10 0 H20 V10 Z")
    assert half.mirror(50).box == (80, 0, 90, 10)
    left, top, right, bottom = rect(0, 0, 10, 20).turn(90, 0, 0).box
    assert (round(left), round(top), round(right), round(bottom)) == (-20, 0, 0, 10)
    assert len(joined([half, half.both()]).outlines) == 3
    assert symmetric("M50 0 L40 10 L50 20").box == (40, 0, 60, 20)


def test_a_hole_is_cut_out_of_a_fill():
    sketch = Sketch()
    sketch.fill(ellipse(50, 50, 40).minus(ellipse(50, 50, 20)), (200, 0, 0))
    alpha = sketch.sheet.getchannel("A")
    assert alpha.getpixel((240, 240)) == 0
    assert alpha.getpixel((240, 110)) == 255


def test_drawing_outside_the_sheet_is_cut_off_quietly():
    sketch = Sketch()
    sketch.fill(polygon((-50, -50), (-20, -50), (-20, -20)), (0, 0, 0))
    sketch.line(polygon((90, 90), (140, 140)), (0, 0, 0), 4)
    sketch.text(-4, 50, "half seen", 8, (0, 0, 0))
    assert sketch.sheet.size == (SIZE, SIZE)


def test_long_words_are_wrapped_to_the_width_given():
    assert wrapped("The Woman Who Measured Rain", 40, 7) == ["The Woman", "Who", "Measured", "Rain"]
