import type { StatusFields, StatusWriter } from "../kit/status-writer.ts";
import type { Shop } from "./shop.ts";

/** The status file, with secrets blotted out of what an agent says and plans. */
export function redactedStatus(status: StatusWriter, redact: (text: string) => string): Shop["status"] {
	const clean = (text: string | null | undefined) => (text ? redact(text) : null);
	return {
		get current() {
			return status.current;
		},
		advance: () => status.advance(),
		set(fields: Partial<StatusFields>) {
			status.set({
				...fields,
				...(fields.message !== undefined && { message: clean(fields.message) }),
				...(fields.problem !== undefined && { problem: clean(fields.problem) }),
				...(fields.plan && { plan: fields.plan.map((entry) => ({ ...entry, title: redact(entry.title) })) }),
			});
		},
	};
}
