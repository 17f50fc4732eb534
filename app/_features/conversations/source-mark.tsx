import { Asterisk, FileText, type LucideIcon, Sparkle, SquareTerminal } from "lucide-react";
import { SafeText } from "../../_ui/safe-text.tsx";

const KNOWN: Record<string, { name: string; icon: LucideIcon }> = {
	claude: { name: "Claude Code", icon: Asterisk },
	gemini: { name: "Gemini CLI", icon: Sparkle },
	codex: { name: "Codex CLI", icon: SquareTerminal },
};

/** What a source is called: the tool's own name where it is known. */
export function sourceName(source: string): string {
	return Object.hasOwn(KNOWN, source) ? (KNOWN[source]?.name ?? source) : source;
}

/** The tool that a conversation was held with: a shape and a word. */
export function SourceMark({ source }: { source: string }) {
	const Icon = (Object.hasOwn(KNOWN, source) ? KNOWN[source]?.icon : undefined) ?? FileText;
	return (
		<span className="inline-flex min-w-0 items-center gap-1 whitespace-nowrap">
			<Icon aria-hidden="true" size={12} strokeWidth={1.75} className="flex-none" />
			<span className="truncate">
				<SafeText text={sourceName(source)} />
			</span>
		</span>
	);
}
