import { z } from "zod";
import { daemonNameSchema } from "../contract/daemon.ts";
import { daemonSchema } from "./daemon-schema.ts";
import { inboxSchema } from "./inbox-schema.ts";
import { notifySchema } from "./notify-schema.ts";
import { personSchema } from "./person-schema.ts";

/** What Nightshift listens on when nothing else is said. */
export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_PORT = 4310;

/** A loopback address: Nightshift is for the person at this machine. */
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

export const hostSchema = z
	.string()
	.regex(LOOPBACK, 'must be an address of this machine only: "127.0.0.1", "::1" or "localhost"');
export const portSchema = z.number().int().min(0).max(65_535);

/** `config.json` as a person writes it: everything may be left out. */
export const configFileSchema = z
	.strictObject({
		$schema: z.string().optional().describe("Where an editor finds this schema."),
		dashboard: z
			.strictObject({
				host: hostSchema.optional().describe(`Default ${DEFAULT_HOST}.`),
				port: portSchema.optional().describe(`Default ${DEFAULT_PORT}; 0 takes any free port.`),
			})
			.optional(),
		daemons: z.record(daemonNameSchema, daemonSchema).optional().describe("The programs to look after, by name."),
		person: personSchema.optional().describe("You: when you may be asked, and how."),
		inbox: inboxSchema.optional().describe("What becomes of old questions."),
		notify: notifySchema.optional().describe("How you are told of what needs you while you look elsewhere."),
	})
	.meta({ title: "Nightshift's config.json" });

export type ConfigFile = z.output<typeof configFileSchema>;
