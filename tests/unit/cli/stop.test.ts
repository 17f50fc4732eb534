import { expect, test } from "vitest";
import { describeStopped } from "../../../server/cli/commands/stop.ts";
import { NightshiftError } from "../../../server/contract/errors.ts";

const NOTHING = { outcomes: [], before: [], daemons: [], halted: null };

test("stopping nothing is said to have been nothing", () => {
	expect(describeStopped(NOTHING)).toEqual(["Nothing was running."]);
});

test("what could not be stopped is not said to have been nothing", () => {
	const error = new NightshiftError("rate-limited", "Too many commands at once; try again in 9 s.");
	expect(describeStopped({ ...NOTHING, outcomes: [{ name: "bot", error }] })).toEqual([]);
});
