"""How well the demo articles answer: precision and coverage a language, and the fit of the day-zero confidence.

    python -m bench.answers          measures the committed model on tests/data/answers/questions.tsv
    python -m bench.answers --fit    fits the model on phrasings of the demo and of tests/data/knowledge, and prints it

The fit never sees the questions. Each phrasing is asked of articles that do not hold it (five folds); each article is
left out as a whole in turn, so that its phrasings become questions nobody answers, a quarter as many as the others;
tests/data/answers/out_of_scope.tsv adds questions from other walks of life.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from contactcenter.knowledge.answer import Knowledge, Thresholds
from contactcenter.knowledge.article import IndexedArticle
from contactcenter.knowledge.calibrate import Logistic, confidence, features, fit
from contactcenter.knowledge.index import Index
from contactcenter.knowledge.likeness import Likeness
from contactcenter.knowledge.signals import Candidate
from tests.knowledge import labelled

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "contactcenter" / "demo" / "articles"
QUESTIONS = ROOT / "tests" / "data" / "answers" / "questions.tsv"
OUT_OF_SCOPE = ROOT / "tests" / "data" / "answers" / "out_of_scope.tsv"
FOLDS = 5
OUT_OF_SCOPE_EVERY = 4


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    language: str
    article: str | None


@dataclass(frozen=True, slots=True)
class Trial:
    """A left-out phrasing, the likeliest article found for it, and whether that is right."""

    best: Candidate | None
    is_right: bool
    in_scope: bool


def demo_articles() -> list[IndexedArticle]:
    """The articles of the demo centre, as its index would hold them."""
    return [_article(file) for file in sorted(ARTICLES.glob("*/*.md"))]


def labelled_questions(file: Path = QUESTIONS) -> list[Question]:
    """Questions with the article that answers them; None where none does."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    return [Question(text, language, None if article == "-" else article) for text, language, article in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true")
    if parser.parse_args().fit:
        _print_fit()
    else:
        _print_measures()


def _print_measures() -> None:
    knowledge, defaults = Knowledge(demo_articles()), Thresholds()
    print(f"answer >= {defaults.answer}, suggest >= {defaults.suggest}")
    print("| language | in scope | right article first | answered rightly | suggested | answered wrongly | coverage | "
          "out of scope | of them answered |\n|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    questions = labelled_questions()
    for language in [*dict.fromkeys(question.language for question in questions), ""]:
        print(_row(knowledge, language or "all", [one for one in questions if language in ("", one.language)]))


def _row(knowledge: Knowledge, name: str, questions: list[Question]) -> str:
    first = right = suggested = wrong = invented = 0
    known = [question for question in questions if question.article]
    for question in questions:
        decision = knowledge.answer(question.text, question.language)
        answered = decision.article.id if decision.article else None
        right += answered is not None and answered == question.article
        wrong += answered is not None and question.article is not None and answered != question.article
        invented += answered is not None and question.article is None
        suggested += question.article in [one.id for one in decision.suggestions]
        first += question.article is not None and f"article={question.article}" in decision.reasons
    unknown = len(questions) - len(known)
    return (f"| {name} | {len(known)} | {first} | {right} | {suggested} | {wrong} | {right / len(known):.2f} | "
            f"{unknown} | {invented} |")  # fmt: skip


START = Logistic((0.8, 0.5, 1.0, 1.0, 1.0, 0.5, 0.5, 1.0), -2.0)
"""All evidence speaks for an answer: what few trials cannot tell apart shares its weight instead of taking turns."""
RIDGE = 100.0


def _print_fit() -> None:
    trials = [trial for base in _bases() for trial in _trials(base)]
    found = [(one.best, one.is_right) for one in trials if one.best is not None]
    rows = [features(best.signals) for best, _ in found]
    model = fit(rows, [is_right for _, is_right in found], prior=START, ridge=RIDGE)
    print(f"Logistic({tuple(round(weight, 2) for weight in model.weights)}, {model.bias:.2f})")
    judged = [(confidence(best.signals, model), is_right) for best, is_right in found]
    in_scope = sum(one.in_scope for one in trials)
    first = sum(one.is_right for one in trials)
    print(f"{in_scope} phrasings in scope, {len(trials) - in_scope} out of scope, right first {first / in_scope:.3f}")
    for threshold in (0.8, 0.85, 0.9, 0.95):
        answered = [is_right for value, is_right in judged if value >= threshold]
        print(
            f"from {threshold}: precision {sum(answered) / len(answered):.3f}, coverage {sum(answered) / in_scope:.3f}"
        )


def _bases() -> Iterator[list[IndexedArticle]]:
    """Articles of one language each: the demo's, and the labelled ones with what is not kept for tests."""
    demo = demo_articles()
    for language in sorted({one.language for one in demo}):
        yield [one for one in demo if one.language == language]
    for language in labelled.LANGUAGES:
        yield [
            IndexedArticle(id=one.key, language=language, title=one.title, body=one.body,
                           phrasings=(*one.split("train"), *one.split("calibrate")))
            for one in labelled.articles() if one.language == language
        ]  # fmt: skip


def _trials(articles: list[IndexedArticle]) -> Iterator[Trial]:
    language = articles[0].language
    out_of_scope = 0
    for fold in range(FOLDS):
        rest = [replace(one, phrasings=_others(one.phrasings, fold)) for one in articles]
        likeness = Likeness(Index(rest).view(language))
        for article in articles:
            for phrasing in article.phrasings[fold::FOLDS]:
                yield _trial(likeness, phrasing, article.id)
        likeness = Likeness(Index(one for at, one in enumerate(articles) if at % FOLDS != fold).view(language))
        for phrasing in [text for article in articles[fold::FOLDS] for text in article.phrasings]:
            out_of_scope += 1
            if out_of_scope % OUT_OF_SCOPE_EVERY == 0:
                yield _trial(likeness, phrasing, None)
    likeness = Likeness(Index(articles).view(language))
    for question in labelled_questions(OUT_OF_SCOPE):
        if question.language == language:
            yield _trial(likeness, question.text, None)


def _trial(likeness: Likeness, phrasing: str, article: str | None) -> Trial:
    best = next(iter(likeness.candidates(phrasing)), None)
    return Trial(best, best is not None and best.article.id == article, article is not None)


def _others(phrasings: tuple[str, ...], fold: int) -> tuple[str, ...]:
    return tuple(text for at, text in enumerate(phrasings) if at % FOLDS != fold)


def _article(file: Path) -> IndexedArticle:
    _, head, body = file.read_text(encoding="utf-8").split("+++\n", 2)
    meta = tomllib.loads(head)
    return IndexedArticle(
        id=meta["id"],
        language=meta["language"],
        title=meta["title"],
        body=body.strip(),
        phrasings=tuple(meta["phrasings"]),
    )


if __name__ == "__main__":
    main()
