"use client";

import type { Channel } from "../../../server/contract/notify.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { TestButton } from "./test-button.tsx";
import { channelState } from "./words.ts";

/** What config.json names, and how each fares. */
export function ChannelList({ channels }: { channels: readonly Channel[] }) {
	return (
		<ul>
			{channels.map((channel) => (
				<li key={`${channel.kind} ${channel.name}`} className="grid gap-1.5 border-line px-4 py-3 not-first:border-t">
					<div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
						<StateBadge state={channelState(channel)} />
						<h3 className="font-semibold">
							<SafeText text={channel.kind === "email" ? "E-mail" : channel.name} />
						</h3>
						<span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
							<SafeText text={channel.where} />
						</span>
						{channel.last && (
							<span className="ml-auto text-small text-ink-2">
								last used <RelativeTime at={channel.last.sentAt ?? channel.last.createdAt} />
							</span>
						)}
					</div>
					<Trouble channel={channel} />
					<TestButton channel={channel.name} name={channel.kind === "email" ? "e-mail" : channel.name} />
				</li>
			))}
		</ul>
	);
}

/** Why it cannot be used, or why the last message did not get through. */
function Trouble({ channel: { problem, last } }: { channel: Channel }) {
	const words = problem ?? (last?.status === "sent" ? null : (last?.error ?? null));
	if (words === null) return null;
	return (
		<p className="max-w-[84ch] break-words">
			<SafeText text={words} />
		</p>
	);
}

/** Where there is none: how one is made. */
export function NoChannels() {
	return (
		<div className="grid gap-2 px-4 py-4">
			<p className="max-w-[84ch]">
				Nothing is sent by mail or to a chat yet. Name where to in <code className="font-mono">config.json</code>; it
				holds at once:
			</p>
			<pre className="rounded-md bg-raise px-3 py-2 font-mono text-small [overflow-wrap:anywhere] whitespace-pre-wrap">
				{EXAMPLE}
			</pre>
		</div>
	);
}

const EXAMPLE = `"notify": {
	"email": { "smtp": "smtps://me:\${MAIL_PASSWORD}@smtp.example.com", "from": "me@example.com", "to": "me@example.com" },
	"webhooks": [{ "name": "phone", "url": "https://ntfy.sh/my-secret-topic", "template": "ntfy" }],
	"quietHours": ["22:00-07:00"]
}`;
