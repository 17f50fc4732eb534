import { ChevronRight } from "lucide-react";
import { checkOutcome, type RecordedCheck } from "../../../server/contract/record.ts";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StatusMark } from "../roadmap/status-mark.tsx";
import { TimeOfDay } from "./moment.tsx";
import { Output } from "./output.tsx";

const STATES = {
	ok: { word: "Passed", tone: "ok", shape: "check" },
	failed: { word: "Failed", tone: "bad", shape: "cross" },
	cancelled: { word: "Left out", tone: "off", shape: "ring" },
} as const;

/** The verification commands as they went, the newest first. */
export function RunChecks({ checks }: { checks: readonly RecordedCheck[] }) {
	return (
		<Panel labelledBy="checks">
			<PanelHead id="checks" title="Checks" />
			{checks.length === 0 ? (
				<EmptyState title="No check has run yet">
					The item’s <code className="font-mono text-small">**Verify**</code> commands, or those of the workspace, run
					when the agent says that it is done.
				</EmptyState>
			) : (
				<ol>
					{checks.toReversed().map((check) => (
						<li key={check.id} className="border-t border-line first:border-t-0">
							<Check check={check} />
						</li>
					))}
				</ol>
			)}
		</Panel>
	);
}

function Check({ check }: { check: RecordedCheck }) {
	const { command, how, output, endedAt } = check;
	const outcome = checkOutcome(check);
	return (
		<details className="group" open={outcome === "failed"}>
			<summary className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-raise">
				<ChevronRight aria-hidden="true" size={12} className="self-center text-ink-3 group-open:rotate-90" />
				<StatusMark state={STATES[outcome]} />
				<code className="min-w-0 font-mono text-small break-all">
					<SafeText text={command} mode="code" />
				</code>
				{outcome !== "cancelled" && (
					<span className="text-small text-ink-2">
						<SafeText text={how} />
					</span>
				)}
				<span className="ml-auto">
					<TimeOfDay at={endedAt} />
				</span>
			</summary>
			<div className="px-4 pb-3">
				{output === "" ? (
					<p className="text-ink-2">
						{outcome === "cancelled" ? "It did not run, as you chose." : "It printed nothing."}
					</p>
				) : (
					<Output label={`Output of ${command}`} text={output} />
				)}
			</div>
		</details>
	);
}
