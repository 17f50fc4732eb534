"use client";

import { act, usePendingVerb } from "../../_live/daemon-actions.ts";
import { useLive } from "../../_live/store.ts";
import { Button, type ButtonSize } from "../../_ui/button.tsx";
import { type Control, controlsOf, type Verb } from "../../_words/control-words.ts";
import type { DaemonFacts } from "../../_words/daemon-words.ts";

const UNDER_WAY: Record<Verb, string> = { start: "Starting…", stop: "Stopping…", restart: "Restarting…" };

interface Props {
	daemon: DaemonFacts;
	/** Told what a button would do when the pointer or the focus comes to it, and null when it leaves. */
	onHint?: (hint: string | null) => void;
	size?: ButtonSize;
	/** Only the likeliest button, where there is little room. */
	only?: boolean;
}

/** Start, stop and restart, as far as they make sense now. They show what is under way until the state itself does. */
export function DaemonButtons({ daemon, onHint, size = "small", only = false }: Props) {
	const pending = usePendingVerb(daemon.name);
	const online = useLive(({ connection }) => connection.status === "online");
	const verb = pending ?? verbUnderWay(daemon);
	const controls = controlsOf(daemon);
	const shown = only
		? [controls.find(({ verb }) => verb === "start") ?? controls.at(-1)].filter((one) => one !== undefined)
		: controls;

	if (verb) {
		return (
			<div className="flex gap-2">
				<Button size={size} disabled>
					{UNDER_WAY[verb]}
				</Button>
			</div>
		);
	}
	return (
		<div className="flex flex-wrap justify-end gap-2">
			{shown.map((control, index) => (
				<Button
					key={control.verb}
					size={size}
					look={isMain(control, daemon) && index === 0 ? "primary" : "plain"}
					disabled={!online}
					title={online ? control.hint : "Not connected to the dashboard"}
					aria-label={`${control.label} ${daemon.name}`}
					onClick={({ detail }) => {
						if (detail > 1) return; // the second half of a double click meets another button in the place of the first
						onHint?.(null);
						void act(daemon.name, control.verb);
					}}
					onPointerEnter={() => onHint?.(control.hint)}
					onPointerLeave={() => onHint?.(null)}
					onFocus={(event) => event.target.matches(":focus-visible") && onHint?.(control.hint)}
					onBlur={() => onHint?.(null)}
				>
					{control.label}
				</Button>
			))}
		</div>
	);
}

function verbUnderWay(daemon: DaemonFacts): Verb | null {
	if (daemon.phase === "stopping") return daemon.desired === "up" ? "restart" : "stop";
	return null;
}

/** Starting is the one thing to do with a daemon that does not run. */
function isMain(control: Control, daemon: DaemonFacts): boolean {
	return control.verb === "start" && daemon.phase !== "running";
}
