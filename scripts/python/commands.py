"""Reads the command lines of the modal and fal programs: arguments and options of each command."""

from __future__ import annotations

import argparse
import typing

import click

Command = dict[str, typing.Any]


def click_commands(command: click.Command, path: str) -> dict[str, Command]:
    """All commands below a click command, by what a person types."""
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    options = [p for p in command.params if isinstance(p, click.Option)]
    entry: Command = {}
    if arguments:
        entry["arguments"] = [p.human_readable_name + ("..." if p.nargs == -1 else "") for p in arguments]
    if options:
        entry["options"] = dict(
            _option([*p.opts, *p.secondary_opts], takes_value=not p.is_flag and not p.count) for p in options
        )
    if command.hidden:
        entry["hidden"] = True
    found = {path: entry}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                found |= click_commands(child, f"{path} {name}")
    return found


def argparse_commands(parser: argparse.ArgumentParser, path: str) -> dict[str, Command]:
    """All commands below an argparse parser, by what a person types."""
    entry: Command = {}
    found = {path: entry}
    arguments: list[str] = []
    options: dict[str, Command] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                found |= argparse_commands(child, f"{path} {name}")
        elif action.option_strings:
            name, option = _option(list(action.option_strings), takes_value=action.nargs != 0)
            options[name] = option
        else:
            arguments.append(action.dest + ("..." if action.nargs in ("+", "*") else ""))
    if arguments:
        entry["arguments"] = arguments
    if options:
        entry["options"] = options
    return found


def _option(flags: list[str], takes_value: bool) -> tuple[str, Command]:
    name = max(flags, key=len)
    option: Command = {}
    others = [flag for flag in flags if flag != name]
    if others:
        option["also"] = others
    if takes_value:
        option["value"] = True
    return name, option
