import type { Handover } from "../../../server/contract/handover.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Pill } from "../../_ui/state-badge.tsx";
import { ClockTime } from "../../_ui/time.tsx";

/** What may go wrong, or has. Nothing at all when nothing is known. */
export function Risks({ risks }: Pick<Handover, "risks">) {
	if (risks.length === 0) return null;
	return (
		<Panel labelledBy="risks">
			<PanelHead id="risks" title="At risk" />
			<ul className="divide-y divide-line">
				{risks.map(({ severity, text, at, page }) => (
					<li key={text} className="flex items-baseline gap-3 px-4 py-2.5">
						<Pill tone={severity === "error" ? "bad" : "warn"}>{severity === "error" ? "Error" : "Look"}</Pill>
						<AppLink href={page} className="min-w-0 break-words hover:underline">
							<SafeText text={text} />
						</AppLink>
						{at && <ClockTime at={at} className="ml-auto text-small text-warn" />}
					</li>
				))}
			</ul>
		</Panel>
	);
}
