import { describe, expect, test } from "vitest";
import { type DaemonEvent, NO_INCIDENT, stepIncident } from "../../../server/alerts/daemon-incident.ts";

type Status = Extract<DaemonEvent, { type: "status" }>["status"];

function status(phase: Status["phase"], changes: Partial<Status> = {}): Status {
	return { phase, health: "unknown", desired: "up", reason: null, ...changes };
}
const STABLE: DaemonEvent = { type: "stable" };
const HANG: DaemonEvent = { type: "hang", diagnosis: "It waits." };
const crash = (phase: Status["phase"] = "backing-off"): DaemonEvent => ({
	type: "exit",
	bad: true,
	how: "It exited with 3",
	decision: "It exited with 3; it is started again after a pause.",
	status: status(phase),
});
const is = (...args: Parameters<typeof status>): DaemonEvent => ({ type: "status", status: status(...args) });

/** What is said and taken back, in short. */
function told(...events: DaemonEvent[]): string[] {
	let incident = NO_INCIDENT;
	return events.flatMap((event) => {
		const step = stepIncident("bot", incident, event);
		incident = step.incident;
		return step.outcomes.map((one) =>
			"withdraw" in one ? `withdraw ${one.withdraw}` : `${one.say.kind}: ${one.say.title}`,
		);
	});
}

describe("a row of crashes", () => {
	test("is told once, and when it is over", () => {
		expect(
			told(crash(), is("backing-off"), is("starting"), is("running"), crash(), crash(), is("running"), STABLE),
		).toEqual(["crash: bot crashed", "recovered: bot runs steadily again"]);
	});

	test("is told once, and when it is given up, and no more until a person acts", () => {
		expect(told(crash(), crash(), crash("failed"), is("failed"), is("failed"), is("starting"), STABLE)).toEqual([
			"crash: bot crashed",
			"gave-up: bot is not started again",
			"withdraw daemon:bot",
		]);
	});

	test("that ends at once in giving up is one word", () => {
		expect(told(crash("failed"), is("failed"))).toEqual(["gave-up: bot is not started again"]);
	});

	test("that a person ends is taken back without a word", () => {
		expect(told(crash(), is("stopped", { desired: "down" }), STABLE)).toEqual([
			"crash: bot crashed",
			"withdraw daemon:bot",
		]);
	});

	test("is told in words that stay true while it is tried again", () => {
		expect(stepIncident("bot", NO_INCIDENT, crash()).outcomes).toMatchObject([{ say: { text: "It exited with 3." } }]);
	});

	test("counts its crashes", () => {
		let incident = NO_INCIDENT;
		for (const event of [crash(), crash(), crash()]) incident = stepIncident("bot", incident, event).incident;
		expect(stepIncident("bot", incident, STABLE).outcomes).toMatchObject([
			{ say: { text: "It had crashed 3 times." } },
		]);
	});
});

test("a start that fails is told although nothing ended", () => {
	expect(told(is("starting"), is("failed", { reason: "not found" }), is("failed"))).toEqual([
		"gave-up: bot is not started again",
	]);
});

test("an end that is none of a crash is not told", () => {
	expect(
		told({ type: "exit", bad: false, how: "", decision: "", status: status("exited") }, is("exited"), STABLE),
	).toEqual([]);
});

describe("a hang", () => {
	const hung = is("running", { health: "hung" });
	test("is told once, and when it is over", () => {
		expect(told(HANG, hung, HANG, hung, is("running", { health: "ready" }))).toEqual([
			"hang: bot does not respond",
			"recovered: bot responds again",
		]);
	});

	test("that is ended is taken back; its end is told as one", () => {
		expect(told(HANG, hung, is("stopping"), crash())).toEqual([
			"hang: bot does not respond",
			"withdraw hang:bot",
			"crash: bot crashed",
		]);
	});
});
