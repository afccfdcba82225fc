"""A procedure: steps in their order, with branches, that an agent walks through beside a conversation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureChoice:
    """One way on: what was found, and the step it leads to; '' ends the procedure."""

    text: str
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStep:
    """``text`` is what to do or ask. Without choices it is done, and the next one in order follows."""

    id: str
    text: str
    choices: tuple[ProcedureChoice, ...] = ()


def step_after(steps: tuple[ProcedureStep, ...], step_id: str, choice: str = "") -> ProcedureStep | None:
    """The step that follows one when ``choice`` was made there; None at the end. Raises LookupError for no such."""
    places = {step.id: at for at, step in enumerate(steps)}
    step = steps[places[step_id]]
    if not step.choices:
        return steps[places[step_id] + 1] if places[step_id] + 1 < len(steps) else None
    chosen = next((one for one in step.choices if one.text == choice), None)
    if chosen is None:
        raise LookupError(f"no such choice: {choice}")
    return steps[places[chosen.to]] if chosen.to else None
