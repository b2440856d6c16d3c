"""A walk through everything, wherever the bot can be used, and nothing in it that Discord would not take."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import cogs
from bot.store import SqliteFollowing
from tests.discord.conftest import launched
from tests.discord.kiosk import database, posted, told, until
from tests.discord.library import stock
from tests.discord.steps import COMMANDS, MENUS, PRESSES, TYPED, Who
from tests.discord.walker import Walker
from tests.standin import BotProcess, CannotDo, FakeDiscord, Obj
from tests.standin.constants import CommandType, OptionType
from tests.standin.people.actor import Doing

pytestmark = pytest.mark.asyncio(loop_scope="module")

NESTED = (OptionType.SUBCOMMAND, OptionType.GROUP)
SERVERS = ("all of it", "without rights", "before and after")
MANAGERS = {each.kind for each in PRESSES if each.who is Who.MANAGER}
TOLD = {"digest"}  # below what the bot writes by itself, where it is followed or has been asked for alerts


class House:
    """A stand-in with the bot and its archive, in several servers that follow it."""

    def __init__(self, discord: FakeDiscord, folder: Path) -> None:
        self.discord = discord
        self.reader = discord.add_user("reader")
        self._folder = folder
        self._servers = {name: discord.add_guild(name) for name in SERVERS}
        self._bot: BotProcess | None = None

    async def start(self) -> None:
        """Starts the bot, the running one stopped."""
        if self._bot:
            await self._bot.stop()
        profile = self._folder / "walk.toml"  # its source is in a private network, which is refused at once
        profile.write_text('slug = "walk"\nname = "Walk"\nsources = ["http://127.0.0.1/feed"]\n', encoding="utf-8")
        self._bot = await launched(self.discord, self._folder, BACKISSUE_PROFILE=str(profile))

    async def publish(self) -> None:
        """Makes the newest issue news, which every server follows and the reader has an alert for."""
        since = dt.datetime.now(dt.UTC)
        async with SqliteFollowing.open(self._folder / "data" / "backissue.sqlite3") as following:
            for guild in self._servers.values():
                self.discord.add_role(guild, "readers", mentionable=True)
                channel, by = int(guild.channels[0].id), int(self.discord.owner.id)
                await following.follow(int(guild.id), channel, None, None, by, since)
            await following.add_alert(int(self.reader.id), "endless barge", since, 1)
        database(
            self._folder,
            "UPDATE arrivals SET is_news = 1, seen_at = ? WHERE issue_id = (SELECT id FROM issues WHERE key = '11')",
            dt.datetime.now(dt.UTC).isoformat(),
        )

    async def server(self, name: str) -> Walker:
        """A walk in a server of its own, which has had the digest."""
        guild = self._servers[name]
        await until(lambda: posted(self.discord, guild.channels[0]))
        return Walker(self.discord, Doing(guild=guild), posted(self.discord, guild.channels[0]))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One bot for all walks."""
    folder = tmp_path_factory.mktemp("walk")
    stock(folder)
    async with FakeDiscord(global_limit=None, rate_limits=None) as discord:
        house = House(discord, folder)
        await house.publish()
        await house.start()
        yield house
        discord.assert_clean()


def leaves(command: Obj, path: str = "") -> Iterator[tuple[str, list[Obj]]]:
    """A registered command's subcommands, or itself, by their paths, with their options."""
    path = f"{path} {command.name}".strip()
    nested = [option for option in command.options or [] if option.type in NESTED]
    for each in nested:
        yield from leaves(each, path)
    if not nested:
        yield path, command.options or []


def registered(discord: FakeDiscord) -> dict[str, list[Obj]]:
    """What the bot told Discord: slash commands by their paths, with their options."""
    slash = [command for (_, kind, _), command in discord.commands.items() if kind == CommandType.CHAT]
    return dict(leaf for command in slash for leaf in leaves(command))


async def test_every_command_and_option_has_a_step(house: House) -> None:
    """What the bot told Discord of commands, options, suggestions and menus is what the walk carries out."""
    there = registered(house.discord)
    given = {name: {option for each in COMMANDS if each.name == name for option in each.options} for name in there}
    assert given == {name: {option.name for option in options} for name, options in there.items()}
    assert {each.name for each in COMMANDS} == set(there)
    suggesting = {(name, option.name) for name, options in there.items() for option in options if option.autocomplete}
    assert {(each.name, each.option) for each in TYPED} == suggesting
    menus = {name for (_, kind, name) in house.discord.commands if kind != CommandType.CHAT}
    assert {each.name for each in MENUS} == menus


