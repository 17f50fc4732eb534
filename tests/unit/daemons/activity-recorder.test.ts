import { describe, expect, test } from "vitest";
import type { NewActivity } from "../../../server/contract/activity.ts";
import { ActivityBacklog } from "../../../server/daemons/kit/activity-backlog.ts";
import { ActivityRecorder } from "../../../server/daemons/kit/activity-recorder.ts";

/** A recorder whose database is away until `comeBack`. */
function withoutDatabase(backlog?: ActivityBacklog) {
	let comeBack = () => {};
	const back = new Promise<void>((resolve) => {
		comeBack = resolve;
	});
	const written: NewActivity[] = [];
	const lost: NewActivity[] = [];
	const write = async (entry: NewActivity) => {
		await back;
		written.push(entry);
	};
	const redact = (text: string) => text.replaceAll("secret", "…");
	const recorder = new ActivityRecorder("worker", write, redact, (entry) => lost.push(entry), backlog);
	return { recorder, written, lost, comeBack };
}
const titles = (entries: NewActivity[]) => entries.map(({ title }) => title);

describe("the activity of a daemon", () => {
	test("is written in order, with daemon and time, and without secrets", async () => {
		const { recorder, written, comeBack } = withoutDatabase();
		comeBack();
		recorder.record({ kind: "tool", title: "cat secret" });
		recorder.record({ kind: "task", title: "Done", at: "2026-11-21T05:00:00.000Z" });
		await recorder.flush();
		expect(written).toMatchObject([
			{ title: "cat …", daemon: "worker", at: expect.any(String) },
			{ title: "Done", at: "2026-11-21T05:00:00.000Z" },
		]);
	});

	test("takes no more memory than it may while the database is away, and says what it cost", async () => {
		const { recorder, written, lost, comeBack } = withoutDatabase(new ActivityBacklog(3));
		for (const kind of ["tool", "task", "tool", "message", "commit", "problem"] as const) {
			recorder.record({ kind, title: kind });
			await Promise.resolve(); // the first is being written, over and over
		}
		for (const title of ["again", "and again"]) recorder.record({ kind: "problem", title });
		expect(titles(lost)).toEqual(["tool", "message", "task", "commit"]);
		comeBack();
		await recorder.flush();
		expect(titles(written)).toEqual([
			"tool",
			"4 entries were skipped while the database was away",
			"problem",
			"again",
			"and again",
		]);
		expect(written[1]).toMatchObject({ daemon: "worker", kind: "problem", at: expect.any(String) });
	});

	test("counts the length of what waits as well", () => {
		const backlog = new ActivityBacklog(100, 1_000);
		const detail = "x".repeat(400);
		expect(backlog.add({ kind: "task", title: "a", detail })).toEqual([]);
		expect(backlog.add({ kind: "tool", title: "b", detail })).toEqual([]);
		expect(titles(backlog.add({ kind: "task", title: "c", detail }))).toEqual(["b"]);
		expect([backlog.takeDropped(), backlog.takeDropped()]).toEqual([1, 0]);
		expect(backlog.take()?.title).toBe("a");
	});
});
