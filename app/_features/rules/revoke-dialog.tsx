"use client";

import type { Rule } from "../../../server/contract/rule.ts";
import { Button } from "../../_ui/button.tsx";
import { Dialog } from "../../_ui/dialog.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { revokeRule } from "./use-rules.ts";
import { useSending } from "./use-sending.ts";

/** Asks before a rule is ended: it cannot be brought back. */
export function RevokeDialog({ rule, onClose }: { rule: Rule | null; onClose: () => void }) {
	return (
		<Dialog open={rule !== null} title={`Revoke ${rule?.id ?? ""}`} onClose={onClose}>
			{rule && <Confirm rule={rule} onClose={onClose} />}
		</Dialog>
	);
}

function Confirm({ rule, onClose }: { rule: Rule; onClose: () => void }) {
	const { pending, refusal, send } = useSending();
	const revoke = async () => {
		if (await send(() => revokeRule(rule), `${rule.id} is revoked.`)) onClose();
	};
	return (
		<div className="grid gap-3.5">
			<p>
				<code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere] whitespace-pre-wrap">
					<SafeText text={rule.pattern} mode="code" />
				</code>{" "}
				is asked about again, from now on and also by an agent that is at work. What was decided stays.
			</p>
			{refusal && (
				<p role="alert" className="rounded-md bg-bad-soft px-3.5 py-2.5">
					<SafeText text={refusal} />
				</p>
			)}
			<div className="flex flex-wrap gap-2">
				<Button look="primary" disabled={pending} onClick={() => void revoke()}>
					{pending ? "Revoking…" : "Revoke it"}
				</Button>
				<Button onClick={onClose}>Keep it</Button>
			</div>
		</div>
	);
}
