"""What a person wrote in this mail, without quoted replies and signature."""


def strip_text(text: str) -> str:
    return text


def strip_html(html: str) -> str:
    return html
