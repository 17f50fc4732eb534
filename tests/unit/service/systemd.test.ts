import { expect, test } from "vitest";
import { dangersOf, readUnitSettings } from "../../../server/service/systemd/dangers.ts";
import { problemsOfUnit } from "../../../server/service/systemd/problems.ts";
import { parseProperties } from "../../../server/service/systemd/systemctl.ts";
import { describeUnit } from "../../../server/service/systemd/unit.ts";
import { explainUnreachable, type Surroundings } from "../../../server/service/systemd/unreachable.ts";
import { definition } from "./definitions.ts";

const UNIT = "/home/me/.config/systemd/user/nightshift.service";
const PLAIN: Surroundings = {
	hasSystemctl: true,
	booted: true,
	wsl: false,
	container: false,
	user: "me",
	sudoUser: null,
};

test("the unit as it is made holds no danger for the daemons", () => {
	expect(dangersOf(readUnitSettings([describeUnit(definition())]), [UNIT])).toEqual([]);
});

test.each([["control-group"], ["mixed"], [""]])("KillMode=%s is a danger, and the file to mend is named", (mode) => {
	const dropIn = `${UNIT}.d/override.conf`;
	const settings = readUnitSettings([describeUnit(definition()), `[Service]\nKillMode = ${mode}\n`]);
	expect(dangersOf(settings, [UNIT, dropIn])).toMatchObject([
		{ id: "service-kills-daemons", severity: "error", mend: expect.stringContaining(dropIn) },
	]);
});

test("so is OOMPolicy=kill; settings of other sections and comments are not settings of the service", () => {
	const settings = readUnitSettings([
		"[Service]\r\nKillMode=process\r\nOOMPolicy=kill\r\n#KillMode=mixed\n[Unit]\nKillMode=mixed\n",
	]);
	expect(dangersOf(settings, [UNIT]).map(({ id }) => id)).toEqual(["service-kills-on-oom"]);
});

test("properties are read as systemctl prints them", () => {
	expect(parseProperties("ActiveState=active\nDropInPaths=\nWhat=a=b\nnonsense\n")).toEqual({
		ActiveState: "active",
		DropInPaths: "",
		What: "a=b",
	});
});

test.each<[string, Partial<Surroundings>, string]>([
	["through sudo", { user: "root", sudoUser: "me" }, "run it again as me, without sudo"],
	["in a container", { booted: false, container: true }, "let the container itself start Nightshift"],
	["in WSL without systemd", { booted: false, wsl: true }, "systemd=true"],
	["without systemctl", { hasSystemctl: false, booted: false }, "was not started with systemd"],
	["without a session", {}, "sign in as me"],
])("%s it is said why there is no systemd to install into", (_where, surroundings, expected) => {
	expect(explainUnreachable({ ...PLAIN, ...surroundings })).toContain(expected);
});

test.each([
	[{ lingers: false }, ["service-not-lingering"]],
	[{ lingers: true }, []],
	[{ lingers: null }, []],
	[{ lingers: true, shown: { LoadState: "not-found", KillMode: "mixed" } }, []],
	[
		{
			lingers: true,
			shown: { LoadState: "loaded", KillMode: "process", ActiveState: "failed", NeedDaemonReload: "yes" },
		},
		["service-given-up", "service-not-reloaded"],
	],
])("of a unit it is told what is wrong: %j", (facts, ids) => {
	const unit = {
		unit: "nightshift.service",
		title: "the unit",
		file: UNIT,
		shown: { LoadState: "loaded", KillMode: "process" },
		toCome: [],
	};
	expect(problemsOfUnit({ ...unit, ...facts }).map(({ id }) => id)).toEqual(ids);
});
