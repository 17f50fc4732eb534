import type { StatusFile } from "../../contract/status-file.ts";
import { oneLine } from "../../text/cut.ts";

const MAX_TEXT = 2_000;
const MAX_ID = 200;
const MAX_PLAN = 500;
const MAX_WAITING = 1_000;
/** The supervisor refuses a status file of 1 MB; a plan of long lines is cut well before. */
const MAX_PLAN_TITLE = 500;

/** Cuts what is too long for the status file's schema: an agent's endless line must not make the daemon mute. */
export function fitStatus(status: StatusFile): StatusFile {
	const { task, message, problem, plan, waitingOn } = status;
	return {
		...status,
		task: task && { ...task, id: oneLine(task.id, MAX_ID), title: oneLine(task.title, MAX_TEXT) },
		message: message && oneLine(message, MAX_TEXT),
		problem: problem && oneLine(problem, MAX_TEXT),
		plan: plan?.slice(0, MAX_PLAN).map((entry) => ({ ...entry, title: oneLine(entry.title, MAX_PLAN_TITLE) })),
		waitingOn: waitingOn?.slice(0, MAX_WAITING),
	};
}
