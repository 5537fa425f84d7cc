"""The recommender's file while the shop runs."""

import logging

from assistant.suggestions.model_file import RecommenderFile


def test_no_file_is_no_recommender_and_nothing_to_complain_of(tmp_path, caplog):
    assert RecommenderFile(tmp_path / "none.npz").current() is None
    assert not caplog.records


def test_a_file_that_comes_goes_or_changes_counts_at_once(tmp_path, fitted):
    file = RecommenderFile(tmp_path / "recommender.npz")
    assert file.current() is None
    file.save(fitted[0])
    first = file.current()
    assert first is not None
    assert file.current() is first
    file.save(fitted[0])
    assert file.current() is not first
    (tmp_path / "recommender.npz").unlink()
    assert file.current() is None


def test_a_broken_file_is_said_once_and_passed_over_until_it_is_mended(tmp_path, fitted, caplog):
    path = tmp_path / "recommender.npz"
    path.write_bytes(b"no recommender")
    file = RecommenderFile(path)
    with caplog.at_level(logging.WARNING):
        assert file.current() is None
        assert file.current() is None
    (said,) = caplog.records
    assert "fit it again" in said.getMessage()
    file.save(fitted[0])
    assert file.current() is not None
