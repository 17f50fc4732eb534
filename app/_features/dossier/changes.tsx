import type { Dossier } from "../../../server/contract/dossier.ts";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Before } from "./before.tsx";

/** What changed since this daemon last ran well: often the cause. */
export function Changes({ dossier: { changes, at } }: { dossier: Dossier }) {
	return (
		<Panel labelledBy="changes">
			<PanelHead id="changes" title="What changed">
				{changes && <Before at={changes.since} end={at} what="since it ran well," />}
			</PanelHead>
			{!changes ? (
				<EmptyState title="Nothing to compare with">It has not yet run long enough to count as well.</EmptyState>
			) : changes.changed.length === 0 ? (
				<EmptyState title="Nothing that Nightshift looks at">
					Its settings, its program, the commit it works on, Nightshift, Node and this start of the machine are the
					same.
				</EmptyState>
			) : (
				<ul className="grid list-disc gap-1 py-3 pr-4 pl-8">
					{changes.changed.map((one) => (
						<li key={one} className="wrap-anywhere">
							<SafeText text={one} />
						</li>
					))}
				</ul>
			)}
		</Panel>
	);
}
