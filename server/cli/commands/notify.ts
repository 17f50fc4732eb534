import { NightshiftError } from "../../contract/errors.ts";
import type { Delivery, NotifyStatus } from "../../contract/notify.ts";
import { type Context, DONE, FAILED } from "../context.ts";
import { requireDashboard } from "../dashboard/find.ts";
import { callApi } from "../dashboard/request.ts";
import { printAgo } from "../print/quantities.ts";
import { printTable } from "../print/table.ts";
import { withPresentDatabase } from "../with-database.ts";

/** A test waits for how it went: fifteen seconds, and some for the way. */
const TEST_MS = 20_000;
const STATUS_MS = 5_000;
const HEAD = ["WHEN", "STATUS", "BY", "TRIES", "WHAT", "WHY"];

interface LogOptions {
	status?: Delivery["status"];
	limit: number;
}

/** `nightshift notify log`: what was sent and how that went, newest first. Works with the dashboard down. */
export async function notifyLog(context: Context, { status, limit }: LogOptions): Promise<number> {
	const deliveries = await withPresentDatabase<Delivery[]>(context.paths, [], async (db) => {
		const { listDeliveries } = await import("../../notify/deliveries.ts");
		return (await listDeliveries(db, { limit, ...(status && { status }) })).deliveries;
	});
	context.print({ deliveries }, () =>
		deliveries.length > 0 ? printTable(HEAD, deliveries.map(toRow), [3]) : "Nothing was sent yet.",
	);
	return DONE;
}

/** `nightshift notify test [CHANNEL]`: 1 when one of the tests did not get through. */
export async function notifyTest(context: Context, channel: string | undefined): Promise<number> {
	const { address } = await requireDashboard(context.paths);
	const status = await callApi<NotifyStatus>(address, "GET", "/api/v1/notify", STATUS_MS);
	const channels = channel === undefined ? allOf(status) : [channel];
	if (channels.length === 0) {
		const sentence = 'There is no channel yet: name one in config.json, under "notify", or turn on push in a browser.';
		throw new NightshiftError("not-found", sentence);
	}
	const tests = channels.map((one) =>
		callApi<{ deliveries: Delivery[] }>(address, "POST", "/api/v1/notify/test", TEST_MS, { channel: one }),
	);
	const deliveries = (await Promise.all(tests)).flatMap((answer) => answer.deliveries);
	context.print({ deliveries }, () => deliveries.map(inWords).join("\n"));
	return deliveries.every((one) => one.status === "sent") ? DONE : FAILED;
}

function allOf({ channels, push }: NotifyStatus): string[] {
	return [...channels.map(({ name }) => name), ...(push.browsers.length > 0 ? ["push"] : [])];
}

function inWords({ target, status, error }: Delivery): string {
	return status === "sent" ? `${target}: sent` : `${target}: ${error ?? "on its way; see nightshift notify log"}`;
}

function toRow({ createdAt, sentAt, status, target, attempts, ticket, title, error }: Delivery): string[] {
	const what = ticket === null ? title : `${ticket} ${title}`;
	return [printAgo(sentAt ?? createdAt), status, target, String(attempts), what, error ?? ""];
}
