import argparse
import asyncio
import datetime
from typing import Literal, Optional

import fal


@fal.function(machine_type="S")
def add(a: int, b: int):
    return a + b


def first():
    print(add(1, 2))


async def second(
    n: int = 2, mode: Literal["fast", "slow"] = "fast", note: Optional[str] = None, loud: bool = True
):
    print(await asyncio.to_thread(add, n, n), mode, note, loud)


def third(started: datetime.datetime, run: str = "a"):
    print(started.year, add(started.month, started.day), run)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="entrypoint", required=True)
    command = commands.add_parser("first")
    command.set_defaults(run_entrypoint=lambda args: first())
    command = commands.add_parser("second")
    command.add_argument("--n", type=int, default=2)
    command.add_argument("--mode", choices=["fast", "slow"], default="fast")
    command.add_argument("--note", default=None)
    command.add_argument("--loud", action=argparse.BooleanOptionalAction, default=True)
    command.set_defaults(
        run_entrypoint=lambda args: asyncio.run(second(
            n=args.n,
            mode=args.mode,
            note=args.note,
            loud=args.loud,
        ))
    )
    command = commands.add_parser("third")
    command.add_argument("--started", type=datetime.datetime.fromisoformat, required=True)
    command.add_argument("--run", default="a")
    command.set_defaults(run_entrypoint=lambda args: third(started=args.started, run=args.run))
    args = parser.parse_args()
    args.run_entrypoint(args)
