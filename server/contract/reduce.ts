import { needsPerson } from "./needs-person.ts";
import { ownEntry } from "./own-entry.ts";
import {
	ACTIVITY_LIMIT,
	type Change,
	type LiveState,
	PENDING_LIMIT,
	VITALS_SECONDS,
	type VitalSample,
} from "./state.ts";

/**
 * Applies one change to the live state, without touching the old one. The dashboard and every browser run this same
 * function over the same numbered changes, so they cannot disagree.
 */
export function reduce(state: LiveState, change: Change): LiveState {
	switch (change.type) {
		case "dashboard":
			return { ...state, dashboard: change.dashboard };
		case "daemon": {
			const { daemon } = change;
			const known = state.daemons.some((one) => one.name === daemon.name);
			const daemons = known
				? state.daemons.map((one) => (one.name === daemon.name ? daemon : one))
				: [...state.daemons, daemon];
			return { ...state, daemons };
		}
		case "daemons": {
			const byName = new Map(state.daemons.map((one) => [one.name, one]));
			const daemons = change.names.flatMap((name) => byName.get(name) ?? []);
			const vitals = Object.fromEntries(Object.entries(state.vitals).filter(([name]) => change.names.includes(name)));
			return { ...state, daemons, vitals };
		}
		case "vitals":
			return withVitals(state, change.samples, change.uptimeSeconds);
		case "question": {
			const { question, pendingCount } = change;
			const others = state.pending.filter((one) => one.ticket !== question.ticket);
			const pending = needsPerson(question) ? [...others, question].sort(byAge).slice(0, PENDING_LIMIT) : others;
			return { ...state, pending, pendingCount };
		}
		case "activity":
			return { ...state, activity: [...state.activity, ...change.entries].slice(-ACTIVITY_LIMIT) };
		case "problem": {
			const { problem } = change;
			const known = state.problems.some((one) => one.id === problem.id);
			const problems = known
				? state.problems.map((one) => (one.id === problem.id ? problem : one))
				: [...state.problems, problem];
			return { ...state, problems };
		}
		case "problem-gone":
			return { ...state, problems: state.problems.filter((one) => one.id !== change.id) };
		case "revision": {
			const { topic } = change;
			return { ...state, revisions: { ...state.revisions, [topic]: (ownEntry(state.revisions, topic) ?? 0) + 1 } };
		}
	}
}

function withVitals(
	state: LiveState,
	samples: Record<string, VitalSample>,
	uptimeSeconds: Record<string, number | null>,
): LiveState {
	const added = Object.entries(samples).map(([name, sample]): [string, VitalSample[]] => [
		name,
		[...(ownEntry(state.vitals, name) ?? []), sample].slice(-VITALS_SECONDS),
	]);
	const vitals = { ...state.vitals, ...Object.fromEntries(added) };
	const daemons = state.daemons.map((daemon) => {
		const sample = ownEntry(samples, daemon.name);
		if (!sample) return daemon;
		const [, cpuPercent, memoryBytes] = sample;
		return {
			...daemon,
			cpuPercent,
			memoryBytes,
			uptimeSeconds: ownEntry(uptimeSeconds, daemon.name) ?? daemon.uptimeSeconds,
		};
	});
	return { ...state, vitals, daemons };
}

/** Oldest first; tickets are numbered in the order of asking. */
function byAge(a: { ticket: string }, b: { ticket: string }): number {
	return Number(a.ticket.slice(2)) - Number(b.ticket.slice(2));
}
