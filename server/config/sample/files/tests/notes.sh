#!/bin/sh
# Tests bin/notes: prints "ok", or what is wrong.
set -eu
cd "$(dirname "$0")/.."

fail() {
	echo "failed: $1" >&2
	exit 1
}

sh bin/notes list | grep -q '^owls  *Owls$' || fail "list does not show the owls"
sh bin/notes find oak | grep -q '^owls.md:' || fail "find does not find the oak"
if sh bin/notes dance 2>/dev/null; then fail "an unknown command is taken for a good one"; fi
echo ok
