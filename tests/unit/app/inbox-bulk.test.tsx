import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ItemRecord } from "../../../app/_features/inbox/bulk-item.tsx";
import { patiently } from "../../../app/_features/inbox/patiently.ts";
import { lookupOf } from "../../../app/_features/inbox/record-lookup.ts";
import { RequestError } from "../../../app/_live/socket.ts";
import type { QuestionRecord } from "../../../server/contract/question.ts";
import { question } from "./samples.ts";

const asked = question({ ticket: "Q-1" });
const FAILED = { status: "failed", reason: "The dashboard did not answer." } as const;
const record = { question: asked, thread: [{ id: 1 }], trail: [] } as unknown as QuestionRecord;
const read = { ticket: "Q-1", value: record };

describe("a question's record", () => {
	test("stays in sight when it cannot be read again, but for the same ticket alone", () => {
		const lookup = lookupOf("Q-1", FAILED, read, null);
		expect(lookup).toMatchObject({ status: "found", thread: [{ id: 1 }], awaited: null });
		expect(lookupOf("Q-2", FAILED, read, null)).toEqual(FAILED);
		expect(lookupOf("Q-2", { status: "loading" }, read, null)).toEqual({ status: "loading" });
	});

	test("that was never read leaves the question as it is known, and says what is awaited", () => {
		const found = { status: "found", question: asked, thread: [] };
		expect(lookupOf("Q-1", { status: "loading" }, null, asked)).toMatchObject({ ...found, awaited: { reason: null } });
		expect(lookupOf("Q-1", FAILED, null, asked)).toMatchObject({ ...found, awaited: { reason: FAILED.reason } });
	});

	test("counts as unseen among several while some of it is not there", () => {
		const markup = (...args: Parameters<typeof lookupOf>) =>
			renderToStaticMarkup(<ItemRecord lookup={lookupOf(...args)} />);
		expect(markup("Q-1", FAILED, null, null)).toContain("data-unseen");
		const talkedOf = question({ ticket: "Q-1", messages: 1 });
		expect(markup("Q-1", FAILED, null, talkedOf)).toContain("data-unseen");
		expect(markup("Q-1", { status: "loading" }, null, talkedOf)).toContain("data-loading");
		// All of it is known without the record.
		expect(markup("Q-1", FAILED, null, asked)).not.toMatch(/data-(unseen|loading)/);
	});
});

describe("many answers at once", () => {
	const tooMany = new RequestError("rate-limited", "Too many commands at once.", { retryAfterSeconds: 7 });

	test("wait as long as the dashboard says, and go on", async () => {
		const waits: number[] = [];
		let sent = 0;
		const send = async () => {
			sent += 1;
			if (sent < 3) throw tooMany;
			return "taken";
		};
		expect(await patiently(send, async (ms) => void waits.push(ms))).toBe("taken");
		expect(waits).toEqual([7_000, 7_000]);
	});

	test("are given up after a while, and at once when waiting is no remedy", async () => {
		let sent = 0;
		const failing = (error: Error) =>
			patiently(
				async () => {
					sent += 1;
					throw error;
				},
				async () => undefined,
			);
		await expect(failing(tooMany)).rejects.toBe(tooMany);
		expect(sent).toBe(6);
		sent = 0;
		const conflict = new RequestError("version-conflict", "It was answered.");
		await expect(failing(conflict)).rejects.toBe(conflict);
		expect(sent).toBe(1);
	});
});
