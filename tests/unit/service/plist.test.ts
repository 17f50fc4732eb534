import { parse } from "plist";
import { expect, test } from "vitest";
import { describeAgent } from "../../../server/service/launchd/plist.ts";
import { readSeal } from "../../../server/service/seal.ts";
import { definition } from "./definitions.ts";

const ODD = `/Users/me/R&D <x> "y" 'z' -- é $HOME`;

test("the agent is a property list that says what launchd is to do", () => {
	expect(parse(describeAgent(definition({ home: "/Users/me/.nightshift" })))).toEqual({
		Label: "nightshift.dashboard",
		ProgramArguments: ["/usr/bin/node", "/opt/nightshift/bin/nightshift", "start", "--foreground"],
		EnvironmentVariables: {
			PATH: "/usr/local/bin:/usr/bin:/bin",
			NIGHTSHIFT_HOME: "/Users/me/.nightshift",
			NIGHTSHIFT_SERVICE: "launchd",
		},
		WorkingDirectory: "/opt/nightshift",
		RunAtLoad: true,
		KeepAlive: { SuccessfulExit: false },
		ThrottleInterval: 10,
		AbandonProcessGroup: true,
		ExitTimeOut: 20,
		ProcessType: "Interactive",
		StandardOutPath: "/Users/me/.nightshift/logs/dashboard.log",
		StandardErrorPath: "/Users/me/.nightshift/logs/dashboard.log",
	});
});

test("any path comes through, and into the mark", () => {
	const made = definition({
		name: "nightshift-1a2b3c4d",
		home: ODD,
		root: ODD,
		node: `${ODD}/node`,
		environment: { PATH: ODD },
	});
	const text = describeAgent(made);
	expect(parse(text)).toMatchObject({
		Label: "nightshift.dashboard.1a2b3c4d",
		ProgramArguments: [`${ODD}/node`, expect.anything(), "start", "--foreground"],
		EnvironmentVariables: { PATH: ODD, NIGHTSHIFT_HOME: ODD },
		WorkingDirectory: ODD,
	});
	expect(readSeal(text)).toEqual({ definition: made, intact: true });
	expect(readSeal(text.replace("<integer>10</integer>", "<integer>1</integer>"))?.intact).toBe(false);
});
