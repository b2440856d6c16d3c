"""Discord's documented limits on what a bot sends: messages, components, modals, commands.

Every `check_` function returns the Problems it found; the server answers them with HTTP 400 in Discord's nested form.
Sources: Discord's developer documentation (resources/message, components/reference, interactions).
"""

from tests.standin.rules.commands import check_autocomplete, check_commands
from tests.standin.rules.messages import check_message
from tests.standin.rules.modals import check_modal
from tests.standin.rules.problems import Problems

__all__ = ["Problems", "check_autocomplete", "check_commands", "check_message", "check_modal"]
