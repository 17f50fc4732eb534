"use client";

import { Archive } from "lucide-react";
import { useState } from "react";
import type { RecordedDetail } from "../../../server/contract/conversations.ts";
import { useLive } from "../../_live/store.ts";
import { announce } from "../../_ui/announcer.tsx";
import { Button } from "../../_ui/button.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { askForBackup } from "./conversations-api.ts";

/** Asks the chat monitor for a backup, and says how it stands. */
export function BackupButton({ conversation }: { conversation: RecordedDetail }) {
	const { id, backupDue, backedUpAt } = conversation;
	const online = useLive(({ connection }) => connection.status === "online");
	const [asking, setAsking] = useState(false);
	const [failure, setFailure] = useState<string | null>(null);
	const ask = async () => {
		setAsking(true);
		setFailure(null);
		try {
			await askForBackup(id);
			announce("A backup was asked for.");
		} catch (error) {
			setFailure(error instanceof Error ? error.message : String(error));
		} finally {
			setAsking(false);
		}
	};
	return (
		<>
			<Button size="small" onClick={() => void ask()} disabled={asking || backupDue || !online}>
				<Archive aria-hidden="true" size={13} /> {backupDue ? "Backup asked for" : "Back up now"}
			</Button>
			{backupDue ? (
				<span className="text-small text-ink-2">made while the chat monitor runs</span>
			) : (
				backedUpAt && (
					<span className="text-small text-ink-2">
						backed up <RelativeTime at={backedUpAt} />
					</span>
				)
			)}
			{failure && (
				<p role="alert" className="w-full text-small text-bad">
					{failure}
				</p>
			)}
		</>
	);
}
