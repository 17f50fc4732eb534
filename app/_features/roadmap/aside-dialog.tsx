"use client";

import { useState } from "react";
import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { focusFirst } from "../../_ui/focus-first.ts";
import { EditForm, type Sending } from "./edit-form.tsx";
import { setAside } from "./edits.ts";
import { TextField } from "./text-field.tsx";

/** Sets an item aside, and asks why. */
export function AsideForm({ item, sending }: { item: RoadmapEntry; sending: Sending }) {
	const [reason, setReason] = useState("");
	return (
		<EditForm
			sending={sending}
			label="Set it aside"
			doing="Setting it aside…"
			onSubmit={() => sending.send(setAside(item, reason))}
		>
			<p className="text-ink-2">The developer passes {item.id} over until you take it back. The file stays as it is.</p>
			<TextField
				label="Why? (optional)"
				description="Shown with the item, for you and others."
				value={reason}
				onChange={setReason}
				maxLength={500}
				rows={2}
				inputRef={focusFirst}
			/>
		</EditForm>
	);
}
