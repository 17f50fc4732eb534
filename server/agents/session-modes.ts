import { z } from "zod";
import { oneLine } from "../text/cut.ts";
import type { AgentMode } from "./types.ts";

const MAX_MODES = 100;
const MAX_NAME = 200;

const id = z.string().min(1).max(500);
const modeState = z.object({ currentModeId: id, availableModes: z.array(z.unknown()) });
const mode = z.object({ id, name: z.string().catch("") });
const choice = z.object({ value: id, name: z.string().catch("") });
const group = z.object({ options: z.array(z.unknown()) });
const select = z.object({
	id,
	category: z.literal("mode"),
	type: z.literal("select"),
	currentValue: id,
	options: z.array(z.unknown()),
});

/** The modes of a session, and the way this agent lets them be set. */
export interface SessionModes {
	current: string;
	available: AgentMode[];
	/** Of the configuration option that is the mode; null: `session/set_mode` it is. */
	configId: string | null;
}

/** The answer to opening a session, as far as it is about modes. */
export const openedSession = z.object({
	modes: modeState.nullish().catch(null),
	configOptions: z.array(z.unknown()).nullish().catch(null),
});

/** Null when the agent names no modes. */
export function modesOf({ modes, configOptions }: z.infer<typeof openedSession>): SessionModes | null {
	if (modes) {
		const available = modes.availableModes.flatMap((raw) => mode.safeParse(raw).data ?? []);
		return { current: modes.currentModeId, available: named(available), configId: null };
	}
	return modesOfConfig(configOptions ?? []);
}

/** The configuration option of the category `mode`; null when there is none. */
export function modesOfConfig(configOptions: readonly unknown[]): SessionModes | null {
	const option = configOptions.flatMap((raw) => select.safeParse(raw).data ?? [])[0];
	if (!option) return null;
	const choices = option.options
		.flatMap((raw) => group.safeParse(raw).data?.options ?? [raw])
		.flatMap((raw) => choice.safeParse(raw).data ?? []);
	const available = choices.map(({ value, name }) => ({ id: value, name }));
	return { current: option.currentValue, available: named(available), configId: option.id };
}

/** The mode with this id, else the one with this name in whatever letters. */
export function findMode({ available }: SessionModes, wanted: string): AgentMode | undefined {
	return (
		available.find((one) => one.id === wanted) ??
		available.find((one) => one.name.toLowerCase() === wanted.toLowerCase())
	);
}

function named(modes: readonly AgentMode[]): AgentMode[] {
	return modes.slice(0, MAX_MODES).map((one) => ({ id: one.id, name: oneLine(one.name || one.id, MAX_NAME) }));
}
