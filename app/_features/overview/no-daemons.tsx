import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";

const EXAMPLE = `"daemons": {
  "code-developer": { "program": "code-developer", "workspace": "/path/to/your/repository" }
}`;

/** Nothing is configured: says what to write, and where. */
export function NoDaemons() {
	return (
		<Panel labelledBy="daemons">
			<PanelHead id="daemons" title="Daemons" />
			<EmptyState title="No daemon is set up yet">
				<p>
					Add one to <code className="font-mono text-small">config.json</code> in Nightshift’s state directory, then run{" "}
					<code className="font-mono text-small">npm restart</code>. A developer that works through a repository’s
					roadmap looks like this:
				</p>
				<pre className="mt-3 overflow-x-auto rounded-md border border-line bg-raise px-3.5 py-2.5 font-mono text-small text-ink">
					{EXAMPLE}
				</pre>
			</EmptyState>
		</Panel>
	);
}
