"""What the shop does for a shopper, as scenes that run on the demo store and print what happened.

A scene plays on a :class:`Stage`: shoppers look, buy and talk, and the stage writes down what the
shop answered. Nothing in a scene says what comes out; the tests do.
"""

from assistant.demo.scenarios.cases import SCENES, Scene
from assistant.demo.scenarios.stage import Stage

__all__ = ["SCENES", "Scene", "Stage"]
