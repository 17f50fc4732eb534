import { expect, test } from "vitest";
import { alertKey, newAlerts } from "../../../app/_alerts/alerting.ts";
import type { Problem } from "../../../server/contract/state.ts";

function problem(id: string, severity: Problem["severity"] = "warning"): Problem {
	return { id, severity, text: "", since: "2026-01-01T00:00:00.000Z" };
}

test("news are alerts that were not there before, and those that have become worse", () => {
	const before = [problem("alert:daemon:a"), problem("config")];
	const now = [
		problem("alert:daemon:a", "error"),
		problem("config"),
		problem("database"),
		problem("disk", "error"),
		problem("log-file:a"),
	];
	const known = new Set(before.map(alertKey));
	expect(newAlerts(now, known).map(({ id }) => id)).toEqual(["alert:daemon:a", "disk", "log-file:a"]);
	expect(newAlerts(before, known)).toEqual([]);
});
