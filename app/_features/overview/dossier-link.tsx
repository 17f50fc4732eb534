import { AppLink } from "../../_navigation/app-link.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import type { DaemonFacts } from "../../_words/daemon-words.ts";
import { dossiersPage } from "../dossier/paths.ts";

/** The way to what is known of the last crash or hang, while that explains what is seen. */
export function DossierLink({ daemon }: { daemon: DaemonFacts }) {
	if (!hasDossier(daemon)) return null;
	return (
		<p className="border-b border-line px-4 py-2 text-small">
			<DossierAnchor name={daemon.name} />
			<span className="text-ink-2">: last words, task, and what changed since it ran well</span>
		</p>
	);
}

/** Only the link, named after the daemon: several of them may stand on one page. */
export function DossierAnchor({ name }: { name: string }) {
	return (
		<AppLink href={dossiersPage(name)} className="text-accent underline underline-offset-2">
			Dossier of <SafeText text={name} />
		</AppLink>
	);
}

/** Whether the last end, or the present hang, was worth a dossier and still explains what is seen. */
export function hasDossier({ phase, health, restarts, lastExit }: DaemonFacts): boolean {
	if (phase === "running" && health === "hung") return true;
	if (!lastExit || lastExit.cause === "user" || lastExit.cause === "update") return false;
	if (lastExit.code === 0 && lastExit.cause === "unknown") return false;
	return phase !== "running" || restarts > 0;
}
