import { methods } from "@agentclientprotocol/sdk";
import { z } from "zod";
import { NightshiftError } from "../contract/errors.ts";
import type { AgentFacts } from "./failures.ts";
import type { OpenedSession, OpenSessionOptions } from "./open-session.ts";
import { findMode, type SessionModes } from "./session-modes.ts";

/**
 * Sets a session's mode, by its id or name, in the way the agent has it.
 *
 * @throws NightshiftError `config-invalid`, with the modes there are; `agent-failed`.
 */
export async function setMode(
	{ sessionId, how }: OpenedSession,
	wanted: string,
	{ session, connection, requests, timeoutMs }: OpenSessionOptions,
	{ label }: AgentFacts,
): Promise<void> {
	const { modes } = session.state;
	const known = modes && modes.available.length > 0 ? modes : null;
	const found = known ? findMode(known, wanted) : undefined;
	// An agent need not name its modes again when it reopens a session.
	if (!found && (known || how === "new")) throw unknownMode(label, wanted, known);
	const modeId = found?.id ?? wanted;
	if (modes?.current === modeId) return;
	const { setMode: method, setConfigOption } = methods.agent.session;
	const configId = modes?.configId ?? null;
	await requests.ask({
		request: configId === null ? method : setConfigOption,
		during: "while its mode was set",
		send: () =>
			configId === null
				? connection.agent.request(method, { sessionId, modeId })
				: connection.agent.request(setConfigOption, { sessionId, configId, value: modeId }),
		answer: z.unknown(),
		timeoutMs,
	});
	session.state.modeIs(modeId);
}

function unknownMode(label: string, wanted: string, modes: SessionModes | null): NightshiftError {
	const there = modes?.available.map(({ id, name }) => (name === id ? `"${id}"` : `"${id}" (${name})`)).join(", ");
	const text = there
		? `The agent "${label}" has no mode "${wanted}"; it has ${there}: correct "mode" of this daemon's agent in config.json.`
		: `The agent "${label}" has no modes: remove "mode" from this daemon's agent in config.json.`;
	return new NightshiftError("config-invalid", text, {
		agent: label,
		modes: modes?.available.map(({ id }) => id) ?? [],
	});
}