def kinds() -> set[str]:
    """The kinds of buttons and selects that the cogs answer."""
    methods = [method for name in cogs.__all__ for method in vars(getattr(cogs, name)).values()]
    return {kind for method in methods for kind in getattr(method, "presses", ())}


async def test_everything_works_in_a_server(house: House) -> None:
    """Each command, and each kind of button that a cog answers; who did not ask gets what is pressed alone."""
    assert {each.kind for each in PRESSES} == kinds()
    walker = await house.server("all of it")
    await walker.look()
    assert await walker.press_refused() == MANAGERS
    assert await walker.press_all(house.discord.add_user("stranger")) == kinds()


@pytest.mark.parametrize("place", ["direct messages", "a server without the bot", "a group", "its own, installed"])
async def test_everything_works_elsewhere(house: House, place: str) -> None:
    """In direct messages, a group's too, and for who installed the bot alone, members are answered as in a server."""
    discord = house.discord
    user, friend = discord.add_user("elsewhere"), discord.add_user("friend")
    doing = Doing(user=user, user_install=place != "direct messages")
    if place == "a server without the bot":
        doing["guild"] = discord.add_guild("Elsewhere", with_bot=False)
    elif place == "a group":
        doing["channel"] = discord.add_group(user, friend)
    else:
        doing["dm"] = True
    walker = Walker(discord, doing)
    await walker.look(Who.MEMBER)
    assert await walker.press_all(friend if place == "a group" else None) == kinds() - MANAGERS - TOLD


async def test_alerts_can_be_pressed(house: House) -> None:
    """Everything below the message that an alert brings answers, in direct messages."""
    discord = house.discord
    await until(lambda: told(discord, house.reader))
    walker = Walker(discord, Doing(user=house.reader, dm=True), told(discord, house.reader))
    assert await walker.press_all() >= {*TOLD, "open"}


async def test_who_may_not_is_told_so(house: House) -> None:
    """Without the rights a command is not offered, and sent all the same it is refused to the one who sent it alone."""
    group = Doing(channel=house.discord.add_group(house.discord.user), user_install=True)
    for doing in (Doing(permissions=0), Doing(permissions="administrator"), Doing(dm=True), group):
        walker = Walker(house.discord, doing)
        for command in COMMANDS:
            rights = command.who is Who.OWNER or (command.who is Who.MANAGER and doing.get("permissions") == 0)
            if rights or (command.only_in_servers and (doing.get("dm") or doing.get("user_install"))):
                await walker.refused(command)
    for name in {each.name for each in COMMANDS if each.who is not Who.MEMBER}:
        with pytest.raises(CannotDo):
            await house.discord.slash(name)


async def test_members_without_rights_read_and_press(house: House) -> None:
    """Who may do nothing else on a server may still ask, read and press."""
    walker = await house.server("without rights")
    walker.doing |= Doing(user=house.discord.add_user("newcomer"), permissions=0)
    await walker.look(Who.MEMBER)
    assert await walker.press_all() == kinds() - MANAGERS


async def test_mentions_are_answered_with_buttons_that_work(house: House) -> None:
    """A question in a channel, a thread, a direct message or a reply brings a card whose every button answers."""
    discord = house.discord
    thread = discord.add_thread(discord.channel, "walk")
    await discord.dispatch("THREAD_CREATE", thread, discord.guild)
    first = await discord.mention("language models")
    said = [
        first,
        await discord.mention("language models", channel=thread),
        await discord.say("language models", dm=True),
    ]
    said.append(await discord.say("and which models read or write text?", reply_to=first))
    for exchange in said:
        pressed = await Walker(discord, Doing(), list(exchange.replies)).press_all()
        assert pressed >= {"answer", "related", "context", "why", "cite", "helpful", "unhelpful", "open", "item"}


async def test_everything_can_be_pressed_after_a_restart(house: House) -> None:
    """What one process showed, the next one answers, each kind of button and select."""
    walker = await house.server("before and after")
    await walker.look(Who.MEMBER, Who.MANAGER)
    await house.start()
    assert await walker.press_all() == kinds()
