"""The limits of a message's components, of both generations: nesting, counts, texts, custom ids, media."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from tests.standin.constants import SELECTS, ButtonStyle, ComponentType
from tests.standin.rules.problems import Node, Problems, Where

_IN_CONTAINER = frozenset(
    {
        ComponentType.ROW,
        ComponentType.SECTION,
        ComponentType.TEXT,
        ComponentType.GALLERY,
        ComponentType.FILE,
        ComponentType.SEPARATOR,
    }
)
_TOP_LEVEL = _IN_CONTAINER | {ComponentType.CONTAINER}


def check_components(problems: Problems, components: list[Node], *, v2: bool, files: AbstractSet[str]) -> None:
    """All components of one message; `files` are the names that attachment:// may mean."""
    if not v2:
        problems.size(("components",), components, 0, 5)
    check = _ComponentCheck(problems, files)
    for index, component in enumerate(components):
        check.visit(component, ("components", index), _TOP_LEVEL if v2 else {ComponentType.ROW})
    check.totals()


def check_type(problems: Problems, node: Node, where: Where, allowed: AbstractSet[ComponentType]) -> bool:
    """Whether a component of this type may stand here."""
    if node.get("type") in allowed:
        return True
    choices = tuple(int(kind) for kind in sorted(allowed))
    problems.add((*where, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {choices}.')
    return False


def check_custom_id(problems: Problems, node: Node, where: Where, seen: set[str | None]) -> None:
    """A custom id of 1 to 100 characters that is not among those `seen`; it is added to them."""
    custom_id: str | None = node.get("custom_id")
    problems.text((*where, "custom_id"), custom_id, 1, 100, required=True)
    if custom_id in seen:
        problems.add(
            (*where, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
        )
    seen.add(custom_id)


def check_select(problems: Problems, node: Node, where: Where) -> None:
    """A select menu: how many may be picked, and the options of one that lists its own."""
    problems.text((*where, "placeholder"), node.get("placeholder"), 0, 150)
    low, high = node.get("min_values"), node.get("max_values")
    problems.number((*where, "min_values"), low, 0, 25)
    problems.number((*where, "max_values"), high, 1, 25)
    if (1 if low is None else low) > (1 if high is None else high):
        problems.add((*where, "min_values"), "SELECT_MIN_GREATER_THAN_MAX", "min_values must not exceed max_values")
    if node.get("type") == ComponentType.STRING_SELECT:
        _check_select_options(problems, node, where, high or 1)


def _check_select_options(problems: Problems, node: Node, where: Where, most: int) -> None:
    options = problems.size((*where, "options"), node.get("options"), 1, 25)
    for index, option in enumerate(options):
        problems.text((*where, "options", index, "label"), option.get("label"), 1, 100, required=True)
        problems.text((*where, "options", index, "value"), option.get("value"), 1, 100, required=True)
        problems.text((*where, "options", index, "description"), option.get("description"), 0, 100)
    if len({option.get("value") for option in options}) < len(options):
        message = "The specified option value is already used"
        problems.add((*where, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
    if len(options) < most:
        problems.add((*where, "options"), "BASE_TYPE_BAD_LENGTH", "There are fewer options than max_values")


class _ComponentCheck:
    """One walk over a message's components, with what they share: ids, their number, the characters of text."""

    def __init__(self, problems: Problems, files: AbstractSet[str]) -> None:
        self.problems = problems
        self.files = files
        self.ids: set[str | None] = set()
        self.count = 0
        self.characters = 0
        self._checks = {
            ComponentType.ROW: self._row,
            ComponentType.BUTTON: self._button,
            ComponentType.SECTION: self._section,
            ComponentType.TEXT: self._text,
            ComponentType.THUMBNAIL: self._thumbnail,
            ComponentType.GALLERY: self._gallery,
            ComponentType.FILE: self._file,
            ComponentType.CONTAINER: self._container,
            **dict.fromkeys(SELECTS, self._select),
        }

    def visit(self, node: Node, where: Where, allowed: AbstractSet[ComponentType]) -> None:
        """Checks one component and those inside it."""
        self.count += 1
        if check_type(self.problems, node, where, allowed):
            check = self._checks.get(node["type"])
            if check:
                check(node, where)

    def totals(self) -> None:
        """Checks what holds for the message as a whole."""
        if self.count > 40:
            message = f"Message has {self.count} components; at most 40 are allowed."
            self.problems.add(("components",), "BASE_TYPE_BAD_LENGTH", message)
        if self.characters > 4000:
            message = f"Text displays hold {self.characters} characters; at most 4000 are allowed."
            self.problems.add(("components",), "COMPONENT_TEXT_TOO_LONG", message)

    def _children(self, node: Node, where: Where, most: int, allowed: AbstractSet[ComponentType]) -> list[Any]:
        children = self.problems.size((*where, "components"), node.get("components"), 1, most)
        for index, child in enumerate(children):
            self.visit(child, (*where, "components", index), allowed)
        return children

    def _row(self, node: Node, where: Where) -> None:
        row = self._children(node, where, 5, SELECTS | {ComponentType.BUTTON})
        if sum(5 if child.get("type") in SELECTS else 1 for child in row) > 5:
            message = "The specified component exceeds the maximum width"
            self.problems.add((*where, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)

    def _section(self, node: Node, where: Where) -> None:
        self._children(node, where, 3, {ComponentType.TEXT})
        allowed = {ComponentType.BUTTON, ComponentType.THUMBNAIL}
        self.visit(node.get("accessory") or {}, (*where, "accessory"), allowed)

    def _container(self, node: Node, where: Where) -> None:
        self._children(node, where, 40, _IN_CONTAINER)

    def _text(self, node: Node, where: Where) -> None:
        self.problems.text((*where, "content"), node.get("content"), 1, 4000, required=True)
        self.characters += len(node.get("content") or "")

    def _select(self, node: Node, where: Where) -> None:
        check_custom_id(self.problems, node, where, self.ids)
        check_select(self.problems, node, where)

    def _thumbnail(self, node: Node, where: Where) -> None:
        self._media(node.get("media"), (*where, "media", "url"))

    def _file(self, node: Node, where: Where) -> None:
        self._media(node.get("file"), (*where, "file", "url"))

    def _gallery(self, node: Node, where: Where) -> None:
        for index, item in enumerate(self.problems.size((*where, "items"), node.get("items"), 1, 10)):
            self._media(item.get("media"), (*where, "items", index, "media", "url"))
            self.problems.text((*where, "items", index, "description"), item.get("description"), 0, 1024)

    def _media(self, media: Node | None, where: Where) -> None:
        url: str | None = (media or {}).get("url")
        if not url:
            self.problems.missing(where)
        elif url.startswith("attachment://") and url.removeprefix("attachment://") not in self.files:
            code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
            self.problems.add(where, code, "Attachment was not found in the message")

    def _button(self, node: Node, where: Where) -> None:
        self.problems.text((*where, "label"), node.get("label"), 0, 80)
        style = node.get("style")
        if style not in list(ButtonStyle):
            self.problems.add((*where, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
        elif style == ButtonStyle.LINK:
            self.problems.text((*where, "url"), node.get("url"), 1, 512, required=True)
        elif style == ButtonStyle.PREMIUM:
            if not node.get("sku_id"):
                self.problems.missing((*where, "sku_id"))
        else:
            check_custom_id(self.problems, node, where, self.ids)
        self._button_contradictions(node, where)

    def _button_contradictions(self, node: Node, where: Where) -> None:
        style = node.get("style")
        if style == ButtonStyle.PREMIUM:
            return
        if node.get("custom_id" if style == ButtonStyle.LINK else "url"):
            message = "A custom id and url cannot both be specified"
            self.problems.add(where, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
        if not node.get("label") and not node.get("emoji"):
            message = "A button must have a label or an emoji"
            self.problems.add(where, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", message)
