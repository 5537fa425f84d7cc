"""What a shop may write into its experiments file, and what it is told where it may not."""

from pathlib import Path

import pytest

from assistant.experiments import ExperimentsError, load_experiments
from assistant.ranking import Weights

GOOD = """
[[experiment]]
name = "profile"
share = 0.5
[[experiment.arm]]
name = "control"
[[experiment.arm]]
name = "strong"
weights = { profile = 0.7 }
"""
ARMS = '[[experiment.arm]]\nname = "a"\n[[experiment.arm]]\nname = "b"\n'


def test_there_is_no_experiment_without_a_file() -> None:
    assert load_experiments(None) == ()


def test_an_arm_changes_only_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(GOOD)
    (experiment,) = load_experiments(path)
    control, strong = experiment.arm
    assert control.weighed(Weights()) == Weights()
    assert strong.weighed(Weights()) == Weights(profile=0.7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[experiment]", "Cannot read"),
        ('[experiments]\nname = "x"', "write [[experiment]] tables"),
        ('[[experiment]]\nname = "x"', "arm: Field required"),
        (f'[[experiment]]\nname = "x"\nshare = 0\n{ARMS}', "share"),
        (f'[[experiment]]\nname = "x"\n{ARMS}weights = {{ magic = 1 }}', "arm.1"),
        (f'[[experiment]]\nname = "x"\n{ARMS}weights = {{ promotion = 0.9 }}', "promotion is 0.9"),
        (f'[[experiment]]\nname = "x"\n{ARMS}parser = {{ data_dir = "/" }}', "not data_dir"),
        (f'[[experiment]]\nname = "x"\nkind = "interleave"\n{ARMS}[[experiment.arm]]\nname = "c"',
         "two arms"),
        (f'[[experiment]]\nname = "x"\n{ARMS}[[experiment.arm]]\nname = "a"', "same name"),
        (GOOD + GOOD, "two experiments have the same name"),
        (GOOD + GOOD.replace('"profile"', '"other"'), "both change the weights"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_reason(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text)
    with pytest.raises(ExperimentsError) as refused:
        load_experiments(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExperimentsError, match=r"nowhere\.toml"):
        load_experiments(tmp_path / "nowhere.toml")
