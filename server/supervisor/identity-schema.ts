import { z } from "zod";
import type { Identity } from "./identity.ts";

/** An identity as it stands in a file. Apart from `identity.ts`: who only compares identities need not load zod. */
export const identitySchema: z.ZodType<Identity> = z.object({
	/** 1 is init, and signals to 0 and below go to groups: none of them is ever a daemon of ours. */
	pid: z.number().int().min(2),
	boot: z.string().nullable(),
	startTime: z.string(),
	executable: z.string().nullable(),
	instance: z.string().min(1),
});
