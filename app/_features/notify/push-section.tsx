"use client";

import { useState } from "react";
import type { NotifyStatus, PushBrowser } from "../../../server/contract/notify.ts";
import { announce } from "../../_ui/announcer.tsx";
import { Button } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { removeBrowser } from "./api.ts";
import { TestButton } from "./test-button.tsx";
import { useOwnBrowser } from "./use-own-browser.ts";

/** Push messages: on or off in this browser, and which others get them. */
export function PushSection({ push: { enabled, publicKey, browsers } }: { push: NotifyStatus["push"] }) {
	const own = useOwnBrowser();
	const isOn = own.fingerprint !== null && browsers.some(({ fingerprint }) => fingerprint === own.fingerprint);
	const others = browsers.filter(({ fingerprint }) => fingerprint !== own.fingerprint);
	const me = browsers.find(({ fingerprint }) => fingerprint === own.fingerprint);
	return (
		<div className="border-t border-line">
			<div className="grid gap-1.5 px-4 py-3">
				<div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
					<StateBadge
						state={isOn ? { word: "On", tone: "ok", shape: "check" } : { word: "Off", tone: "off", shape: "ring" }}
					/>
					<h3 className="font-semibold">Push messages to this browser</h3>
				</div>
				<p className="max-w-[84ch] text-ink-2">{explanation(enabled, publicKey, own.can)}</p>
				{enabled && publicKey && own.can && (
					<div className="flex flex-wrap items-center gap-2">
						<Button
							size="small"
							aria-disabled={own.pending}
							onClick={() => (isOn ? own.turnOff() : own.turnOn(publicKey))}
						>
							{own.pending ? "One moment…" : isOn ? "Turn off in this browser" : "Turn on in this browser"}
						</Button>
						{me && <TestButton channel="push" browser={me.id} name="this browser" />}
					</div>
				)}
				{own.refusal && (
					<p role="alert" className="rounded-md bg-bad-soft px-3.5 py-2.5">
						<SafeText text={own.refusal} />
					</p>
				)}
			</div>
			{others.length > 0 && (
				<ul aria-label="Other browsers that get push messages">
					{others.map((browser) => (
						<OtherBrowser key={browser.id} browser={browser} />
					))}
				</ul>
			)}
		</div>
	);
}

function explanation(enabled: boolean, publicKey: string | null, can: boolean | null): string {
	if (!enabled) return 'config.json turns them off: "push" is false there, under "notify".';
	if (publicKey === null) return "The keys for push messages cannot be kept; the dashboard's log says why.";
	if (can === false) {
		return "This browser takes none here: it needs a page from 127.0.0.1, localhost or https, and no private window.";
	}
	return "They arrive with no page open, encrypted for this browser alone. A click opens what they are about; they answer nothing by themselves.";
}

function OtherBrowser({ browser }: { browser: PushBrowser }) {
	const [refusal, setRefusal] = useState<string | null>(null);
	const remove = () =>
		removeBrowser({ id: browser.id }).then(
			() => announce(`${browser.label} gets no push messages any more.`),
			(error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)),
		);
	return (
		<li className="grid gap-1.5 border-t border-line px-4 py-3">
			<p className="flex flex-wrap items-baseline gap-x-2.5">
				<span className="font-semibold">
					<SafeText text={browser.label} />
				</span>
				<span className="text-small text-ink-2">
					since <RelativeTime at={browser.createdAt} />
				</span>
			</p>
			<div className="flex flex-wrap items-center gap-2">
				<TestButton channel="push" browser={browser.id} name={browser.label} />
				<Button size="small" look="quiet" aria-label={`Remove ${browser.label}`} onClick={() => void remove()}>
					Remove
				</Button>
			</div>
			{refusal && (
				<p role="alert">
					<SafeText text={refusal} />
				</p>
			)}
		</li>
	);
}
