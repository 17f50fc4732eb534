import { Cron } from "croner";
import { z } from "zod";
import { DURATION, parseAge, parseDuration, parseSize, SIZE } from "./quantities.ts";

function milliseconds(parse: (text: string) => number | null, otherwise: string) {
	return z
		.string()
		.regex(DURATION, 'must be a duration such as "500ms", "10s", "2m" or "12h"')
		.transform((text, context) => {
			const value = parse(text);
			if (value !== null && value > 0) return value;
			context.addIssue({ code: "custom", message: otherwise });
			return z.NEVER;
		});
}

/** A duration as text, which a timer may wait for; milliseconds after checking. */
export const duration = milliseconds(parseDuration, 'must be more than nothing and at most "24d"');
/** How old something may become; milliseconds after checking. */
export const age = milliseconds(parseAge, "must be more than nothing");

/** A size as text; bytes after checking. */
export const size = z
	.string()
	.regex(SIZE, 'must be a size such as "512MiB" or "1GB"')
	.transform((text) => parseSize(text) ?? 0);

/** A program and its arguments. */
export const argv = z.array(z.string().min(1, "must not be empty")).min(1, "must name the program, then its arguments");
export const environment = z.record(z.string(), z.string());

const HTTP_ADDRESS = 'must be an address such as "http://127.0.0.1:8080/health"';
export const httpAddress = z.url({ protocol: /^https?$/, error: HTTP_ADDRESS });

const TCP_ADDRESS = /^(?:(.+):)?(\d{1,5})$/;
/** `"8080"` is a port of this machine. */
export const tcpAddress = z
	.string()
	.regex(TCP_ADDRESS, 'must be an address such as "127.0.0.1:8080"')
	.transform((text, context) => {
		const [, host = "127.0.0.1", port] = TCP_ADDRESS.exec(text) ?? [];
		const number = Number(port);
		if (number >= 1 && number <= 65_535) return { host: host.replace(/^\[|\]$/g, ""), port: number };
		context.addIssue({ code: "custom", message: "must have a port from 1 to 65535" });
		return z.NEVER;
	});

/** Five fields of cron, in the machine's time zone. */
export const schedule = z.string().refine((text) => {
	try {
		return new Cron(text, { paused: true }).nextRun() !== null;
	} catch {
		return false;
	}
}, 'must be a time in cron\'s form that comes again, such as "0 4 * * *" for every day at four');
