import type { ConfiguredPolicy } from "../../../server/contract/rule.ts";
import { Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";

/** What config.json says of each developer's agent. It is changed there. */
export function Configured({ policies }: { policies: readonly ConfiguredPolicy[] }) {
	return (
		<Panel labelledBy="configured">
			<PanelHead id="configured" title="By config.json" />
			<ul>
				{policies.map((policy) => (
					<li key={policy.daemon} className="grid gap-2 border-line px-4 py-3 not-first:border-t">
						<h3 className="font-semibold">
							<SafeText text={policy.daemon} />
						</h3>
						<dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5">
							<Patterns name="Without asking" patterns={policy.allow} none="nothing" />
							<Patterns name="Always asked" patterns={policy.ask} none="nothing in particular" />
							<Patterns name="Never" patterns={policy.deny} none="nothing" />
						</dl>
					</li>
				))}
			</ul>
			<p className="border-t border-line px-4 py-3 text-small text-ink-2">
				<span className="block max-w-[84ch]">
					What is named nowhere is asked about. Files count only in the item’s worktree, unless a pattern says where
					else. What is never allowed comes first, whatever a rule says. Change it in{" "}
					<code className="font-mono">config.json</code>, under <code className="font-mono">agent.permissions</code> of
					the daemon, and restart the daemon.
				</span>
			</p>
		</Panel>
	);
}

function Patterns({ name, patterns, none }: { name: string; patterns: readonly string[]; none: string }) {
	return (
		<>
			<dt className="text-ink-2">{name}</dt>
			<dd className="flex min-w-0 flex-wrap gap-1.5">
				{patterns.length === 0 && <span className="text-ink-2">{none}</span>}
				{patterns.map((pattern) => (
					<code
						key={pattern}
						className="min-w-0 rounded-sm bg-off-soft px-1.5 font-mono text-small [overflow-wrap:anywhere] whitespace-pre-wrap"
					>
						<SafeText text={pattern} mode="code" />
					</code>
				))}
			</dd>
		</>
	);
}
