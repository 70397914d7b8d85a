"""Parses Swift and Kotlin sources that nothing here can compile: python syntax.py FILE…; ends with 1 at the first place that the
grammar of the language does not know. Types and names are not looked at. Needs tree-sitter, tree-sitter-swift, tree-sitter-kotlin."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import tree_sitter_kotlin
import tree_sitter_swift
from tree_sitter import Language, Node, Parser

KOTLIN, SWIFT = (Parser(Language(grammar.language())) for grammar in (tree_sitter_kotlin, tree_sitter_swift))
PARSERS = {".kt": KOTLIN, ".kts": KOTLIN, ".swift": SWIFT}
# Swift allows an attribute inside `#if` before its declaration; the grammar does not. UniFFI writes exactly this one.
ATTRIBUTE = re.compile(rb"#if swift\(>=5\.8\)\n( *@_documentation\(visibility: private\))\n#endif")


def first_error(node: Node) -> Node | None:
    if node.is_error or node.is_missing:
        return node
    return next((found for child in node.children if child.has_error and (found := first_error(child))), None)


def check(parser: Parser, source: bytes) -> str | None:
    wrong = first_error(parser.parse(ATTRIBUTE.sub(rb"\n\1\n", source)).root_node)
    return wrong and f"line {wrong.start_point.row + 1}, column {wrong.start_point.column + 1}"


def main(paths: list[Path]) -> int:
    # A parser that takes everything would prove nothing.
    for parser, broken in ((KOTLIN, b"fun a( { }"), (SWIFT, b"func a( -> { }")):
        if check(parser, broken) is None:
            print("a broken source was taken", file=sys.stderr)
            return 1
    for path in paths:
        if place := check(PARSERS[path.suffix], path.read_bytes()):
            print(f"{path}: no {path.suffix[1:]} from {place}", file=sys.stderr)
            return 1
    print(f"{len(paths)} sources parsed: {', '.join(path.name for path in paths)}")
    return 0


sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
