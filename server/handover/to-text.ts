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
	const { waiting, waitingCount, asleepCount, done, failed, underWay, decided, decidedCount, risks } = handover;
	const asleep = asleepCount > 0 ? ` (${asleepCount} more for later)` : "";
	return [
		`Since ${localTime(handover.from)}, until ${localTime(handover.to)}: ${summary(handover)}.`,
		...section(`Waiting for you: ${waitingCount}${asleep}`, waiting.map(questionLine), waitingCount),
		...section(
			`At risk: ${risks.length}`,
			risks.map(({ text, at }) => (at ? `${localTime(at)}: ${text}` : text)),
			risks.length,
		),
		...section(`Done: ${done.length}`, done.map(runLine), done.length),
		...section(`Failed: ${failed.length}`, failed.map(runLine), failed.length),
		...section(`Decided for you: ${decidedCount}`, decided.map(decidedLine), decidedCount),
		...section(`Under way: ${underWay.length}`, underWay.map(runLine), underWay.length),
		...section("What it took", handover.spent.map(spentLine), handover.spent.length),
	].join("\n");
}

/** In a few words, for a subject or a notification: `3 done, 2 waiting for you, 1 decided for you`. */
export function summary({ done, failed, waitingCount, decidedCount, risks }: Handover): string {
	const parts = [
		`${done.length} done`,
		failed.length > 0 && `${failed.length} failed`,
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

function questionLine({ ticket, title, urgency, daemon, onDeadline, firesAt }: Question): string {
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

/** `2026-11-21 09:00`, as the clock on the wall says. */
function localTime(at: string): string {
	const date = new Date(at);
	const pad = (value: number) => String(value).padStart(2, "0");
	const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
	return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}
