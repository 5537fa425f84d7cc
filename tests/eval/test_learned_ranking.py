"""The learned ranking judged forward in time."""

from assistant.ranking import Weights
from assistant.ranking.factors import FACTORS
from eval import learned_ranking
from eval.learned_ranking import blocks, calibration_row, rows_of
from tests.assistant.ranking.training.conftest import made_log

LIKED = FACTORS.index("profile")


def test_blocks_go_forward_in_time_and_keep_sessions_whole() -> None:
    examples = made_log(50, lambda values: 0 * values[:, 0])
    parts = blocks([*examples, examples[0]], 5)  # the first session comes back at the end
    assert [len(part) for part in parts] == [12, 10, 10, 10, 9]
    assert examples[0] in parts[0]
    assert parts[0].count(examples[0]) == 2
    moments = [max(one.impression.ts for one in part) for part in parts]
    assert moments == sorted(moments)


def test_what_the_log_teaches_is_found_and_beats_what_does_not_know() -> None:
    examples = made_log(900, lambda values: 5 * values[:, LIKED] - 3, look=0.8)
    found = learned_ranking.test(examples, Weights.load(), 3, ablate=False)
    rows = {row["system"]: row for row in rows_of(found, seed=0)}
    assert rows["learned, relevance free to fall"]["ndcg@10"] > rows["heuristic"]["ndcg@10"] + 0.05
    assert rows["learned"]["ndcg@10"] > rows["heuristic"]["ndcg@10"]
    assert rows["popularity"]["p_against_learned"] < 0.05
    chance = calibration_row(found)
    assert chance["log_loss"] < chance["log_loss_of_the_rate"]
    assert chance["ece_10"] < 0.1
