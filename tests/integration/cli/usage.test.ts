import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cliFor } from "./run-cli.ts";

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
	version: string;
};

test.each([
	["an unknown command", ["frobnicate"], "unknown command"],
	["a command that is nearly one", ["statsu"], "Did you mean status?"],
	["an unknown option", ["status", "--colour"], "unknown option"],
	["a missing argument", ["answer", "Q-1"], "missing required argument"],
	["a port that is none", ["start", "--port", "70000"], "0 to 65535"],
	["a duration that is none", ["ask", "x", "--wait", "soon"], "must be a duration"],
	["a moment that is none", ["ask", "x", "--deadline", "later"], "a time of day"],
	["a default without a deadline", ["ask", "x", "--default", "a"], "needs a --deadline"],
	["show without an item", ["roadmap", "show"], "takes the id of an item"],
	["a status that is none", ["roadmap", "status", "US-1", "soon"], "a status is one of planned, in-progress"],
	["a move to nowhere", ["roadmap", "move", "US-1"], "takes either --before ID or --end"],
	["an option of another word", ["roadmap", "list", "--reason", "x"], "--reason does not go with list"],
	[
		"a file that no daemon works from",
		["roadmap", "aside", "US-1", "--file", "x.md"],
		"goes with --daemon, not with --file",
	],
	["a file and a daemon", ["roadmap", "--file", "x.md", "--daemon", "dev"], "choose one of --file and --daemon"],
	["following as one document", ["logs", "bot", "-f", "--json"], "choose one"],
	["names for the dashboard alone", ["stop", "--dashboard-only", "bot"], "without names"],
	["a time-out without a unit", ["stop", "bot", "--timeout", "5"], "24 days at most"],
	["a choice of nothing", ["ask", "x", "--choice", ""], "must not be empty"],
	["a count that is none", ["logs", "bot", "-n", "-3"], "0 or more"],
])("%s is wrong usage: status 2, one line of explanation, nothing on standard output", async (_what, args, words) => {
	const cli = await cliFor({});
	const { status, stdout, stderr } = await cli.run(...args);
	expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
	expect(stderr).toContain(words);
	expect(stderr).toMatch(/^nightshift: [^\n]+; see "nightshift( \w+)? --help"\.$/);
});

test("help and version are no failures", async () => {
	const cli = await cliFor({});
	expect(await cli.run("--version")).toMatchObject({ status: 0, stdout: version });
	const help = await cli.run("ask", "--help");
	expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining("--choice") });
	expect(help.stdout).toContain("--home");
});

test("--home names the state directory, over NIGHTSHIFT_HOME", async () => {
	const [cli, other] = [await cliFor({ mine: { command: ["x"] } }), await cliFor({ theirs: { command: ["x"] } })];
	const { daemons } = await cli.json("status", "--home", other.paths.home);
	expect(daemons.map(({ name }) => name)).toEqual(["theirs"]);
});
