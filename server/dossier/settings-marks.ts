import { createHash } from "node:crypto";
import ms from "ms";
import type { DaemonConfig } from "../config/types.ts";
import { redactArguments } from "../redact/arguments.ts";
import { isSecretName } from "../redact/secret-values.ts";

/** One setting: how it can be compared, and how it may be shown; null is not shown at all. */
export interface SettingMark {
	hash: string;
	shown: string | null;
}

/** Of a setting that is shown, in characters. */
const MAX_SHOWN = 200;

/**
 * The settings of a daemon, each by the name that config.json has for it. Values of environment variables are hashed and
 * never shown: any of them may be a secret.
 *
 * @param redact blots out secrets in what is shown
 */
export function settingsMarks(config: DaemonConfig, redact: (text: string) => string): Record<string, SettingMark> {
	const { name: _name, env, agent, ...settings } = config;
	const marks: Record<string, SettingMark> = {};
	const add = (path: string, value: unknown, secret: boolean) => {
		const text = JSON.stringify(value) ?? "null";
		const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
		marks[publicName(path)] = { hash, shown: secret ? null : clipped(redact(inWords(path, value))) };
	};
	const walk = (path: string, value: unknown): void => {
		const isLeaf = value === null || typeof value !== "object" || Array.isArray(value);
		if (isLeaf) add(path, value, isSecretName(path));
		else for (const [key, one] of Object.entries(value)) walk(path === "" ? key : `${path}.${key}`, one);
	};
	walk("", settings);
	for (const [key, value] of Object.entries(env)) add(`env.${key}`, value, true);
	add("agent.command", agent?.command ?? null, false);
	for (const [key, value] of Object.entries(agent?.env ?? {})) add(`agent.env.${key}`, value, true);
	return marks;
}

/** `restart.limit.withinMs` is written `restart.limit.within`. */
function publicName(path: string): string {
	return path.startsWith("env.") || path.startsWith("agent.env.") ? path : path.replace(/(?:Ms|Bytes)$/, "");
}

function inWords(path: string, value: unknown): string {
	if (typeof value === "number" && path.endsWith("Ms")) return ms(value);
	if (typeof value === "number" && path.endsWith("Bytes")) return `${value} bytes`;
	return JSON.stringify(isCommand(value) ? redactArguments(value) : value) ?? "null";
}

function isCommand(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function clipped(text: string): string {
	return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
