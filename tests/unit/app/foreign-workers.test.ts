import { expect, test } from "vitest";
import { dropForeignWorkers, type Registration } from "../../../app/_alerts/foreign-workers.ts";

const ORIGIN = "http://127.0.0.1:4310";

test("service workers of another program at this address are unregistered, and ours stays", async () => {
	const dropped: string[] = [];
	const registration = (name: string, workers: Partial<Record<"active" | "waiting" | "installing", string>>) => {
		const worker = (path: string | undefined) => (path === undefined ? null : { scriptURL: ORIGIN + path });
		return {
			active: worker(workers.active),
			waiting: worker(workers.waiting),
			installing: worker(workers.installing),
			unregister: async () => {
				dropped.push(name);
				return true;
			},
		} satisfies Registration;
	};
	await dropForeignWorkers(
		[
			registration("ours", { active: "/sw.js" }),
			registration("ours, being replaced", { active: "/sw.js", installing: "/sw.js" }),
			registration("replaced by ours", { active: "/old.js", waiting: "/sw.js" }),
			registration("another", { active: "/service-worker.js" }),
			registration("another below", { active: "/app/sw.js" }),
			registration("ours with a query", { active: "/sw.js?v=1" }),
			registration("not begun", { installing: "/vite-sw.js" }),
		],
		ORIGIN,
	);
	expect(dropped).toEqual(["another", "another below", "ours with a query", "not begun"]);
});
