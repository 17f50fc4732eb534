import { createHash } from "node:crypto";
import type { SendMailOptions } from "nodemailer/lib/mailer";
import type { EmailConfig } from "../../config/notify-types.ts";
import type { Message } from "../message.ts";
import { escapeHtml } from "./escape.ts";

/** A message as a mail. @param key of the delivery: tried again it is the same mail, with the same Message-ID */
export function mailOf(message: Message, { from, to }: Pick<EmailConfig, "from" | "to">, key: string): SendMailOptions {
	const { title, ticket, event, urgency, html } = message;
	const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? "nightshift.invalid";
	// All mails of one ticket answer one that never was: so mail programs show them as one conversation.
	const thread = ticket === null ? null : `<${digest(`ticket ${ticket} ${domain}`)}@${domain}>`;
	return {
		from,
		to,
		subject: `[Nightshift] ${title}`,
		text: textOf(message),
		html: html ?? htmlOf(message),
		messageId: `<${digest(key)}@${domain}>`,
		date: new Date(message.at),
		...(thread && { inReplyTo: thread, references: thread }),
		headers: {
			"List-Id": `Nightshift <nightshift.${domain}>`,
			"Auto-Submitted": "auto-generated",
			"X-Auto-Response-Suppress": "All",
			"X-Nightshift-Event": event,
		},
		...(urgency === "critical" || urgency === "high" ? { priority: "high" as const } : {}),
		// A text that looks like a path or an address is a text.
		disableFileAccess: true,
		disableUrlAccess: true,
	};
}

/** The same words for mail programs without HTML. */
export function textOf({ title, text, options, deadline, link }: Message): string {
	const choices = options.map((option) => `- ${option}`).join("\n");
	return `${[title, text, choices, deadline, link].filter(Boolean).join("\n\n")}\n`;
}

function htmlOf({ title, text, options, deadline, link, event }: Message): string {
	const button = event === "question" ? "Answer in the inbox" : "Open the dashboard";
	const parts = [
		`<h1 style="font-size:18px;line-height:1.35;margin:0 0 12px">${escapeHtml(title)}</h1>`,
		text && `<div style="white-space:pre-wrap;overflow-wrap:anywhere;margin:0 0 12px">${escapeHtml(text)}</div>`,
		options.length > 0 &&
			`<ul style="margin:0 0 12px;padding-left:20px">${options.map((option) => `<li>${escapeHtml(option)}</li>`).join("")}</ul>`,
		deadline && `<p style="margin:0 0 12px"><strong>${escapeHtml(deadline)}</strong></p>`,
		`<p style="margin:16px 0 0"><a href="${escapeHtml(link)}" style="color:#2f5bd7">${button}</a></p>`,
	];
	const style = "font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;max-width:640px";
	return `<!doctype html><html lang="en"><body><div style="${style}">${parts.filter(Boolean).join("\n")}</div></body></html>`;
}

function digest(text: string): string {
	return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
