import { z } from "@hono/zod-openapi";
import { desiredSchema, exitCauseSchema, healthSchema, phaseSchema } from "../../contract/daemon.ts";
import { METRICS } from "../../contract/history.ts";

/** As in the contract, `server/contract/history.ts`, which says more of each. */
export const Histories = z
	.object({
		daemons: z.array(
			z.object({
				name: z.string(),
				configured: z.boolean(),
				first: z.string().nullable(),
				last: z.string().nullable(),
			}),
		),
	})
	.openapi("Histories");

export const HistoryPoints = z
	.object({
		daemon: z.string(),
		metric: z.enum(METRICS),
		unit: z.enum(["percent", "bytes"]),
		from: z.string(),
		to: z.string(),
		resolutionSeconds: z.number().int(),
		points: z
			.array(z.tuple([z.number().int(), z.number(), z.number(), z.number()]))
			.openapi({ description: "[unix seconds, least, average, most]. What was not measured is left out." }),
	})
	.openapi("HistoryPoints");

const state = {
	desired: z.enum(desiredSchema.options),
	phase: z.enum(phaseSchema.options),
	health: z.enum(healthSchema.options),
};
const cause = z.enum(exitCauseSchema.options);
const whole = z.number().int();
const seconds = z.number();

const End = z
	.object({
		at: z.string(),
		count: whole,
		cause,
		asked: z.boolean(),
		instance: z.string().nullable(),
		code: whole.nullable(),
		signal: z.string().nullable(),
		forced: z.boolean().nullable(),
		ranSeconds: seconds.nullable(),
		decision: z.string().nullable(),
	})
	.openapi("HistoryEnd");

export const HistorySummary = z
	.object({
		daemon: z.string(),
		from: z.string(),
		to: z.string(),
		uptimePercent: z.number().nullable(),
		seconds: z.object({ up: seconds, down: seconds, off: seconds, unknown: seconds }),
		states: z.array(z.object({ ...state, seconds })),
		starts: whole,
		restarts: whole,
		ends: z.object({ total: whole, byCause: z.record(cause, whole), latest: z.array(End) }),
		spans: z.array(z.object({ from: z.string(), to: z.string(), ...state })),
		spanSliceSeconds: seconds.nullable(),
	})
	.openapi("HistorySummary");
