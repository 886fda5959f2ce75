"""The command `laufzettel`: finds the function behind a command and loads nothing else."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from laufzettel.console.conf import read_conf
from laufzettel.kernel.errors import Invalid, LaufzettelError
from laufzettel.kernel.levels import LEVELS
from laufzettel.platform.environment import SettingError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 found something wrong, 2 could not run."""
    given = build_parser().parse_args(arguments)
    module, function = given.run.split(":")
    options = {key: value for key, value in vars(given).items() if key not in {"run", "command", "subcommand"}}
    try:
        code: int = getattr(importlib.import_module(f"laufzettel.console.{module}"), function)(**options)
    except Invalid as error:
        sys.stderr.writelines(f"laufzettel: {problem.path}: {problem.message}\n" for problem in error.problems)
        return 2
    except (SettingError, LaufzettelError, FileNotFoundError) as problem:
        sys.stderr.write(f"laufzettel: {problem}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def build_parser() -> argparse.ArgumentParser:
    """Build the command line with every command; `run` names the function behind it."""
    parser = argparse.ArgumentParser(prog="laufzettel", description="Vom Antrag bis zur Akte")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_service(commands)
    _add_fim(commands)
    _add_rules(commands)
    _add_audit(commands)
    _add_machines(commands)
    _add_jobs(commands)
    _add_search(commands)
    _add_privacy(commands)
    _add_running(commands)
    return parser


def _add_service(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    service = commands.add_parser("service", help="check and play service packages")
    actions = service.add_subparsers(dest="subcommand", required=True)
    for name, text in {"check": "check packages without running them", "test": "play the scenarios"}.items():
        action = actions.add_parser(name, help=text)
        action.add_argument("keys", nargs="*", metavar="KEY", help="packages in services/")
        action.add_argument("--all", action="store_true", dest="is_all", help="every package")
        action.add_argument("--town", default="", help="only with the overlay of this town")
        action.set_defaults(run=f"packages:{name}")


def _add_fim(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    fim = commands.add_parser("fim", help="schemas of the national form catalogue (XDatenfelder)")
    actions = fim.add_subparsers(dest="subcommand", required=True)
    into = actions.add_parser("import", help="make the draft of a package from an XDatenfelder 2 or 3 file")
    into.add_argument("file", type=Path, metavar="FILE")
    into.add_argument("--key", default="", help="key of the package; none: from the title")
    into.add_argument("--to", type=Path, metavar="DIR", help="folder for the package; none: services/")
    into.add_argument(
        "--code-list", type=Path, action="append", default=[], dest="code_lists", metavar="FILE",
        help="code list in Genericode; may be given several times",
    )  # fmt: skip
    into.set_defaults(run="fim:import_schema")
    quality = actions.add_parser("lint", help="report the quality of an XDatenfelder file by finding numbers")
    quality.add_argument("file", type=Path, metavar="FILE")
    quality.set_defaults(run="fim:lint")
    out = actions.add_parser("export", help="write the form of a package as XDatenfelder 3")
    out.add_argument("key", metavar="KEY")
    out.add_argument("--output", type=Path, metavar="FILE", help="none: to standard output")
    out.set_defaults(run="fim:export_schema")


def _add_rules(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    rules = commands.add_parser("rules", help="try expressions and decision tables")
    actions = rules.add_subparsers(dest="subcommand", required=True)
    evaluate = actions.add_parser("eval", help="evaluate a FEEL expression")
    evaluate.add_argument("expression")
    evaluate.add_argument("--with", dest="context", default="{}", metavar="JSON", help="names and their values")
    evaluate.add_argument("--context", dest="file", type=Path, metavar="FILE", help="the same from a JSON file")
    evaluate.set_defaults(run="rules:evaluate")
    table = actions.add_parser("table", help="evaluate a DMN file and explain the result")
    table.add_argument("file", type=Path)
    table.add_argument("decision", nargs="?", help="only this decision; none: every final one")
    table.add_argument("--with", dest="context", default="{}", metavar="JSON", help="names and their values")
    table.add_argument("--input", dest="values", type=Path, metavar="FILE", help="the same from a JSON file")
    table.set_defaults(run="rules:decide")
    tck = commands.add_parser("tck", help="measure against the DMN TCK")
    tck.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    tck.set_defaults(run="rules:tck")


def _add_audit(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    audit = commands.add_parser("audit", help="prove the audit trail")
    verify = audit.add_subparsers(dest="subcommand", required=True).add_parser(
        "verify", help="recompute every chain and anchor; names the first broken row"
    )
    verify.add_argument("--town", default="", help="only this town")
    verify.set_defaults(run="audit:verify")


def _add_machines(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    machines = commands.add_parser("api-client", help="programs that may hand in applications for citizens")
    actions = machines.add_subparsers(dest="subcommand", required=True)
    add = actions.add_parser("add", help="make a client and print its secret once")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--town", required=True)
    add.add_argument("--services", nargs="+", required=True, metavar="KEY", help="services it may hand in")
    add.add_argument(
        "--level", choices=LEVELS, default="none", help="how surely it knows the people it hands in for (default none)"
    )
    add.set_defaults(run="machines:add")
    revoke = actions.add_parser("revoke", help="take the access of a client away at once")
    revoke.add_argument("name", metavar="NAME")
    revoke.add_argument("--town", required=True)
    revoke.set_defaults(run="machines:revoke")
    show = actions.add_parser("list", help="list the clients")
    show.add_argument("--town", default="", help="only of this town")
    show.set_defaults(run="machines:show")


def _add_jobs(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    jobs = commands.add_parser("jobs", help="list background work that used up its attempts")
    jobs.set_defaults(run="jobs:show")
    retry = jobs.add_subparsers(dest="subcommand").add_parser("retry", help="put failed jobs back into the queue")
    retry.add_argument("ids", nargs="*", type=int, metavar="ID", help="jobs; none: all that failed")
    retry.set_defaults(run="jobs:retry")


def _add_search(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    search = commands.add_parser("search", help="what people look for")
    actions = search.add_subparsers(dest="subcommand", required=True)
    misses = actions.add_parser("misses", help="list what was asked for on several days without a hit")
    misses.add_argument("--town", required=True, metavar="KEY")
    misses.set_defaults(run="search:misses")


def _add_privacy(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    privacy = commands.add_parser("privacy", help="what the services of a town do with personal data")
    record = privacy.add_subparsers(dest="subcommand", required=True).add_parser(
        "record", help="write the record of processing activities (Art. 30 DSGVO) of all published services"
    )
    record.add_argument("--town", required=True, metavar="KEY")
    record.add_argument("--output", type=Path, metavar="FILE", help="an HTML page; none: to standard output")
    record.set_defaults(run="privacy:record")


def _add_running(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="start everything on this machine, with invented people")
    demo.add_argument("--port", type=int, default=read_conf().port, help="of the web; simulators use port + 10 to 13")
    demo.set_defaults(run="demo:run")
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(run="town:migrate")
    load = commands.add_parser("load-town", help="load or refresh a town from municipalities/KEY")
    load.add_argument("key", metavar="KEY")
    load.set_defaults(run="town:load_town")
    publish = commands.add_parser("publish", help="publish the packages a town offers")
    publish.add_argument("--all", action="store_true", required=True, dest="is_all", help="every offered package")
    publish.add_argument("--town", default="", help="only in this town")
    publish.set_defaults(run="town:publish")
    bench = commands.add_parser("bench", help="measure, side by side with a baseline")
    bench.add_argument("names", nargs="*", metavar="NAME", help="files in benchmarks/; none: all")
    bench.set_defaults(run="bench:run")
    commands.add_parser("demo-code", help="second factor of the demo clerks").set_defaults(run="town:print_demo_codes")
    commands.add_parser("settings", help="list everything that can be set").set_defaults(
        run="settings_list:print_settings"
    )


if __name__ == "__main__":
    sys.exit(main())
