import { readFile } from "node:fs/promises";
import { NightshiftError } from "../contract/errors.ts";
import { checkConfig } from "./check.ts";
import { settleInbox } from "./inbox-schema.ts";
import type { Mistake } from "./located-json.ts";
import type { Paths } from "./paths.ts";
import { settlePerson } from "./person-schema.ts";
import { DEFAULT_HOST, DEFAULT_PORT, hostSchema, portSchema } from "./schema.ts";
import { settleDaemon } from "./settle.ts";
import { settleNotify } from "./settle-notify.ts";
import type { Config } from "./types.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration, and whether there is a file at all: without one everything is a default. */
export interface LoadedConfig extends Config {
	exists: boolean;
	/** As it was written, for whoever wants to know whether it has changed since; null when there is no file. */
	text: string | null;
}

/**
 * Reads and checks `config.json`, fills in defaults and lets NIGHTSHIFT_HOST and NIGHTSHIFT_PORT override it.
 * Throws NightshiftError `config-invalid` with `details: {file, line, key}` at the first mistake.
 */
export async function loadConfig(paths: Paths, env: Environment = process.env): Promise<LoadedConfig> {
	const text = await readConfigFile(paths.config);
	const checked = checkConfig(text ?? "{}");
	if ("mistake" in checked) throw configError(paths.config, checked.mistake);
	const { file, names } = checked;
	return {
		exists: text !== null,
		text,
		dashboard: {
			host: hostFrom(env) ?? file.dashboard?.host ?? DEFAULT_HOST,
			port: portFrom(env) ?? file.dashboard?.port ?? DEFAULT_PORT,
		},
		daemons: names.flatMap((name) => {
			const daemon = file.daemons?.[name];
			return daemon ? [settleDaemon(name, daemon, paths.home, env)] : [];
		}),
		person: settlePerson(file.person),
		inbox: settleInbox(file.inbox),
		notify: settleNotify(file.notify, env),
	};
}

async function readConfigFile(file: string): Promise<string | null> {
	try {
		return await readFile(file, "utf8");
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOENT") return null;
		const message = `${file} cannot be read (${code}): make it a file that you may read.`;
		throw new NightshiftError("config-invalid", message, { file, line: null, key: null }, { cause: error });
	}
}

/** The sentence for a mistake, with its line and key. */
export function configError(file: string, { line, key, message }: Mistake): NightshiftError {
	const subject = key ? `"${key}" ` : "the file ";
	const end = /[.?!]$/.test(message) ? "" : ".";
	return new NightshiftError("config-invalid", `${file}, line ${line}: ${subject}${message}${end}`, {
		file,
		line,
		key,
	});
}

function hostFrom(env: Environment): string | null {
	const value = env.NIGHTSHIFT_HOST;
	if (!value) return null;
	if (hostSchema.safeParse(value).success) return value;
	throw environmentError("NIGHTSHIFT_HOST", value, 'an address of this machine only, such as "127.0.0.1"');
}

function portFrom(env: Environment): number | null {
	const value = env.NIGHTSHIFT_PORT;
	if (!value) return null;
	if (/^\d+$/.test(value) && portSchema.safeParse(Number(value)).success) return Number(value);
	throw environmentError("NIGHTSHIFT_PORT", value, "a whole number from 0 to 65535");
}

function environmentError(key: string, value: string, needed: string): NightshiftError {
	return new NightshiftError("config-invalid", `${key} is "${value}": it must be ${needed}.`, { key, line: null });
}
