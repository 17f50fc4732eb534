import type { DaemonConfig } from "../../config/types.ts";
import type { StatusFile } from "../../contract/status-file.ts";
import { redactor } from "../../redact/redactor.ts";

/** Makes a function that blots out, in what a daemon says of itself, the secrets that it was given: its words are shown on pages. */
export function withoutSecretsOf({
	env,
	agent,
}: Pick<DaemonConfig, "env" | "agent">): (status: StatusFile) => StatusFile {
	const redact = redactor(env, agent?.env ?? {}, process.env);
	return (status) => ({
		...status,
		...(status.message && { message: redact(status.message) }),
		...(status.problem && { problem: redact(status.problem) }),
		...(status.task && { task: { ...status.task, id: redact(status.task.id), title: redact(status.task.title) } }),
		...(status.plan && { plan: status.plan.map((step) => ({ ...step, title: redact(step.title) })) }),
	});
}
