import { Temporal } from "temporal-polyfill";
import { printDuration } from "../cli/print/quantities.ts";
import type { Decided, Handover } from "../contract/handover.ts";
import type { Question } from "../contract/question.ts";
import type { RunSummary } from "../contract/work.ts";
import { oneLine } from "../text/cut.ts";

const LINE = 160;

/**
 * A handover as plain text, for a terminal and for a mail: what waits comes first, because it is what the person can do
 * something about.
 */
export function handoverToText(handover: Handover): string {
	const { waiting, waitingCount, asleepCount, decided, decidedCount, risks, timeZone } = handover;
	const { done, doneCount, failed, failedCount, underWay, underWayCount } = handover;
	const localTime = (at: string) => timeIn(timeZone, at);
	const asleep = asleepCount > 0 ? ` (${asleepCount} more for later)` : "";
	return [
		`Since ${localTime(handover.from)}, until ${localTime(handover.to)} (${timeZone}): ${summary(handover)}.`,
		...section(
			`Waiting for you: ${waitingCount}${asleep}`,
			waiting.map((question) => questionLine(question, localTime)),
			waitingCount,
		),
		...section(
			`At risk: ${risks.length}`,
			risks.map(({ text, at }) => (at ? `${localTime(at)}: ${text}` : text)),
			risks.length,
		),
		...section(`Done: ${doneCount}`, done.map(runLine), doneCount),
		...section(`Failed: ${failedCount}`, failed.map(runLine), failedCount),
		...section(`Decided for you: ${decidedCount}`, decided.map(decidedLine), decidedCount),
		...section(`Under way: ${underWayCount}`, underWay.map(runLine), underWayCount),
		...section("What it took", handover.spent.map(spentLine), handover.spent.length),
	].join("\n");
}

/** In a few words, for a subject or a notification: `3 done, 2 waiting for you, 1 decided for you`. */
export function summary({ doneCount, failedCount, waitingCount, decidedCount, risks }: Handover): string {
	const parts = [
		`${doneCount} done`,
		failedCount > 0 && `${failedCount} failed`,
		waitingCount > 0 && `${waitingCount} waiting for you`,
		decidedCount > 0 && `${decidedCount} decided for you`,
		risks.length > 0 && `${risks.length} at risk`,
	];
	return parts.filter(Boolean).join(", ");
}

function section(title: string, lines: readonly string[], total: number): string[] {
	if (total === 0) return [];
	const more = total > lines.length ? [`… and ${total - lines.length} more`] : [];
	return ["", title, ...[...lines, ...more].map((line) => `  ${oneLine(line, LINE)}`)];
}

function questionLine(
	{ ticket, title, urgency, daemon, onDeadline, firesAt }: Question,
	localTime: (at: string) => string,
): string {
	const until = onDeadline !== "wait" && firesAt ? `, decided without you at ${localTime(firesAt)}` : "";
	const who = daemon ? ` (${daemon}${until})` : until && ` (${until.slice(2)})`;
	return `${ticket}${urgency === "normal" ? "" : ` ${urgency}`}  ${title}${who}`;
}

function runLine({ item, title, daemon, status, outcome, waitsFor, reason, activeMs }: RunSummary): string {
	const stands = outcome ?? status;
	const why = waitsFor ? `${stands}: ${waitsFor}` : status === "failed" && reason ? `${stands}: ${reason}` : stands;
	const took = activeMs > 0 ? `, ${printDuration(activeMs / 1000)}` : "";
	return `${item}  ${title} (${daemon}, ${why}${took})`;
}

function decidedLine({ ticket, title, decision, by, taken, reviewed }: Decided): string {
	const still = taken || reviewed ? "" : "; can still be changed";
	return `${ticket}  ${title} → ${decision} (by ${by === "default" ? "its default" : "your rule"}${still})`;
}

function spentLine({ daemon, activeMs, inputTokens, outputTokens, cost }: Handover["spent"][number]): string {
	const tokens = inputTokens + outputTokens;
	const money = Object.entries(cost).map(([currency, amount]) => `${amount.toFixed(2)} ${currency}`);
	const parts = [printDuration(activeMs / 1000), tokens > 0 && `${tokens.toLocaleString("en")} tokens`, ...money];
	return `${daemon}  ${parts.filter(Boolean).join(", ")}`;
}

/** `2026-11-21 09:00`, as the clock on the wall there says. */
function timeIn(zone: string, at: string): string {
	const there = Temporal.Instant.from(at).toZonedDateTimeISO(zone);
	return there.toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
}
