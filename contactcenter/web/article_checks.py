"""What of an article a type cannot say."""

from contactcenter.desk.desk import Desk
from contactcenter.desk.files import safe_name
from contactcenter.desk.translations import circle_of
from contactcenter.errors import Conflict, Invalid
from contactcenter.ids import BlobId
from contactcenter.knowledge.versions import bounds_of
from contactcenter.model.article import Article, ArticleKind, ArticleState
from contactcenter.web.articles import of_slug

MAX_STEPS = 100
MAX_CHOICES = 20
MAX_FILES = 50
MAX_STEP_CHARS = 5_000


def check_article(article: Article) -> None:
    """Raises errors.Invalid with the path of the field."""
    for product, range_text in article.product_versions.items():
        try:
            bounds_of(range_text)
        except ValueError as exc:
            raise Invalid(str(exc), path=f"product_versions.{product}") from exc
    if article.kind is ArticleKind.PROCEDURE and not article.procedure:
        raise Invalid("a procedure has steps", path="procedure")
    _check_steps(article)


def _check_steps(article: Article) -> None:
    steps = article.procedure
    if len(steps) > MAX_STEPS:
        raise Invalid(f"at most {MAX_STEPS} steps", path="procedure")
    ids = [step.id for step in steps]
    for at, step in enumerate(steps):
        path = f"procedure[{at}]"
        if not step.id or ids.index(step.id) != at:
            raise Invalid("each step has a name of its own", path=f"{path}.id")
        if not step.text.strip() or len(step.text) > MAX_STEP_CHARS:
            raise Invalid(f"expected 1 to {MAX_STEP_CHARS} characters", path=f"{path}.text")
        if len(step.choices) > MAX_CHOICES or len({one.text for one in step.choices}) < len(step.choices):
            raise Invalid(f"at most {MAX_CHOICES} choices, each with words of its own", path=f"{path}.choices")
        for number, choice in enumerate(step.choices):
            if not choice.text.strip() or len(choice.text) > MAX_STEP_CHARS:
                raise Invalid("expected some words", path=f"{path}.choices[{number}].text")
            if choice.to and choice.to not in ids:
                raise Invalid(f"no such step: {choice.to}", path=f"{path}.choices[{number}].to")


async def check_files(desk: Desk, article: Article) -> None:
    """Raises errors.Invalid for a file that is not there, or that no link could name."""
    if len(article.files) > MAX_FILES:
        raise Invalid(f"at most {MAX_FILES} files", path="files")
    names = [one.name for one in article.files]
    for at, file in enumerate(article.files):
        if file.name != safe_name(file.name) or names.index(file.name) != at:
            raise Invalid("each file has a plain name of its own", path=f"files[{at}].name")
        if await desk.blobs.size(BlobId(file.blob_id)) is None:
            raise Invalid("this file is not here (any more): upload it", path=f"files[{at}].blob_id")


async def check_translations(desk: Desk, article: Article) -> None:
    """One living article a language under a slug, and none translated from itself by way of others.

    Raises errors.Conflict at ``language``, errors.Invalid at ``source_language``.
    """
    if article.source_language == article.language:
        raise Invalid("an article is not translated from its own language", path="source_language")
    if article.state is ArticleState.ARCHIVED:
        return
    siblings = [one for one in await of_slug(desk, article.slug) if one.id != article.id]
    if any(one.language == article.language and one.state is not ArticleState.ARCHIVED for one in siblings):
        raise Conflict("there is an article in this language already", path="language")
    if circle := circle_of(article, siblings):
        raise Invalid(f"translated in a circle: {' from '.join(circle)}", path="source_language")
