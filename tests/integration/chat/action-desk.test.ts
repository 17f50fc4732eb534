import { expect, onTestFinished, test } from "vitest";
import { ActionDesk } from "../../../server/chat/actions.ts";
import type { DaemonStatus } from "../../../server/contract/daemon.ts";
import { NightshiftError } from "../../../server/contract/errors.ts";
import { type Database, openDatabase } from "../../../server/db/open.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { daemon } from "../../unit/app/samples.ts";

/** A desk at a real database whose writing can be made to fail, with one action that is due. */
async function deskWith(verb: "start" | "stop" | "restart", carryOut: () => DaemonStatus) {
	const paths = await tempHome();
	const real = await openDatabase(paths.database);
	const full = { times: 0, met: 0 };
	const db: Database = {
		...real,
		read: (work) => real.read(work),
		write: async (work) => {
			if (full.times > 0) {
				full.times -= 1;
				full.met += 1;
				throw new NightshiftError("database-unavailable", "The disk is full.");
			}
			return real.write(work);
		},
	};
	const action = { verb, daemon: "worker", actsAt: new Date().toISOString(), text: null, when: null, words: null };
	const id = await real.write(async ({ chatMessage, setting }) => {
		const row = { daemon: "worker", from: "nightshift", kind: "action", text: "Soon", state: "waiting" };
		const made = await chatMessage.create({ data: { ...row, data: { action } } });
		await setting.create({ data: { key: "chat", value: { open: [made.id] } } });
		return made.id;
	});
	let status = daemon({ name: "worker", desired: "up", phase: "running", pid: 1 });
	let done = 0;
	const act = async () => {
		done += 1;
		full.times = 1;
		status = carryOut();
		return status;
	};
	const failures: unknown[] = [];
	const desk = new ActionDesk({
		database: () => db,
		supervisor: { statusOf: () => status, start: act, stop: act, restart: act },
		onChange: () => undefined,
		trouble: { failed: (error) => failures.push(error), worked: () => undefined },
	});
	onTestFinished(async () => {
		await desk.close();
		await real.close();
	});
	desk.look();
	const settled = await eventually(async () => {
		const row = await real.read(({ chatMessage }) => chatMessage.findUnique({ where: { id } }));
		return row && ["complete", "failed"].includes(row.state) ? row : null;
	});
	return { settled, done: () => done, met: full.met, failures };
}

test.each(["start", "stop", "restart"] as const)(
	"what was done is told as done, and done once, although its end could not be written at first: %s",
	async (verb) => {
		const after = verb === "stop" ? { desired: "down", phase: "stopped", pid: null } : { desired: "up", pid: 1 };
		const rig = await deskWith(verb, () => daemon({ name: "worker", phase: "running", ...after } as never));
		expect(rig.met).toBe(1);
		expect(rig.failures).toHaveLength(1);
		expect(rig.settled.state).toBe("complete");
		expect(rig.done()).toBe(1);
	},
);

test("what failed is told as failed, and not tried again, although its end could not be written at first", async () => {
	const rig = await deskWith("restart", () => {
		throw new NightshiftError("internal", "It would not.");
	});
	expect(rig.met).toBe(1);
	expect(rig.settled).toMatchObject({ state: "failed", data: { action: { words: "It would not." } } });
	expect(rig.done()).toBe(1);
});
